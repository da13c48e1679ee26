-- +goose Up
-- People who can sign in, and their sessions. A session is found by the hash of its token.
CREATE TABLE IF NOT EXISTS accounts (
	id            CHAR(36) NOT NULL,
	login         VARCHAR(190) NOT NULL,
	name          VARCHAR(190) NOT NULL,
	role          VARCHAR(190) NOT NULL,
	kind          VARCHAR(190) NOT NULL,
	password_hash TEXT NOT NULL,
	second_sealed LONGBLOB NOT NULL,
	disabled      INT NOT NULL,
	created_at    BIGINT NOT NULL,
	version       BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY accounts_login (login)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS sessions (
	token_hash VARCHAR(190) NOT NULL,
	account_id CHAR(36) NOT NULL,
	device     VARCHAR(190) NOT NULL,
	csrf       VARCHAR(190) NOT NULL,
	created_at BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	PRIMARY KEY (token_hash),
	KEY sessions_account_id (account_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS lockouts (
	name     VARCHAR(190) NOT NULL,
	failures INT NOT NULL,
	until_at BIGINT NOT NULL,
	PRIMARY KEY (name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
