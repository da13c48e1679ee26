-- +goose Up
-- The centre that an account is of; empty for one of every centre.
ALTER TABLE accounts ADD COLUMN centre_id CHAR(36) NOT NULL DEFAULT '';
