-- +goose Up
-- The centre that was set up is the first, keeps the register, and has everything there is so far.
INSERT INTO centres
	SELECT json_extract(CAST(value AS TEXT), '$.id'), json_extract(CAST(value AS TEXT), '$.name'), json_extract(CAST(value AS TEXT), '$.name'), '', '', 1, 0, 0, 1
	FROM settings WHERE name = 'centre';
UPDATE accounts SET centre_id = COALESCE((SELECT id FROM centres), '') WHERE role IN ('staff', 'supervisor', 'agent', 'witness');
UPDATE tenders SET centre_id = COALESCE((SELECT id FROM centres), '');
UPDATE lots SET centre_id = COALESCE((SELECT id FROM centres), '');
UPDATE eval_rooms SET centre_id = COALESCE((SELECT id FROM centres), '');
