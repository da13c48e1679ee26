package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"bidroom/evaluation/scoring"
)

// runScore runs a method on bids and marks and prints the result with its
// derivation as JSON.
func runScore(args []string, stdout, stderr io.Writer) int {
	if len(args) != 2 {
		fmt.Fprintln(stderr, "bidroom score METHOD INPUT: a method's file or the id of a built-in one, and a file of bids and marks; see docs/methods.md")
		return 2
	}
	if err := score(args[0], args[1], stdout); err != nil {
		fmt.Fprintln(stderr, "bidroom score:", err)
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
