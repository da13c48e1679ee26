package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"bidroom/evaluation/rule"
	"bidroom/kiosk"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/auth"
	"bidroom/server/keys"
	"bidroom/server/live"
	"bidroom/server/store/files"
	"bidroom/server/tlsca"
)

// A centre is everything that runs while bidroom serves. Parts are started in
// order and stopped in reverse.
type centre struct {
	handlers *api.Handlers
	server   *server.Server
	listener net.Listener
	log      *slog.Logger
	stops    []func() error // in the order of starting
	tlsRoot  *tlsca.Authority
	failed   chan error // what ended a server before it was stopped
}

const (
	// signEvery is how long an act can wait for the checkpoint that covers it.
	signEvery = time.Second
	// digestEvery is how long what a member types can wait for its digest.
	digestEvery = 30 * time.Second
	// leadsEvery is how long a panel can examine before leads are looked for.
	leadsEvery = 10 * time.Second
	// recheckEvery is how long whoever was drawn can stay unchecked after the
	// register has changed.
	recheckEvery = time.Second
	// attendEvery is how long what is due can wait while nobody attends.
	attendEvery = time.Second
	// fetchEvery is how often a beacon's round is asked for that is due.
	fetchEvery = 3 * time.Second
	// forgetEvery is how often answers are forgotten that nobody asks for again.
	forgetEvery = time.Hour
)

// start opens a centre. demo weakens password hashing and is said on every
// page.
func start(ctx context.Context, cfg Config, demo bool, log *slog.Logger) (c *centre, err error) {
	c = &centre{log: log, failed: make(chan error, 2)}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.stop())
		}
	}()
	k, owned, err := c.openAll(ctx, cfg)
	if err != nil {
		return c, err
	}
	return c, c.join(ctx, cfg, demo, k, owned)
}

// join makes the parts that serve and connects them.
func (c *centre) join(ctx context.Context, cfg Config, demo bool, k *holdings, owned *files.Store) error {
	hasher, err := auth.NewHasher(demo)
	if err != nil {
		return err
	}
	accounts := auth.New(auth.Config{DB: k.db, Box: k.box, Hasher: hasher, Device: k.master.DeviceKey(), Random: rand.Reader, Now: cfg.clock()})
	loopback, err := cfg.loopback()
	if err != nil {
		return err
	}
	hub := live.NewHub(cfg.clock())
	tell := func(topic, kind string, data any) {
		if err := hub.Publish(topic, kind, data); err != nil {
			c.log.Error("publishing", "topic", topic, "error", err)
		}
	}
	service := k.rooms(tell)
	c.stops = append(c.stops, func() error { service.Registry.Close(); return nil })
	if err := errors.Join(service.MakeFound(ctx), service.ReadClasses(ctx)); err != nil {
		return err
	}
	if service.Beacon, err = cfg.beacon(); err != nil {
		return err
	}
	words := server.Words(catalogue.Text)
	feeds, err := startMedia(ctx, cfg, service, func(lot string) {
		if err := service.TellHealth(context.WithoutCancel(ctx), lot); err != nil {
			c.log.Error("telling of a feed", "error", err)
		}
	}, c.log)
	if err != nil {
		return err
	}
	c.stops = append(c.stops, feeds.Close)
	carrier, err := c.carry(cfg, k.db, service)
	if err != nil {
		return err
	}
	c.handlers = &api.Handlers{Rooms: service, Auth: accounts, Hub: hub, Files: owned, Media: feeds, Carrier: carrier, TLS: !loopback, Demo: demo, LogKey: k.signer.VerifierKey(), OCIDPrefix: cfg.OCIDPrefix,
		Policy: func() ([]byte, error) { return c.policy(cfg) },
		Paper:  k.master.Paper(), Words: catalogue.Text, Reason: func(lang string, r rule.Reason) string { return words.Reason(lang, r) }, Now: cfg.clock(),
		Language: server.Language, Fault: func(what string, err error) { c.log.Error(what, "error", err) }}
	c.stops = append(c.stops, func() error { c.handlers.CloseImports(); return nil })

	c.keep(ctx, func(ctx context.Context) { service.KeepSigning(ctx, signEvery, c.log) })
	c.keep(ctx, func(ctx context.Context) { accounts.ForgetAnswers(ctx, forgetEvery, c.log) })
	c.keep(ctx, func(ctx context.Context) {
		if err := service.Registry.Warm(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("reading the register", "error", err)
		}
	})
	c.keep(ctx, func(ctx context.Context) { service.KeepDigesting(ctx, digestEvery, c.log) })
	c.keep(ctx, func(ctx context.Context) { service.KeepFindingLeads(ctx, leadsEvery, bidReader(owned), c.log) })
	c.keep(ctx, func(ctx context.Context) { service.KeepRechecking(ctx, recheckEvery, c.log) })
	c.keep(ctx, func(ctx context.Context) { service.KeepFetching(ctx, fetchEvery, c.log) })
	c.keep(ctx, func(ctx context.Context) { service.KeepUnattended(ctx, attendEvery, carrier.Wake, c.log) })

	identify := func(ctx context.Context, shown auth.Credentials) (auth.Who, error) {
		who, err := accounts.Identify(ctx, shown)
		if err != nil || who.Role != access.Kiosk {
			return who, err
		}
		lot, meeting, seat, err := service.MemberAt(ctx, who.Room, who.Kiosk)
		if err != nil || seat == 0 {
			return who, err
		}
		return who.AsMember(lot, meeting, seat), nil
	}
	routes := append(server.Table(c.handlers), server.Live(c.handlers, live.DefaultTiming))
	c.server, err = server.New(server.Config{Hosts: cfg.hosts(), TLS: !loopback, Pages: kiosk.Dist(), Routes: routes, Identify: identify, Reach: service.Reach, Answers: accounts, Words: words,
		Random: rand.Reader, Now: cfg.clock(), Log: c.log})
	if err != nil {
		return err
	}
	return c.listen(cfg, loopback, k.box, hub)
}

// keep runs work until the centre is stopped, which waits for it.
func (c *centre) keep(ctx context.Context, work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { work(ctx) })
	c.stops = append(c.stops, func() error { cancel(); running.Wait(); return nil })
}

// listen opens the centre's address and serves.
func (c *centre) listen(cfg Config, loopback bool, box *keys.Box, hub *live.Hub) (err error) {
	if c.listener, err = net.Listen("tcp", cfg.Listen); err != nil {
		return err
	}
	if !loopback {
		if err := c.secure(cfg, box); err != nil {
			return errors.Join(err, c.listener.Close())
		}
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := c.server.Serve(c.listener); err != nil {
			c.failed <- err
		}
	})
	c.stops = append(c.stops, func() error {
		hub.Close()
		err := c.server.Close()
		serving.Wait()
		return err
	})
	return nil
}

// address returns where the pages are.
func (c *centre) address() string {
	scheme := "http"
	if c.tlsRoot != nil {
		scheme = "https"
	}
	return scheme + "://" + c.listener.Addr().String()
}

// stop ends every part, in reverse, and waits for each.
func (c *centre) stop() error {
	var errs []error
	for i := len(c.stops) - 1; i >= 0; i-- {
		errs = append(errs, c.stops[i]())
	}
	c.stops = nil
	return errors.Join(errs...)
}
