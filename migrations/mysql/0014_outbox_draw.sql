-- +goose Up
-- Whose invitation it is: the draw's, not the expert's.
ALTER TABLE outbox
	ADD COLUMN draw_id VARCHAR(190) NOT NULL DEFAULT '',
	ADD KEY outbox_draw_id (draw_id),
	ADD KEY outbox_channel_state_next_at (channel, state, next_at);
