-- +goose Up
-- A room is of a centre, and its name is the centre's own.
ALTER TABLE eval_rooms ADD COLUMN centre_id TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS eval_rooms_name;
CREATE UNIQUE INDEX eval_rooms_centre_id_name ON eval_rooms (centre_id, name);
