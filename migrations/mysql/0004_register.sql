-- +goose Up
-- The register of experts and companies. Identity numbers and phones are sealed; an HMAC finds them by exact match.
CREATE TABLE IF NOT EXISTS experts (
	id              CHAR(36) NOT NULL,
	name            VARCHAR(190) NOT NULL,
	identity_sealed LONGBLOB NOT NULL,
	identity_index  VARCHAR(190) NOT NULL,
	phone_sealed    LONGBLOB NOT NULL,
	phone_index     VARCHAR(190) NOT NULL,
	region          VARCHAR(190) NOT NULL,
	title           VARCHAR(190) NOT NULL,
	status          VARCHAR(190) NOT NULL,
	until_on        VARCHAR(190) NOT NULL,
	facts           LONGBLOB NOT NULL,
	version         BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY experts_identity_index (identity_index),
	KEY experts_name (name),
	KEY experts_phone_index (phone_index),
	KEY experts_region (region)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS expert_specialties (
	expert_id CHAR(36) NOT NULL,
	code      VARCHAR(190) NOT NULL,
	PRIMARY KEY (expert_id, code),
	KEY expert_specialties_code_expert_id (code, expert_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS companies (
	id                   CHAR(36) NOT NULL,
	name                 VARCHAR(190) NOT NULL,
	name_norm            VARCHAR(190) NOT NULL,
	credit_code          VARCHAR(190) NOT NULL,
	legal_representative VARCHAR(190) NOT NULL,
	facts                LONGBLOB NOT NULL,
	version              BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY companies_credit_code (credit_code),
	KEY companies_name_norm (name_norm)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS imports (
	id         CHAR(36) NOT NULL,
	file_name  VARCHAR(190) NOT NULL,
	state      VARCHAR(190) NOT NULL,
	total      BIGINT NOT NULL,
	good       BIGINT NOT NULL,
	bad        BIGINT NOT NULL,
	by_account CHAR(36) NOT NULL,
	created_at BIGINT NOT NULL,
	kept       VARCHAR(190) NOT NULL,
	PRIMARY KEY (id),
	KEY imports_created_at (created_at)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
