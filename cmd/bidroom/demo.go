package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"bidroom/cmd/bidroom/demo"
)

// runDemo serves a made-up centre on loopback, from a directory of its own
// that is new each time.
func runDemo(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom demo", flag.ContinueOnError)
	set.SetOutput(stderr)
	listen := set.String("listen", "127.0.0.1:8080", "loopback address the pages are served at")
	seed := set.Uint64("seed", 20261123, "what the register is made from")
	stage := set.String("fast-forward", "", fmt.Sprintf("bring the first lot to a stage: one of %v", demo.Stages))
	data := set.String("data", "", "directory of the made-up centre, which must be new; a temporary one if not given")
	db := set.String("db", "", "mysql://USER:PASSWORD@tcp(HOST:PORT)/NAME, which must be empty; the embedded database if not given")
	if err := set.Parse(args); err != nil {
		return 2
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	if err := serveDemo(ctx, Config{Listen: *listen, Data: *data, DB: *db}, *stage, *seed, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "bidroom demo:", err)
		return 1
	}
	return 0
}

func serveDemo(ctx context.Context, cfg Config, stage string, seed uint64, stdout, stderr io.Writer) (err error) {
	if stage != "" && !slices.Contains(demo.Stages, stage) {
		return fmt.Errorf("no stage %q: there are %v", stage, demo.Stages)
	}
	if loopback, err := cfg.loopback(); err != nil || !loopback {
		return errors.Join(errors.New("the demo is served on loopback only"), err)
	}
	if cfg.Data == "" {
		if cfg.Data, err = os.MkdirTemp("", "bidroom-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(cfg.Data), os.Remove(cfg.keyFile())) }()
	}
	c, err := start(ctx, cfg, true, slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		return err
	}
	p := &demo.Play{Base: c.address(), Random: rand.Reader, Choice: mathrand.New(mathrand.NewPCG(seed, 2))}
	if err := play(ctx, p, stage, seed); err != nil {
		return errors.Join(err, c.stop())
	}
	c.greet(stdout)
	fmt.Fprintf(stdout, "accounts, all with the password %s:\n", demo.Password)
	for _, a := range demo.Accounts {
		fmt.Fprintf(stdout, "  %-11s %s %s\n", a.Login, a.Role, a.Kind)
	}
	fmt.Fprintln(stdout, "keys on paper, which together open a draw:")
	for _, role := range slices.Sorted(maps.Keys(p.Papers.Openers)) {
		fmt.Fprintf(stdout, "  %-11s %s\n", role, strings.Join(p.Papers.Openers[role], " "))
	}
	if passes := p.Passes(); len(passes) > 0 {
		fmt.Fprintln(stdout, "passes to check in with:")
		for _, seat := range slices.Sorted(maps.Keys(passes)) {
			fmt.Fprintf(stdout, "  seat %-6d %s\n", seat, passes[seat])
		}
	}
	fmt.Fprintln(stdout, "ready; stop with Ctrl-C")
	if c.until(ctx, stderr) != 0 {
		return errors.New("did not end well")
	}
	return nil
}

// play makes the made-up centre and brings its first lot to a stage.
func play(ctx context.Context, p *demo.Play, stage string, seed uint64) error {
	if err := p.SetUp(ctx, seed); err != nil {
		return err
	}
	if stage == "register" {
		return nil
	}
	lots, err := p.Tender(ctx)
	if err != nil || stage == "" || stage == "tender" {
		return err
	}
	return p.Take(ctx, lots[0], stage)
}
