package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"bidroom/evaluation/rule"
	"bidroom/evaluation/scoring"
	"bidroom/kiosk/catalogue"
	"bidroom/server"
)

// runScore runs a method on bids and marks and prints the result with its
// derivation, as JSON or as tables. A method or an input that is refused is so
// with every reason, in words.
func runScore(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom score", flag.ContinueOnError)
	set.SetOutput(stderr)
	lang := set.String("lang", catalogue.Chinese, "language: zh-CN or en")
	table := set.Bool("table", false, "print tables instead of JSON")
	files, err := named(set, args)
	if err != nil {
		return 2
	}
	if len(files) != 2 {
		fmt.Fprintln(stderr, "bidroom score METHOD INPUT: a method's file or the id of a built-in one, and a file of bids and marks; see docs/methods.md")
		return 2
	}
	result, err := score(files[0], files[1])
	switch {
	case err != nil:
		return explained(stderr, "bidroom score", *lang, err)
	case *table:
		printResult(stdout, result, *lang)
		return 0
	}
	encoder := json.NewEncoder(stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(result); err != nil {
		return explained(stderr, "bidroom score", *lang, err)
	}
	return 0
}

// named parses flags that stand before, between or after what is named.
func named(set *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := set.Parse(args); err != nil {
			return nil, err
		}
		if set.NArg() == 0 {
			return names, nil
		}
		names, args = append(names, set.Arg(0)), set.Args()[1:]
	}
}

// explained prints an error, a refusal with every reason in words, and returns
// the exit code.
func explained(stderr io.Writer, who, lang string, err error) int {
	var refusal *rule.Refusal
	if !errors.As(err, &refusal) {
		fmt.Fprintln(stderr, who+":", err)
		return 1
	}
	for _, reason := range refusal.Reasons {
		fmt.Fprintf(stderr, "%s: %s: %s\n", who, reason.Field, server.Words(catalogue.Text).Reason(lang, reason))
	}
	return 1
}

func score(methodName, inputName string) (*scoring.Result, error) {
	method, err := scoring.Builtin(methodName)
	if err != nil {
		if method, err = methodOf(methodName); err != nil {
			return nil, err
		}
	}
	text, err := os.ReadFile(inputName)
	if err != nil {
		return nil, err
	}
	var input scoring.Input
	if err := json.Unmarshal(text, &input); err != nil {
		return nil, fmt.Errorf("%s: %w", inputName, err)
	}
	return method.Score(input)
}
