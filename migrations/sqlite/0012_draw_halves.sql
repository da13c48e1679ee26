-- +goose Up
-- The key of a draw for two roles together, without the server's key.
ALTER TABLE draws ADD COLUMN halves TEXT NOT NULL DEFAULT '';
