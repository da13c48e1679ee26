package evidence

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"bidroom/kiosk/catalogue"
	"bidroom/server/proclog"
)

// mostFindings bounds how many findings and gaps are printed of one part.
const mostFindings = 20

// Print writes a report for people, in a language of the catalogue.
func Print(w io.Writer, r *Report, lang string) error {
	p := printer{w: w, lang: lang}
	made := time.UnixMilli(r.Manifest.MadeAt).UTC().Format("2006-01-02 15:04:05 UTC")
	title := "verify.file"
	if r.Manifest.Lot == proclog.Centre {
		title = "verify.centre"
	}
	p.line(title, "scope", p.text("verify.scope."+string(r.Manifest.Scope)), "lot", r.Manifest.Lot, "made", made)
	p.line("verify.key", "fingerprint", proclog.FormatFingerprint(r.Fingerprint))
	for _, part := range r.Parts {
		p.part(part)
	}
	for _, g := range r.Gaps[:min(len(r.Gaps), mostFindings)] {
		p.line("verify.gap", "feed", g.Feed, "from", clock(g.FromMs), "to", clock(g.ToMs), "cause", p.text("cause."+g.Cause))
	}
	if more := len(r.Gaps) - mostFindings; more > 0 {
		p.line("verify.more", "count", strconv.Itoa(more))
	}
	switch {
	case !r.Sound():
		p.line("verify.broken")
	case r.Itself:
		p.line("verify.itself")
	default:
		p.line("verify.sound")
	}
	return p.err
}

type printer struct {
	w    io.Writer
	lang string
	err  error
}

func (p *printer) text(key string, args ...string) string {
	named := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i]] = args[i+1]
	}
	return catalogue.Text(p.lang, key, named)
}

func (p *printer) line(key string, args ...string) { p.write(p.text(key, args...)) }

func (p *printer) write(text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.w, text)
	}
}

func (p *printer) part(part Part) {
	state := p.text("verify.state." + string(part.State))
	for _, by := range part.Rules {
		state += " " + string(by)
	}
	p.line("verify.line", "part", p.text("verify.part."+part.Name), "state", state)
	for _, f := range part.Findings[:min(len(part.Findings), mostFindings)] {
		p.write("  " + p.finding(f))
	}
	if more := len(part.Findings) - mostFindings; more > 0 {
		p.write("  " + p.text("verify.more", "count", strconv.Itoa(more)))
	}
	for _, n := range part.Notes {
		p.write("  " + catalogue.Text(p.lang, "verify.note."+n.Code, n.Args))
	}
}

// finding says where something is broken, and why.
func (p *printer) finding(f Finding) string {
	kind := f.Kind
	if catalogue.Has("kind." + kind) {
		kind += " " + p.text("kind."+kind)
	}
	place := p.text("verify.at", "tree", f.Tree, "seq", strconv.FormatInt(f.Seq, 10), "kind", kind)
	if f.From < f.Seq {
		place = p.text("verify.between", "tree", f.Tree, "from", strconv.FormatInt(f.From, 10), "seq", strconv.FormatInt(f.Seq, 10), "kind", kind)
	}
	why := []string{p.text("verify.why." + f.Code)}
	for _, reason := range f.Reasons {
		words := catalogue.Text(p.lang, "refusal."+reason.Code, reason.Args)
		if reason.Clause != "" {
			words = string(reason.Clause) + " " + words
		}
		why = append(why, words)
	}
	if f.Detail != "" {
		why = append(why, f.Detail)
	}
	return place + " " + strings.Join(slices.Compact(why), " · ")
}

// clock writes an instant as the verifier's user compares it with an entry.
func clock(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01-02 15:04:05.000 UTC") }
