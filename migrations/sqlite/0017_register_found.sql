-- +goose Up
-- How companies and who works there are found; made from the register itself.
CREATE TABLE company_names (
	company_id TEXT NOT NULL,
	name_norm  TEXT NOT NULL,
	PRIMARY KEY (company_id, name_norm)
);
CREATE INDEX company_names_name_norm ON company_names (name_norm);
CREATE TABLE expert_employers (
	expert_id   TEXT NOT NULL,
	place       INTEGER NOT NULL,
	credit_code TEXT NOT NULL,
	name_norm   TEXT NOT NULL,
	from_on     TEXT NOT NULL,
	to_on       TEXT NOT NULL,
	PRIMARY KEY (expert_id, place)
);
CREATE INDEX expert_employers_credit_code ON expert_employers (credit_code);
CREATE INDEX expert_employers_name_norm ON expert_employers (name_norm);
-- Changes of the register after which whoever was drawn is to be checked again, and the lots for which that is still to be done.
CREATE TABLE recheck_asks (
	id TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE rechecks (
	lot_id TEXT NOT NULL,
	PRIMARY KEY (lot_id)
);
