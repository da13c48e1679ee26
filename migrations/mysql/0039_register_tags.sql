-- +goose Up
-- A keyed hash over what decides in the row and its version: a row that was not written with its version is seen.
ALTER TABLE experts ADD COLUMN tag VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '';
ALTER TABLE companies ADD COLUMN tag VARCHAR(64) CHARACTER SET ascii NOT NULL DEFAULT '';
