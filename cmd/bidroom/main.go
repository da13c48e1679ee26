// Command bidroom runs the bid-evaluation rooms of a public-resource trading
// centre, and checks what ran there.
package main

import (
	"fmt"
	"io"
	"os"
)

// A command is one word of the command line.
type command struct {
	name  string
	usage string
	run   func(args []string, stdout, stderr io.Writer) int
}

var commands = []command{
	{"serve", "run the centre: bidroom serve --data DIR [--listen ADDR]", runServe},
	{"demo", "run a made-up centre on loopback: bidroom demo [--fast-forward STAGE]", runDemo},
	{"export", "write a lot's evidence file: bidroom export LOT [--full] --data DIR [--out FILE]", runExport},
	{"verify", "re-run an evidence file: bidroom verify FILE [--key FINGERPRINT] [--checkpoint FILE] [--recordings DIR] [--lang zh-CN|en]", runVerify},
	{"draw", "check the public record of a draw: bidroom draw verify RECORD [--beacon-key HEX] [--json] [--lang zh-CN|en]", runDraw},
	{"score", "run a method on bids and marks: bidroom score METHOD INPUT [--table] [--lang zh-CN|en]", runScore},
	{"sign", "sign a report with the centre's certificate, or check one: bidroom sign REPORT --certificate FILE --key FILE --out FILE | REPORT --check FILE", runSign},
	{"method", "check method files, or take a built-in one: bidroom method check FILE… | list | show ID | schema [--lang zh-CN|en]", runMethod},
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(args[1:], stdout, stderr)
			}
		}
	}
	fmt.Fprintln(stderr, "bidroom: the evaluation rooms of a trading centre")
	for _, c := range commands {
		fmt.Fprintf(stderr, "  %-8s %s\n", c.name, c.usage)
	}
	return 2
}
