-- +goose Up
-- Evaluation rooms, their kiosks, and kiosks that ask to be paired.
CREATE TABLE IF NOT EXISTS eval_rooms (
	id      CHAR(36) NOT NULL,
	name    VARCHAR(190) NOT NULL,
	seats   INT NOT NULL,
	version BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY eval_rooms_name (name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS kiosks (
	id          CHAR(36) NOT NULL,
	room_id     CHAR(36) NOT NULL,
	seat        INT NOT NULL,
	name        VARCHAR(190) NOT NULL,
	public_key  VARCHAR(190) NOT NULL,
	fingerprint VARCHAR(190) NOT NULL,
	paired_at   BIGINT NOT NULL,
	paired_by   CHAR(36) NOT NULL,
	revoked_at  BIGINT NOT NULL,
	PRIMARY KEY (id),
	KEY kiosks_room_id (room_id),
	KEY kiosks_public_key (public_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS pairings (
	id          CHAR(36) NOT NULL,
	public_key  VARCHAR(190) NOT NULL,
	fingerprint VARCHAR(190) NOT NULL,
	created_at  BIGINT NOT NULL,
	kiosk_id    VARCHAR(190) NOT NULL,
	PRIMARY KEY (id),
	KEY pairings_public_key (public_key)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS kiosk_sessions (
	token_hash VARCHAR(190) NOT NULL,
	kiosk_id   CHAR(36) NOT NULL,
	lot_id     VARCHAR(190) NOT NULL,
	meeting_id VARCHAR(190) NOT NULL,
	seat       INT NOT NULL,
	seen_at    BIGINT NOT NULL,
	PRIMARY KEY (token_hash),
	KEY kiosk_sessions_kiosk_id (kiosk_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
