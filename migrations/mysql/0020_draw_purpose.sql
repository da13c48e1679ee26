-- +goose Up
-- What is drawn, if it is not a panel: a price coefficient, the order of tied bids.
ALTER TABLE draws ADD COLUMN purpose VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
