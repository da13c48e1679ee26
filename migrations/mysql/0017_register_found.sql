-- +goose Up
-- How companies and who works there are found; made from the register itself.
CREATE TABLE company_names (
	company_id CHAR(36) NOT NULL,
	name_norm  VARCHAR(190) NOT NULL,
	PRIMARY KEY (company_id, name_norm),
	KEY company_names_name_norm (name_norm)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE expert_employers (
	expert_id   CHAR(36) NOT NULL,
	place       INT NOT NULL,
	credit_code VARCHAR(190) NOT NULL,
	name_norm   VARCHAR(190) NOT NULL,
	from_on     VARCHAR(190) NOT NULL,
	to_on       VARCHAR(190) NOT NULL,
	PRIMARY KEY (expert_id, place),
	KEY expert_employers_credit_code (credit_code),
	KEY expert_employers_name_norm (name_norm)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Changes of the register after which whoever was drawn is to be checked again, and the lots for which that is still to be done.
CREATE TABLE recheck_asks (
	id CHAR(36) NOT NULL,
	PRIMARY KEY (id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE rechecks (
	lot_id CHAR(36) NOT NULL,
	PRIMARY KEY (lot_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
