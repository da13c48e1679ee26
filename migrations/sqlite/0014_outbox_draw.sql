-- +goose Up
-- Whose invitation it is: the draw's, not the expert's.
ALTER TABLE outbox ADD COLUMN draw_id TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_draw_id ON outbox (draw_id);
CREATE INDEX outbox_channel_state_next_at ON outbox (channel, state, next_at);
