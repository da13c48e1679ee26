-- +goose Up
-- Companies are searched in memory, by how their names are read too.
DROP TABLE IF EXISTS company_names;
