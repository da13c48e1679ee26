package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"syscall"
)

// runServe runs a centre until it is told to stop.
func runServe(args []string, stdout, stderr io.Writer) int {
	var cfg Config
	if err := cfg.parse("serve", args, stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(stderr, "bidroom serve:", err)
		}
		return 2
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	c, err := start(ctx, cfg, false, slog.New(slog.NewJSONHandler(stderr, nil)))
	if err != nil {
		fmt.Fprintln(stderr, "bidroom serve:", err)
		return 1
	}
	c.greet(stdout)
	return c.until(ctx, stderr)
}

// greet prints where the pages are.
func (c *centre) greet(out io.Writer) {
	fmt.Fprintf(out, "bidroom is at %s\n  desk   %s/desk\n  kiosk  %s/kiosk\n  wall   %s/wall\n", c.address(), c.address(), c.address(), c.address())
	if c.tlsRoot != nil {
		fmt.Fprintf(out, "  the root certificate for every machine: port %s, /ca.crt\n  its fingerprint: %s\n", rootPort, c.tlsRoot.Fingerprint())
	}
}

// until waits for the end of ctx or of a server, and stops the centre.
func (c *centre) until(ctx context.Context, stderr io.Writer) int {
	code := 0
	select {
	case <-ctx.Done():
	case err := <-c.failed:
		fmt.Fprintln(stderr, "bidroom:", err)
		code = 1
	}
	if err := c.stop(); err != nil {
		fmt.Fprintln(stderr, "bidroom: stopping:", err)
		code = 1
	}
	return code
}
