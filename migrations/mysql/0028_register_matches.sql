-- +goose Up
-- What somebody proposed to be a false match by name, and what a second person said of it.
CREATE TABLE register_matches (
	id         CHAR(36) NOT NULL,
	expert_id  CHAR(36) NOT NULL,
	state      VARCHAR(20) NOT NULL,
	sealed     LONGBLOB NOT NULL,
	by_account CHAR(36) NOT NULL,
	at_ms      BIGINT NOT NULL,
	PRIMARY KEY (id),
	KEY register_matches_expert_id (expert_id),
	KEY register_matches_state (state)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
