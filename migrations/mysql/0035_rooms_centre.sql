-- +goose Up
-- A room is of a centre, and its name is the centre's own.
ALTER TABLE eval_rooms
	ADD COLUMN centre_id CHAR(36) NOT NULL DEFAULT '',
	DROP KEY eval_rooms_name,
	ADD UNIQUE KEY eval_rooms_centre_id_name (centre_id, name);
