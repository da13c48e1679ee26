-- +goose Up
-- The centre of a lot's tender.
ALTER TABLE lots
	ADD COLUMN centre_id CHAR(36) NOT NULL DEFAULT '',
	ADD KEY lots_centre_id_created_at (centre_id, created_at);
