package notify

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"bidroom/server/store"
)

const (
	pollEvery   = 5 * time.Second // beside Wake
	batch       = 20
	saveTimeout = 5 * time.Second // of what is known when the worker is told to end
	lastRetry   = 30 * time.Minute

	openTries = 12 // of what cannot be opened
	openPause = 10 * time.Second
)

// Config is what a worker is made of. Every field is needed.
type Config struct {
	DB *store.DB
	// Open unseals what waits; wanted is false if nobody waits for its answer
	// any more.
	Open func(ctx context.Context, row store.Message) (m Message, wanted bool, err error)
	// Save writes how far a message has come, and the attempt that began at an
	// instant and ended so; there was none if outcome is empty.
	Save     func(ctx context.Context, row store.Message, began time.Time, outcome Outcome) error
	Channels []Channel
	Words    Words
	Language string // of the messages, of the catalogue
	Log      *slog.Logger
	Now      func() time.Time // as the database's clock
}

// A Worker carries what waits for its channels. It owns one goroutine for
// each, so that one that hangs holds up no other.
type Worker struct {
	Config
	wake []chan struct{} // by channel
	stop context.CancelFunc
	done sync.WaitGroup
}

// Start starts a worker, which owns its channels from now on.
func Start(c Config) *Worker {
	ctx, stop := context.WithCancel(context.Background())
	w := &Worker{Config: c, stop: stop}
	for _, channel := range c.Channels {
		wake := make(chan struct{}, 1)
		w.wake = append(w.wake, wake)
		w.done.Go(func() { w.run(ctx, channel, wake) })
	}
	return w
}

// Wake makes the worker look at the outbox now. It never waits.
func (w *Worker) Wake() {
	for _, wake := range w.wake {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// Close stops the worker and waits until it has. A message whose attempt was
// cut off is carried again after the next start.
func (w *Worker) Close() {
	w.stop()
	w.done.Wait()
	for _, channel := range w.Channels {
		channel.Close()
	}
}

func (w *Worker) run(ctx context.Context, channel Channel, wake <-chan struct{}) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		if err := w.carry(ctx, channel); err != nil && ctx.Err() == nil {
			w.Log.Error("the outbox", "channel", channel.Name(), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-poll.C:
		}
	}
}

// carry sends everything that is due on a channel.
func (w *Worker) carry(ctx context.Context, channel Channel) error {
	for {
		var due []store.Message
		err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.DueOn(channel.Name(), batch)
			return err
		})
		if err != nil {
			return fmt.Errorf("notify: %w", err)
		}
		for _, row := range due {
			if err := w.carryOne(ctx, channel, row); err != nil {
				return err
			}
		}
		if len(due) < batch {
			return nil
		}
	}
}

// carryOne makes one attempt, unless there is a reason for none, and writes
// how that went.
func (w *Worker) carryOne(ctx context.Context, channel Channel, row store.Message) error {
	m, wanted, err := w.Open(ctx, row)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var outcome Outcome
	switch {
	case err != nil:
		w.settle(&row, Again, Message{Tries: openTries, Pause: openPause}) // nobody was asked, so there is no outcome
	case !wanted:
		row.State = "withdrawn"
	case m.At.After(w.Now()):
		row.NextAt = m.At.UnixMilli()
	default:
		m.ID = row.ID
		m.Text = m.Write(w.Words, w.Language)
		if outcome, err = channel.Send(ctx, m); ctx.Err() != nil && outcome.again() {
			return ctx.Err() // cut off
		}
		outcome = w.settle(&row, outcome, m)
	}
	if err != nil {
		w.Log.Warn("an invitation did not arrive", "message", row.ID, "channel", channel.Name(), "attempt", row.Attempts, "state", row.State, "error", err)
	}
	saving, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveTimeout)
	defer cancel()
	if err := w.Save(saving, row, m.At, outcome); err != nil {
		return fmt.Errorf("notify: message %s: %w", row.ID, err)
	}
	return nil
}

// settle writes into a row what follows from an attempt, and returns its
// outcome: the last of too many is a refusal.
func (w *Worker) settle(row *store.Message, outcome Outcome, m Message) Outcome {
	row.Attempts++
	switch {
	case outcome == Refused || outcome.again() && row.Attempts >= m.Tries:
		row.State, outcome = "failed", Refused
	case outcome.again():
		row.NextAt = w.Now().Add(retryAfter(row.Attempts, m.Pause)).UnixMilli()
	default:
		row.State = "sent"
	}
	return outcome
}

// retryAfter is pause before the first retry and doubles from then on.
func retryAfter(attempts int, pause time.Duration) time.Duration {
	if attempts > 10 { // the shortest pause × 2^10 is far beyond the last
		return lastRetry
	}
	return min(lastRetry, pause<<(attempts-1))
}
