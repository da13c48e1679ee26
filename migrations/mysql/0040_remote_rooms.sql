-- +goose Up
-- The room in which a meeting's remote seats are, and whether a room is offered to the meetings of other centres for that.
ALTER TABLE lots
	ADD COLUMN remote_room_id CHAR(36) NOT NULL DEFAULT '',
	ADD KEY lots_remote_room_id_stage (remote_room_id, stage);
ALTER TABLE eval_rooms ADD COLUMN offered BOOLEAN NOT NULL DEFAULT 0;
