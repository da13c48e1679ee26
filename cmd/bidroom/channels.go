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
	// Rules are those of all channels.
	Rules notify.Rules `json:"rules"`
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
func (c *Config) channels() (rules notify.Rules, list []notify.Channel, err error) {
	var of Channels
	if c.Channels != "" {
		text, err := os.ReadFile(c.Channels)
		if err != nil {
			return rules, nil, fmt.Errorf("--channels: %w", err)
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&of); err != nil {
			return rules, nil, fmt.Errorf("--channels: %s: %w", c.Channels, err)
		}
		if _, err := decoder.Token(); err != io.EOF {
			return rules, nil, fmt.Errorf("--channels: %s: something stands behind the object", c.Channels)
		}
	}
	errs := []error{of.Rules.Complete()}
	if of.SIP != nil {
		errs, list = append(errs, of.SIP.Open(of.Rules.Language, rand.Reader)), append(list, of.SIP)
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
		return rules, nil, fmt.Errorf("--channels: %s: %w", c.Channels, err)
	}
	return of.Rules, list, nil
}

// carry starts the worker that carries invitations until the centre is
// stopped.
func (c *centre) carry(cfg Config, db *store.DB, service *rooms.Service) (*notify.Worker, error) {
	rules, channels, err := cfg.channels()
	if err != nil {
		return nil, err
	}
	for _, channel := range channels {
		service.Channels = append(service.Channels, channel.Name())
	}
	service.Awaited = time.Duration(rules.Answer) * time.Minute
	service.Awake = rules.Awake
	open := func(ctx context.Context, row store.Message) (notify.Message, bool, error) {
		i, wanted, err := service.ToCarry(ctx, row)
		if err != nil || !wanted {
			return notify.Message{}, wanted, err
		}
		m, err := api.Message(i)
		return m, true, err
	}
	worker := notify.Start(notify.Config{DB: db, Open: open, Channels: channels, Words: catalogue.Text, Rules: rules, Log: c.log, Now: cfg.clock(),
		Save: func(ctx context.Context, row store.Message, outcome notify.Outcome) error {
			answer := ""
			if outcome == notify.Accepted || outcome == notify.Declined {
				answer, outcome = string(outcome), notify.Delivered
			}
			return service.Carried(ctx, row, string(outcome), answer)
		}})
	c.stops = append(c.stops, func() error { worker.Close(); return nil })
	return worker, nil
}
