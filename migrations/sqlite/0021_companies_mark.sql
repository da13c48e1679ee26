-- +goose Up
-- The mark of the transaction that wrote the row last.
ALTER TABLE companies ADD COLUMN mark TEXT NOT NULL DEFAULT '';
CREATE INDEX companies_mark ON companies (mark);
