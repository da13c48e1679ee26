package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"

	"bidroom/experts/draw"
	"bidroom/kiosk/catalogue"
)

// runDraw checks the public record of a draw: bidroom draw verify RECORD. The
// exit code is 1 if something is broken or the record could not be read.
func runDraw(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom draw verify", flag.ContinueOnError)
	set.SetOutput(stderr)
	lang := set.String("lang", catalogue.Chinese, "language: zh-CN or en")
	asJSON := set.Bool("json", false, "print what was found as JSON")
	var key beaconKey
	key.flags(set)
	if len(args) < 2 || args[0] != "verify" {
		fmt.Fprintln(stderr, "bidroom draw: bidroom draw verify RECORD is needed")
		return 2
	}
	if err := set.Parse(args[2:]); err != nil || set.NArg() > 0 {
		return 2
	}
	found, err := checkRecord(args[1], key)
	if err == nil && *asJSON {
		encoder := json.NewEncoder(stdout)
		encoder.SetIndent("", " ")
		err = encoder.Encode(found)
	} else if err == nil {
		err = printFound(stdout, found, *lang)
	}
	if err != nil {
		fmt.Fprintln(stderr, "bidroom draw verify:", err)
		return 1
	}
	if !found.Sound() {
		return 1
	}
	return 0
}

func checkRecord(file string, key beaconKey) (*draw.Found, error) {
	beacon, err := key.check()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return draw.CheckText(text, beacon)
}

// printFound writes what was found of a record for people.
func printFound(w io.Writer, found *draw.Found, lang string) error {
	_, err := fmt.Fprintln(w, catalogue.Text(lang, "verify.record", map[string]string{"draw": found.Draw}))
	for _, p := range found.Parts {
		state := catalogue.Text(lang, "verify.state."+string(p.State), nil)
		if p.Where != "" {
			state += " " + p.Where
		}
		if err == nil {
			_, err = fmt.Fprintln(w, catalogue.Text(lang, "verify.line", map[string]string{"part": catalogue.Text(lang, "verify.record."+p.Part, nil), "state": state}))
		}
	}
	return err
}
