-- +goose Up
-- Draws. Who is in the pool is sealed to the key of the draw; nothing here tells drawn from undrawn.
CREATE TABLE IF NOT EXISTS draws (
	id           TEXT NOT NULL,
	lot_id       TEXT NOT NULL,
	created_at   BIGINT NOT NULL,
	version      BIGINT NOT NULL,
	state        BLOB NOT NULL,
	sealed       BLOB NOT NULL,
	key_wrapped  BLOB NOT NULL,
	share_sealed BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS draws_lot_id ON draws (lot_id);
CREATE TABLE IF NOT EXISTS passes (
	hash       TEXT NOT NULL,
	lot_id     TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	expires_at BIGINT NOT NULL,
	PRIMARY KEY (hash)
);
CREATE INDEX IF NOT EXISTS passes_lot_id ON passes (lot_id);
CREATE TABLE IF NOT EXISTS outbox (
	id         TEXT NOT NULL,
	channel    TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	state      TEXT NOT NULL,
	attempts   INTEGER NOT NULL,
	next_at    BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS outbox_state_next_at ON outbox (state, next_at);
