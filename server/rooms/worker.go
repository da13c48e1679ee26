package rooms

import (
	"context"
	"log/slog"
	"time"
)

// lastTry is how long a worker's last time may take, after it was told to end.
const lastTry = 5 * time.Second

// repeat does something every so often until ctx ends, and once more then.
// what names it where it fails.
func repeat(ctx context.Context, every time.Duration, log *slog.Logger, what string, do func(context.Context) error) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTry)
			defer cancel()
			if err := do(last); err != nil {
				log.Error(what+", at the end", "error", err)
			}
			return
		case <-ticker.C:
			if err := do(ctx); err != nil && ctx.Err() == nil {
				log.Error(what, "error", err)
			}
		}
	}
}
