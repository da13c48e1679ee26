-- +goose Up
-- The mark of the transaction that wrote the row last.
ALTER TABLE companies
	ADD COLUMN mark CHAR(36) NOT NULL DEFAULT '',
	ADD KEY companies_mark (mark);
