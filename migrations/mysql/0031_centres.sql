-- +goose Up
-- The centres that one server serves; exactly one of them keeps the register of experts and companies.
CREATE TABLE centres (
	id         CHAR(36) NOT NULL,
	name       VARCHAR(190) NOT NULL,
	printed    VARCHAR(190) NOT NULL,
	region     VARCHAR(190) NOT NULL,
	code       VARCHAR(190) NOT NULL,
	register   INT NOT NULL,
	closed     INT NOT NULL,
	created_at BIGINT NOT NULL,
	version    BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY centres_name (name)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
