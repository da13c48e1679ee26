-- +goose Up
-- What the specialties are called that somebody imported; the program knows the upper levels and the most used leaves.
CREATE TABLE IF NOT EXISTS specialties (
	code    VARCHAR(7)   NOT NULL PRIMARY KEY,
	name    VARCHAR(200) NOT NULL,
	name_en VARCHAR(200) NOT NULL
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
