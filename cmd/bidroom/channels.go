package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"bidroom/kiosk/catalogue"
	"bidroom/server/api"
	"bidroom/server/notify"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// Channels are the contents of the file that --channels names, as JSON: by
// which machines invitations are carried. Each is left out if the centre has
// none. Calls by hand are always possible.
type Channels struct {
	// Language is that of invitations, "zh-CN", which an empty one means, or "en".
	// How long, how often and when is in the rule profile of each lot.
	Language string `json:"language"`
	// Webhook is a program of the centre's own.
	Webhook *notify.Webhook `json:"webhook"`
	// SMTP is a mail server.
	SMTP *notify.SMTP `json:"smtp"`
	// SMS is an SMS gateway over HTTP.
	SMS *notify.SMS `json:"sms"`
	// SIP is a telephone exchange or trunk.
	SIP *notify.SIP `json:"sip"`
}

// channels reads the centre's channels and makes them ready.
func (c *Config) channels() (language string, list []notify.Channel, err error) {
	var of Channels
	if c.Channels != "" {
		text, err := os.ReadFile(c.Channels)
		if err != nil {
			return "", nil, fmt.Errorf("--channels: %w", err)
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&of); err != nil {
			return "", nil, fmt.Errorf("--channels: %s: %w", c.Channels, err)
		}
		if _, err := decoder.Token(); err != io.EOF {
			return "", nil, fmt.Errorf("--channels: %s: something stands behind the object", c.Channels)
		}
	}
	var errs []error
	if of.Language == "" {
		of.Language = catalogue.Chinese
	}
	if !slices.Contains(catalogue.Languages(), of.Language) {
		errs = append(errs, fmt.Errorf("no language %q", of.Language))
	}
	if of.SIP != nil {
		errs, list = append(errs, of.SIP.Open(of.Language, rand.Reader)), append(list, of.SIP)
	}
	if of.SMS != nil {
		errs, list = append(errs, of.SMS.Open()), append(list, of.SMS)
	}
	if of.SMTP != nil {
		errs, list = append(errs, of.SMTP.Open(c.clock())), append(list, of.SMTP)
	}
	if of.Webhook != nil {
		errs, list = append(errs, of.Webhook.Open(c.clock())), append(list, of.Webhook)
	}
	if err := errors.Join(errs...); err != nil {
		return "", nil, fmt.Errorf("--channels: %s: %w", c.Channels, err)
	}
	return of.Language, list, nil
}

// carry starts the worker that carries invitations until the centre is
// stopped.
func (c *centre) carry(cfg Config, db *store.DB, service *rooms.Service) (*notify.Worker, error) {
	language, channels, err := cfg.channels()
	if err != nil {
		return nil, err
	}
	for _, channel := range channels {
		service.Channels = append(service.Channels, channel.Name())
	}
	open := func(ctx context.Context, row store.Message) (notify.Message, bool, error) {
		i, wanted, err := service.ToCarry(ctx, row)
		if err != nil || !wanted {
			return notify.Message{}, wanted, err
		}
		m, err := api.Message(i)
		return m, true, err
	}
	worker := notify.Start(notify.Config{DB: db, Open: open, Channels: channels, Words: catalogue.Text, Language: language, Log: c.log, Now: cfg.clock(),
		Save: func(ctx context.Context, row store.Message, began time.Time, outcome notify.Outcome) error {
			answer := ""
			if outcome == notify.Accepted || outcome == notify.Declined {
				answer, outcome = string(outcome), notify.Delivered
			}
			return service.Carried(ctx, row, began.UnixMilli(), string(outcome), answer)
		}})
	c.stops = append(c.stops, func() error { worker.Close(); return nil })
	return worker, nil
}
