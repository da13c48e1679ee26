-- +goose Up
-- What members type, stroke by stroke; the highest number of a field wins.
CREATE TABLE IF NOT EXISTS drafts (
	meeting_id   CHAR(36) NOT NULL,
	seat         INT NOT NULL,
	bid_id       CHAR(36) NOT NULL,
	criterion    VARCHAR(190) NOT NULL,
	lot_id       CHAR(36) NOT NULL,
	value_sealed LONGBLOB NOT NULL,
	client_seq   BIGINT NOT NULL,
	saved_at     BIGINT NOT NULL,
	PRIMARY KEY (meeting_id, seat, bid_id, criterion)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
