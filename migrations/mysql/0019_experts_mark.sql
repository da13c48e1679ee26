-- +goose Up
-- The mark of the transaction that wrote the row last.
ALTER TABLE experts
	ADD COLUMN mark CHAR(36) NOT NULL DEFAULT '',
	ADD KEY experts_mark (mark);
