package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"bidroom/evaluation/scoring"
	"bidroom/kiosk/catalogue"
)

// runMethod checks method files, and gives the built-in ones and the schema that
// an editor can check by.
func runMethod(args []string, stdout, stderr io.Writer) int {
	set := flag.NewFlagSet("bidroom method", flag.ContinueOnError)
	set.SetOutput(stderr)
	lang := set.String("lang", catalogue.Chinese, "language: zh-CN or en")
	names, err := named(set, args)
	if err != nil {
		return 2
	}
	what := ""
	if len(names) > 0 {
		what, names = names[0], names[1:]
	}
	switch {
	case what == "list" && len(names) == 0:
		for _, id := range scoring.BuiltinIDs() {
			method, err := scoring.Builtin(id)
			if err != nil {
				return explained(stderr, "bidroom method", *lang, err)
			}
			fmt.Fprintf(stdout, "%-30s %s\n", id, inLanguage(method.Names(), *lang, id))
		}
	case what == "schema" && len(names) == 0:
		stdout.Write(scoring.Schema())
	case what == "show" && len(names) == 1:
		method, err := scoring.Builtin(names[0])
		if err != nil {
			return explained(stderr, "bidroom method", *lang, err)
		}
		stdout.Write(method.Source())
	case what == "check" && len(names) > 0:
		code := 0
		for _, name := range names {
			method, err := methodOf(name)
			if err != nil {
				code = explained(stderr, name, *lang, err)
				continue
			}
			fmt.Fprintln(stdout, name+":", catalogue.Text(*lang, "scoring.sound", map[string]string{"name": inLanguage(method.Names(), *lang, method.ID()), "id": method.ID(), "hash": method.Hash()}))
		}
		return code
	default:
		fmt.Fprintln(stderr, "bidroom method: check FILE…, list, show ID or schema is needed; see docs/methods.md")
		return 2
	}
	return 0
}

// inLanguage returns a name in a language, or what stands for it: a file may name
// things in one language alone.
func inLanguage(names map[string]string, lang, id string) string {
	if name := names[lang]; name != "" {
		return name
	}
	return id
}

func methodOf(file string) (*scoring.Method, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return scoring.Load(source)
}
