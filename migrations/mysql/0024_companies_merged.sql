-- +goose Up
-- The entry that a company was merged into, which stands; empty if it stands itself.
ALTER TABLE companies
	ADD COLUMN merged_into CHAR(36) NOT NULL DEFAULT '',
	ADD KEY companies_merged_into (merged_into);
