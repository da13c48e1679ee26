-- +goose Up
-- The mark of the transaction that wrote the row last.
ALTER TABLE experts ADD COLUMN mark TEXT NOT NULL DEFAULT '';
CREATE INDEX experts_mark ON experts (mark);
