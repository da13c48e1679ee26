-- +goose Up
-- Finds since when versions are kept.
CREATE INDEX register_versions_at_ms ON register_versions (at_ms);
