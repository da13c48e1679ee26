package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"bidroom/kiosk/catalogue"
	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// texts is a flag that may be given more than once.
type texts []string

// String implements flag.Value.
func (t *texts) String() string { return fmt.Sprint([]string(*t)) }

// Set implements flag.Value.
func (t *texts) Set(value string) error {
	*t = append(*t, value)
	return nil
}

// A verification is what the command line asks for.
type verification struct {
	file, key, recordings, lang string
	held                        texts
	beacon                      beaconKey
	json                        bool
}

// runVerify re-runs an evidence file and says of each part what it found. The
// exit code is 1 if something is broken or could not be read.
func runVerify(args []string, stdout, stderr io.Writer) int {
	var v verification
	set := flag.NewFlagSet("bidroom verify", flag.ContinueOnError)
	set.SetOutput(stderr)
	set.StringVar(&v.key, "key", "", "fingerprint of the log's key, as the centre published it")
	set.Var(&v.held, "checkpoint", "file of a checkpoint that somebody kept; may be given more than once")
	set.StringVar(&v.recordings, "recordings", "", "directory of the recordings")
	v.beacon.flags(set)
	set.StringVar(&v.lang, "lang", catalogue.Chinese, "language: zh-CN or en")
	set.BoolVar(&v.json, "json", false, "print the report as JSON")
	if len(args) > 1 && args[0] != "" && args[0][0] != '-' {
		args = append(slices.Clone(args[1:]), args[0]) // the file may stand before its flags
	}
	if err := set.Parse(args); err != nil {
		return 2
	}
	if set.NArg() != 1 {
		fmt.Fprintln(stderr, "bidroom verify: one evidence file is needed")
		return 2
	}
	v.file = set.Arg(0)
	sound, err := v.run(stdout)
	if err != nil {
		var format *evidence.FormatError
		if errors.As(err, &format) {
			why := catalogue.Text(v.lang, "verify.format."+format.Code, map[string]string{"member": format.Member})
			fmt.Fprintln(stderr, catalogue.Text(v.lang, "verify.format.not", map[string]string{"why": why}))
		}
		fmt.Fprintln(stderr, "bidroom verify:", err)
		return 1
	}
	if !sound {
		return 1
	}
	return 0
}

func (v *verification) run(stdout io.Writer) (sound bool, err error) {
	options := evidence.Options{Recordings: v.recordings}
	if v.key != "" {
		if options.Fingerprint, err = proclog.ParseFingerprint(v.key); err != nil {
			return false, fmt.Errorf("--key: %w", err)
		}
	}
	if options.Beacon, err = v.beacon.check(); err != nil {
		return false, err
	}
	for _, name := range v.held {
		note, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		options.Held = append(options.Held, string(note))
	}
	file, err := evidence.Open(v.file)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	report, err := evidence.Verify(file, options)
	if err != nil {
		return false, err
	}
	if v.json {
		encoder := json.NewEncoder(stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return report.Sound(), encoder.Encode(report)
	}
	return report.Sound(), evidence.Print(stdout, report, v.lang)
}
