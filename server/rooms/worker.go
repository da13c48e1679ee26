package rooms

import (
	"context"
	"log/slog"
	"time"
)

// lastTry is how long a worker's last time may take, after it was told to end.
const lastTry = 5 * time.Second

// repeat does something every so often until ctx ends, and once more then.
// what names it where it fails; a failure that stays the same is logged once,
// and so is its end.
func repeat(ctx context.Context, every time.Duration, log *slog.Logger, what string, do func(context.Context) error) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	failing := ""
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
			failure := ""
			if err := do(ctx); err != nil {
				failure = err.Error()
			}
			switch {
			case ctx.Err() != nil || failure == failing:
				continue
			case failure == "":
				log.Info(what + ": works again")
			default:
				log.Error(what, "error", failure)
			}
			failing = failure
		}
	}
}
