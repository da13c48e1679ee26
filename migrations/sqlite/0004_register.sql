-- +goose Up
-- The register of experts and companies. Identity numbers and phones are sealed; an HMAC finds them by exact match.
CREATE TABLE IF NOT EXISTS experts (
	id              TEXT NOT NULL,
	name            TEXT NOT NULL,
	identity_sealed BLOB NOT NULL,
	identity_index  TEXT NOT NULL,
	phone_sealed    BLOB NOT NULL,
	phone_index     TEXT NOT NULL,
	region          TEXT NOT NULL,
	title           TEXT NOT NULL,
	status          TEXT NOT NULL,
	until_on        TEXT NOT NULL,
	facts           BLOB NOT NULL,
	version         BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (identity_index)
);
CREATE INDEX IF NOT EXISTS experts_name ON experts (name);
CREATE INDEX IF NOT EXISTS experts_phone_index ON experts (phone_index);
CREATE INDEX IF NOT EXISTS experts_region ON experts (region);
CREATE TABLE IF NOT EXISTS expert_specialties (
	expert_id TEXT NOT NULL,
	code      TEXT NOT NULL,
	PRIMARY KEY (expert_id, code)
);
CREATE INDEX IF NOT EXISTS expert_specialties_code_expert_id ON expert_specialties (code, expert_id);
CREATE TABLE IF NOT EXISTS companies (
	id                   TEXT NOT NULL,
	name                 TEXT NOT NULL,
	name_norm            TEXT NOT NULL,
	credit_code          TEXT NOT NULL,
	legal_representative TEXT NOT NULL,
	facts                BLOB NOT NULL,
	version              BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (credit_code)
);
CREATE INDEX IF NOT EXISTS companies_name_norm ON companies (name_norm);
CREATE TABLE IF NOT EXISTS imports (
	id         TEXT NOT NULL,
	file_name  TEXT NOT NULL,
	state      TEXT NOT NULL,
	total      BIGINT NOT NULL,
	good       BIGINT NOT NULL,
	bad        BIGINT NOT NULL,
	by_account TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	kept       TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS imports_created_at ON imports (created_at);
