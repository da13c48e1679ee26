-- +goose Up
-- Finds who checked in, of all lots.
CREATE INDEX openings_domain ON openings (domain);
