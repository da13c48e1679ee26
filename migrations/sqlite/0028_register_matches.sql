-- +goose Up
-- What somebody proposed to be a false match by name, and what a second person said of it.
CREATE TABLE register_matches (
	id         TEXT NOT NULL,
	expert_id  TEXT NOT NULL,
	state      TEXT NOT NULL,
	sealed     BLOB NOT NULL,
	by_account TEXT NOT NULL,
	at_ms      BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX register_matches_expert_id ON register_matches (expert_id);
CREATE INDEX register_matches_state ON register_matches (state);
