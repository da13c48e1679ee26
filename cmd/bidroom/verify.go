package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"bidroom/kiosk/catalogue"
	"bidroom/server/evidence"
)

// runVerify re-runs an evidence file and says of each part what it found. The
// exit code is 1 if something is broken.
func runVerify(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom verify", flag.ContinueOnError)
	set.SetOutput(stderr)
	key := set.String("key", "", "fingerprint of the log's key, as the centre published it")
	held := set.String("checkpoint", "", "file of a checkpoint that somebody kept")
	lang := set.String("lang", catalogue.Chinese, "language: zh-CN or en")
	if len(args) > 1 && args[0] != "" && args[0][0] != '-' {
		args = append(args[1:], args[0]) // the file may stand before its flags
	}
	if err := set.Parse(args); err != nil {
		return 2
	}
	if set.NArg() != 1 {
		fmt.Fprintln(stderr, "bidroom verify: one evidence file is needed")
		return 2
	}
	report, err := verify(set.Arg(0), *key, *held)
	if err != nil {
		fmt.Fprintln(stderr, "bidroom verify:", err)
		return 1
	}
	for _, p := range report.Parts {
		fmt.Fprintf(stdout, "%-24s %-16s %s %s\n", catalogue.Text(*lang, "verify.part."+p.Name, nil), catalogue.Text(*lang, "verify.state."+string(p.State), nil), p.At, p.Why)
	}
	if report.Itself {
		fmt.Fprintln(stdout, catalogue.Text(*lang, "verify.itself", nil))
	}
	if !report.Sound() {
		return 1
	}
	return 0
}

func verify(name, key, held string) (report evidence.Report, err error) {
	file, err := os.Open(name)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return report, err
	}
	bundle, err := evidence.Read(file, info.Size())
	if err != nil {
		return report, err
	}
	options := evidence.Options{Fingerprint: key}
	if held != "" {
		note, err := os.ReadFile(held)
		if err != nil {
			return report, err
		}
		options.Held = string(note)
	}
	return evidence.Verify(bundle, options), nil
}
