-- +goose Up
-- The entry that a company was merged into, which stands; empty if it stands itself.
ALTER TABLE companies ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX companies_merged_into ON companies (merged_into) WHERE merged_into <> '';
