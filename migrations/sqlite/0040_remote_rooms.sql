-- +goose Up
-- The room in which a meeting's remote seats are, and whether a room is offered to the meetings of other centres for that.
ALTER TABLE lots ADD COLUMN remote_room_id TEXT NOT NULL DEFAULT '';
CREATE INDEX lots_remote_room_id_stage ON lots (remote_room_id, stage);
ALTER TABLE eval_rooms ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
