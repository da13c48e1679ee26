package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"bidroom/server/store"
)

const (
	pollEvery   = 5 * time.Second // beside Wake
	batch       = 20
	sendTimeout = 10 * time.Second
	firstRetry  = 10 * time.Second
	lastRetry   = 30 * time.Minute
	leastKey    = 32 // bytes
	mostTries   = 12 // over about three hours; then a person must call
)

// Config is what a worker is made of. Every field is needed.
type Config struct {
	DB     *store.DB
	Open   func(store.Message) (Message, error) // unseals what waits
	Failed func(id string)                      // told of what will not arrive; must not call the worker
	Words  Words
	Lang   string // that invitations are written in
	URL    string // of the gateway: https, or http on loopback
	Key    []byte // at least 32 bytes
	Log    *slog.Logger
	Now    func() time.Time // as the database's clock
}

// A Worker posts what waits for the webhook. It owns one goroutine.
type Worker struct {
	Config
	client *http.Client
	wake   chan struct{}
	stop   context.CancelFunc
	done   sync.WaitGroup
}

// Start starts a worker. It returns an error if the gateway's address or key
// is not fit for personal data.
func Start(c Config) (*Worker, error) {
	if err := checkGateway(c.URL, c.Key); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	w := newWorker(c)
	w.stop = stop
	w.done.Go(func() { w.run(ctx) })
	return w, nil
}

// newWorker returns a worker that does not run yet.
func newWorker(c Config) *Worker {
	return &Worker{
		Config: c, wake: make(chan struct{}, 1),
		client: &http.Client{
			Timeout:       sendTimeout,
			Transport:     &http.Transport{MaxIdleConns: 2, IdleConnTimeout: time.Minute}, // no proxy from the environment
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

func checkGateway(address string, key []byte) error {
	if len(key) < leastKey {
		return fmt.Errorf("notify: the gateway's key has %d bytes and needs %d", len(key), leastKey)
	}
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("notify: the gateway's address: %w", err)
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return errors.New("notify: the gateway's address must be https://…, or http on this machine, without a user name")
	}
	return nil
}

// Wake makes the worker look at the outbox now. It never waits.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Close stops the worker and waits until it has. A message that was being
// posted is posted again after the next start.
func (w *Worker) Close() {
	w.stop()
	w.done.Wait()
	w.client.CloseIdleConnections()
}

func (w *Worker) run(ctx context.Context) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		if err := w.carry(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("the outbox", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
		case <-poll.C:
		}
	}
}

// carry posts everything that is due.
func (w *Worker) carry(ctx context.Context) error {
	for {
		var due []store.Message
		err := w.DB.Read(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.DueOn(Webhook, batch)
			return err
		})
		if err != nil {
			return fmt.Errorf("notify: %w", err)
		}
		for _, row := range due {
			if err := w.carryOne(ctx, row); err != nil {
				return err
			}
		}
		if len(due) < batch {
			return nil
		}
	}
}

// carryOne posts one message and writes how that went.
func (w *Worker) carryOne(ctx context.Context, row store.Message) error {
	outcome, err := w.post(ctx, row)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	row.Attempts++
	switch {
	case outcome == arrived:
		row.State = "sent"
	case outcome == never || row.Attempts >= mostTries:
		row.State = "failed"
	default:
		row.NextAt = w.Now().Add(retryAfter(row.Attempts)).UnixMilli()
	}
	if err != nil { // neither the number nor the pass is in it
		w.Log.Warn("an invitation did not arrive", "message", row.ID, "attempt", row.Attempts, "state", row.State, slog.Any("error", err))
	}
	if err := w.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveMessage(row) }); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	if row.State == "failed" {
		w.Failed(row.ID)
	}
	return nil
}

type outcome int

const (
	again outcome = iota
	arrived
	never
)

func (w *Worker) post(ctx context.Context, row store.Message) (outcome, error) {
	m, err := w.Open(row)
	if err != nil {
		return never, err
	}
	m.ID = row.ID
	body, err := m.body(m.Text(w.Words, w.Lang))
	if err != nil {
		return never, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return never, err
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("X-Bidroom-Signature", signature(w.Key, body, w.Now()))
	response, err := w.client.Do(request)
	if err != nil {
		return again, err
	}
	defer response.Body.Close()
	if _, err := io.CopyN(io.Discard, response.Body, 64<<10); err != nil && err != io.EOF {
		return again, err
	}
	switch code := response.StatusCode; {
	case code >= 200 && code < 300:
		return arrived, nil
	case code >= 500 || code == http.StatusRequestTimeout || code == http.StatusTooEarly || code == http.StatusTooManyRequests:
		return again, fmt.Errorf("the gateway answered %s", response.Status)
	default:
		return never, fmt.Errorf("the gateway answered %s", response.Status)
	}
}

// retryAfter doubles from the first retry on.
func retryAfter(attempts int) time.Duration {
	if attempts > 10 { // 10 s × 2^10 is far beyond the last
		return lastRetry
	}
	return min(lastRetry, firstRetry<<(attempts-1))
}
