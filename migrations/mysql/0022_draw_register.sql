-- +goose Up
-- What of the register a pool was formed from, sealed to the key of its draw, in pieces.
CREATE TABLE draw_register (
	draw_id CHAR(36) NOT NULL,
	no      INT NOT NULL,
	sealed  LONGBLOB NOT NULL,
	PRIMARY KEY (draw_id, no)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
