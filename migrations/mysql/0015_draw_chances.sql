-- +goose Up
-- How likely the pool's experts are to be drawn, sealed to the server's key: its counts are not withheld.
ALTER TABLE draws ADD COLUMN chances_sealed MEDIUMBLOB;
