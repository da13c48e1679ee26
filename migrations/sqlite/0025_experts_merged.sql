-- +goose Up
-- The entry that an expert was merged into, which stands; empty if it stands itself.
ALTER TABLE experts ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
CREATE INDEX experts_merged_into ON experts (merged_into) WHERE merged_into <> '';
