package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"bidroom/evaluation/rule"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
	"bidroom/server/api"
	"bidroom/server/keys"
	"bidroom/server/rooms"
	"bidroom/server/store/files"
)

// An export is what the command line asks for.
type export struct {
	Config
	lot, out, lang string
	full           bool
}

// runExport writes a lot's evidence file from what a centre keeps, whether
// its server runs or not.
func runExport(args []string, stdout, stderr io.Writer) int {
	var x export
	set := flag.NewFlagSet("bidroom export", flag.ContinueOnError)
	set.SetOutput(stderr)
	x.keptFlags(set)
	set.BoolVar(&x.full, "full", false, "with what the authority alone may see")
	set.StringVar(&x.out, "out", "", "the file to write, which must be new; LOT.zip if not given")
	set.StringVar(&x.lang, "lang", catalogue.Chinese, "language: zh-CN or en")
	if len(args) > 1 && args[0] != "" && args[0][0] != '-' {
		args = append(slices.Clone(args[1:]), args[0]) // the lot may stand before its flags
	}
	if err := set.Parse(args); err != nil {
		return 2
	}
	if set.NArg() != 1 || x.Data == "" {
		fmt.Fprintln(stderr, "bidroom export: one lot, by its number or id, and --data are needed")
		return 2
	}
	x.lot = set.Arg(0)
	if x.out == "" {
		x.out = strings.NewReplacer("/", "-", `\`, "-").Replace(x.lot) + ".zip"
	}
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	if err := x.run(ctx); err != nil {
		var refusal *rule.Refusal
		if errors.As(err, &refusal) {
			for _, reason := range refusal.Reasons {
				fmt.Fprintln(stderr, "bidroom export:", server.Words(catalogue.Text).Reason(x.lang, reason))
			}
			return 1
		}
		fmt.Fprintln(stderr, "bidroom export:", err)
		return 1
	}
	fmt.Fprintln(stdout, x.out)
	return 0
}

func (x *export) run(ctx context.Context) (err error) {
	master, err := keys.Load(x.keyFile())
	if err != nil {
		return err
	}
	if _, err := os.Stat(x.filesDir()); err != nil {
		return fmt.Errorf("%s holds no centre: %w", x.Data, err)
	}
	k, err := x.open(ctx, master)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, k.db.Close()) }()
	visited, err := files.Visit(x.filesDir())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, visited.Close()) }()
	service := k.rooms(func(string, string, any) {}) // no page follows this process
	lot, err := service.FindLot(ctx, x.lot)
	if err != nil {
		return err
	}
	exported, err := service.Export(ctx, rooms.SystemActor, lot, x.full)
	if err != nil {
		return err
	}
	return writeNew(x.out, func(w io.Writer) error { return api.WriteEvidence(w, visited, exported) })
}

// writeNew writes a new file, of which a failure leaves nothing. It writes
// over no other.
func writeNew(name string, write func(io.Writer) error) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}
