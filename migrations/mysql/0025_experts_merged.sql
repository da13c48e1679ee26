-- +goose Up
-- The entry that an expert was merged into, which stands; empty if it stands itself.
ALTER TABLE experts
	ADD COLUMN merged_into CHAR(36) NOT NULL DEFAULT '',
	ADD KEY experts_merged_into (merged_into);
