-- +goose Up
-- Tenders and their lots. A lot holds the sealed snapshot of its case; what lists need stands beside it.
CREATE TABLE IF NOT EXISTS tenders (
	id           CHAR(36) NOT NULL,
	number       VARCHAR(190) NOT NULL,
	name         VARCHAR(190) NOT NULL,
	entity_name  VARCHAR(190) NOT NULL,
	entity_code  VARCHAR(190) NOT NULL,
	agency_name  VARCHAR(190) NOT NULL,
	agency_code  VARCHAR(190) NOT NULL,
	started_on   VARCHAR(190) NOT NULL,
	notice_media VARCHAR(190) NOT NULL,
	created_at   BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY tenders_number (number)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS lots (
	id           CHAR(36) NOT NULL,
	tender_id    CHAR(36) NOT NULL,
	number       VARCHAR(190) NOT NULL,
	name         VARCHAR(190) NOT NULL,
	regime       VARCHAR(190) NOT NULL,
	stage        VARCHAR(190) NOT NULL,
	room_id      VARCHAR(190) NOT NULL,
	planned_at   BIGINT NOT NULL,
	created_at   BIGINT NOT NULL,
	version      BIGINT NOT NULL,
	state_sealed LONGBLOB NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY lots_tender_id_number (tender_id, number),
	KEY lots_room_id_stage (room_id, stage),
	KEY lots_created_at (created_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
