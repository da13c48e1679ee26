package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
)

// runScore runs a method on bids and marks and prints the result with its
// derivation as JSON. A method or an input that is refused is so with every
// reason, in words.
func runScore(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom score", flag.ContinueOnError)
	set.SetOutput(stderr)
	lang := set.String("lang", catalogue.Chinese, "language: zh-CN or en")
	if len(args) > 2 && args[0] != "" && args[0][0] != '-' {
		args = append(slices.Clone(args[2:]), args[:2]...) // the files may stand before the flag
	}
	if err := set.Parse(args); err != nil {
		return 2
	}
	if set.NArg() != 2 {
		fmt.Fprintln(stderr, "bidroom score METHOD INPUT: a method's file or the id of a built-in one, and a file of bids and marks; see docs/methods.md")
		return 2
	}
	if err := score(set.Arg(0), set.Arg(1), stdout); err != nil {
		var refusal *rule.Refusal
		if !errors.As(err, &refusal) {
			fmt.Fprintln(stderr, "bidroom score:", err)
			return 1
		}
		for _, reason := range refusal.Reasons {
			fmt.Fprintf(stderr, "bidroom score: %s: %s\n", reason.Field, server.Words(catalogue.Text).Reason(*lang, reason))
		}
		return 1
	}
	return 0
}

func score(methodName, inputName string, stdout io.Writer) error {
	method, err := scoring.Builtin(methodName)
	if err != nil {
		source, err := os.ReadFile(methodName)
		if err != nil {
			return err
		}
		if method, err = scoring.Load(source); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(inputName)
	if err != nil {
		return err
	}
	var input scoring.Input
	if err := json.Unmarshal(text, &input); err != nil {
		return fmt.Errorf("%s: %w", inputName, err)
	}
	result, err := method.Score(input)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(result)
}
