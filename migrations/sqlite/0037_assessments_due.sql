-- +goose Up
-- How many of a panel a role is to assess still, and how many replies wait for it; made from the cases themselves.
CREATE TABLE assessments_due (
	lot_id   TEXT   NOT NULL,
	role     TEXT   NOT NULL,
	given    BIGINT NOT NULL,
	of_all   BIGINT NOT NULL,
	waits    BIGINT NOT NULL,
	since_ms BIGINT NOT NULL,
	PRIMARY KEY (lot_id, role)
);
