-- +goose Up
-- The centre: its name and zone, and a sealed canary that tells a wrong master key.
CREATE TABLE IF NOT EXISTS settings (
	name  VARCHAR(190) NOT NULL,
	value LONGBLOB NOT NULL,
	PRIMARY KEY (name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
