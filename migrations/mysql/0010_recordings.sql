-- +goose Up
-- Recordings, their hashed segments, and the gaps between.
CREATE TABLE IF NOT EXISTS recordings (
	id         CHAR(36) NOT NULL,
	lot_id     CHAR(36) NOT NULL,
	meeting_id CHAR(36) NOT NULL,
	feed       VARCHAR(190) NOT NULL,
	file       VARCHAR(190) NOT NULL,
	started_at BIGINT NOT NULL,
	end_ms     BIGINT NOT NULL,
	segments   INT NOT NULL,
	bytes      BIGINT NOT NULL,
	chain      VARCHAR(190) NOT NULL,
	ended      INT NOT NULL,
	PRIMARY KEY (id),
	KEY recordings_lot_id_feed (lot_id, feed)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS gaps (
	id      CHAR(36) NOT NULL,
	lot_id  CHAR(36) NOT NULL,
	feed    VARCHAR(190) NOT NULL,
	from_ms BIGINT NOT NULL,
	to_ms   BIGINT NOT NULL,
	cause   VARCHAR(190) NOT NULL,
	PRIMARY KEY (id),
	KEY gaps_lot_id_feed (lot_id, feed)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
