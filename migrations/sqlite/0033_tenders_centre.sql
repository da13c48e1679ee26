-- +goose Up
-- A tender is of the centre that made it, and its number is the centre's own.
ALTER TABLE tenders ADD COLUMN centre_id TEXT NOT NULL DEFAULT '';
DROP INDEX IF EXISTS tenders_number;
CREATE UNIQUE INDEX tenders_centre_id_number ON tenders (centre_id, number);
CREATE INDEX tenders_centre_id_created_at ON tenders (centre_id, created_at);
