-- +goose Up
-- Whether the server works through the invitations by itself; what exactly stands in the state.
ALTER TABLE draws ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0;
CREATE INDEX draws_unattended ON draws (unattended);
