-- +goose Up
-- The centre of a lot's tender.
ALTER TABLE lots ADD COLUMN centre_id TEXT NOT NULL DEFAULT '';
CREATE INDEX lots_centre_id_created_at ON lots (centre_id, created_at);
