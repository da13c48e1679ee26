-- +goose Up
-- The centre: its name and zone, and a sealed canary that tells a wrong master key.
CREATE TABLE IF NOT EXISTS settings (
	name  TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (name)
);
