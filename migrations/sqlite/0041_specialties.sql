-- +goose Up
-- What the specialties are called that somebody imported; the program knows the upper levels and the most used leaves.
CREATE TABLE IF NOT EXISTS specialties (
	code    TEXT NOT NULL PRIMARY KEY,
	name    TEXT NOT NULL,
	name_en TEXT NOT NULL
);
