-- +goose Up
-- A tender is of the centre that made it, and its number is the centre's own.
ALTER TABLE tenders
	ADD COLUMN centre_id CHAR(36) NOT NULL DEFAULT '',
	DROP KEY tenders_number,
	ADD UNIQUE KEY tenders_centre_id_number (centre_id, number),
	ADD KEY tenders_centre_id_created_at (centre_id, created_at);
