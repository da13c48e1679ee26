-- +goose Up
-- Draws. Who is in the pool is sealed to the key of the draw; nothing here tells drawn from undrawn.
CREATE TABLE IF NOT EXISTS draws (
	id           CHAR(36) NOT NULL,
	lot_id       CHAR(36) NOT NULL,
	created_at   BIGINT NOT NULL,
	version      BIGINT NOT NULL,
	state        LONGBLOB NOT NULL,
	sealed       LONGBLOB NOT NULL,
	key_wrapped  LONGBLOB NOT NULL,
	share_sealed LONGBLOB NOT NULL,
	PRIMARY KEY (id),
	KEY draws_lot_id (lot_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS passes (
	hash       VARCHAR(190) NOT NULL,
	lot_id     CHAR(36) NOT NULL,
	sealed     LONGBLOB NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (hash),
	KEY passes_lot_id (lot_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS outbox (
	id         CHAR(36) NOT NULL,
	channel    VARCHAR(190) NOT NULL,
	sealed     LONGBLOB NOT NULL,
	state      VARCHAR(190) NOT NULL,
	attempts   INT NOT NULL,
	next_at    BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id),
	KEY outbox_state_next_at (state, next_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
