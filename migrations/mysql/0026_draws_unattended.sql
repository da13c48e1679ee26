-- +goose Up
-- Whether the server works through the invitations by itself; what exactly stands in the state.
ALTER TABLE draws
	ADD COLUMN unattended BOOLEAN NOT NULL DEFAULT 0,
	ADD KEY draws_unattended (unattended);
