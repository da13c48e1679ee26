package evidence

import (
	"archive/zip"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"bidroom/evaluation"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// Options are what a file is held against.
type Options struct {
	Fingerprint string   // of the log's key, 64 hex digits; empty if not known
	Held        []string // signed notes that somebody kept
	Recordings  string   // directory of the recordings; empty if they are not at hand
	// Beacon checks the signature of a round that a draw mixed in; nil if its
	// chain's key is not at hand.
	Beacon draw.BeaconCheck
}

// Verify re-runs a case from its evidence file. An error is a fault in reading
// the recordings; what is wrong with the case is in the report.
func Verify(f *File, o Options) (*Report, error) {
	v := &verifier{file: f, options: o, report: newReport(f.Manifest)}
	v.report.Itself = o.Fingerprint == "" && len(o.Held) == 0
	v.replay = newReplay(v)
	v.key()
	v.readOpenings()
	v.log()
	v.checkpoints()
	v.centre()
	v.replay.finishOpenings()
	if v.ofCentre() {
		for _, part := range ofLots {
			v.report.say(part, NotContained)
		}
		return v.report, nil
	}
	v.replay.finish()
	v.attachments()
	if err := v.recordings(); err != nil {
		return nil, err
	}
	if v.stopped {
		v.stopRest()
	}
	return v.report, nil
}

type verifier struct {
	file     *File
	options  Options
	report   *Report
	walk     proclog.Walk
	kinds    []string // of the entries, for findings that name one
	openings map[int64][]evaluation.Opening
	replay   *replay
	stop     Finding // the first entry that could not be re-run
	stopped  bool
}

// ofCentre reports whether the file is of the centre's own tree.
func (v *verifier) ofCentre() bool { return v.file.Manifest.Lot == proclog.Centre }

// ofLots are the parts that are computed from the acts of a lot.
var ofLots = []string{PartDraw, PartConflicts, PartScores, PartRanking, PartSignatures, PartReport, PartRecordings}

// key holds the file's key against the fingerprint that was given.
func (v *verifier) key() {
	m := v.file.Manifest
	fingerprint, err := proclog.KeyFingerprint(m.LogKey)
	if err != nil {
		v.report.broken(PartKeys, Finding{Tree: m.Lot, Code: "key_form", Detail: err.Error()})
		return
	}
	v.report.Fingerprint = fingerprint
	switch v.options.Fingerprint {
	case "":
		v.report.say(PartKeys, NotContained)
		v.report.note(PartKeys, "no_fingerprint")
	case fingerprint:
		v.report.say(PartKeys, Checked)
	default:
		v.report.broken(PartKeys, Finding{Tree: m.Lot, Code: "key_other", Detail: fingerprint})
	}
}

func (v *verifier) readOpenings() {
	list, err := objects[Opening](v.file, "openings.jsonl")
	if err != nil {
		v.report.broken(PartLog, v.unreadable(err))
	}
	v.openings = map[int64][]evaluation.Opening{}
	for _, o := range list {
		v.openings[o.Seq] = append(v.openings[o.Seq], o.Opening)
		v.replay.open[o.DatumHash()] = true
	}
}

// unreadable is the finding of a member that cannot be read.
func (v *verifier) unreadable(err error) Finding {
	f := Finding{Tree: v.file.Manifest.Lot, From: v.walk.Memory.Size, Seq: v.walk.Memory.Size, Code: "unreadable", Detail: err.Error()}
	if errors.Is(err, zip.ErrChecksum) {
		f.Code = "damaged"
	}
	return f
}

// log goes through the entries: each by itself, beside its leaf hash, and
// through the fold of the acts.
func (v *verifier) log() {
	v.walk.Tree = v.file.Manifest.Lot
	leaves, stop := iter.Pull2(v.file.lines("leaves.txt"))
	defer stop()
	for text, err := range v.file.lines("log.jsonl") {
		if err != nil {
			v.report.broken(PartLog, v.unreadable(err))
			v.halt(v.unreadable(err))
			return
		}
		e, err := v.walk.Next(text)
		if err != nil {
			v.walkBroken(err)
			return
		}
		v.kinds = append(v.kinds, e.Kind)
		leaf, err, more := leaves()
		if err != nil || !more || string(leaf) != proclog.LeafHash(text).String() {
			v.report.broken(PartLog, at(e, "leaf"))
		}
		v.replay.next(e)
	}
	if _, err, more := leaves(); err != nil || more {
		v.report.broken(PartLog, Finding{Tree: v.walk.Tree, From: v.walk.Memory.Size, Seq: v.walk.Memory.Size, Code: "leaves_left"})
	}
	v.report.Entries = v.walk.Memory.Size
	v.report.say(PartLog, Checked)
	v.report.note(PartLog, "entries", "count", strconv.FormatInt(v.walk.Memory.Size, 10))
}

// walkBroken notes the entry at which the log ends to be one.
func (v *verifier) walkBroken(err error) {
	var broken *proclog.Broken
	if !errors.As(err, &broken) {
		broken = &proclog.Broken{Tree: v.walk.Tree, Seq: v.walk.Memory.Size, Code: "entry", Err: err}
	}
	f := Finding{Tree: broken.Tree, From: broken.Seq, Seq: broken.Seq, Kind: broken.Kind, Code: broken.Code}
	if broken.Err != nil {
		f.Detail = broken.Err.Error()
	}
	v.report.Entries = v.walk.Memory.Size
	v.report.broken(PartLog, f)
	v.halt(f)
}

// at is a finding about one entry.
func at(e proclog.Entry, code string) Finding {
	return Finding{Tree: e.Tree, From: e.Seq, Seq: e.Seq, Kind: e.Kind, Code: code}
}

// halt says that what follows an entry could not be re-run.
func (v *verifier) halt(f Finding) {
	if !v.stopped {
		v.stopped, v.stop = true, f
	}
}

// stopRest says of every part that is computed from the acts that it could
// not be computed to the end.
func (v *verifier) stopRest() {
	for _, part := range ofLots {
		if v.report.Part(part).State == Broken {
			continue
		}
		f := v.stop
		f.Code, f.Detail, f.Reasons = "stopped", "", nil
		v.report.broken(part, f)
	}
}

// checkpoints holds the entries against the file's checkpoint and those that
// somebody kept.
func (v *verifier) checkpoints() {
	lot := v.file.Manifest.Lot
	own, err := v.openNote("checkpoint.txt")
	if err != nil {
		v.report.broken(PartCheckpoints, Finding{Tree: lot, Code: "checkpoint", Detail: err.Error()})
	} else if own.Size != v.walk.Memory.Size {
		v.report.broken(PartCheckpoints, v.covered("uncovered", min(own.Size, v.walk.Memory.Size), max(own.Size, v.walk.Memory.Size)-1))
	} else {
		v.hold([]proclog.Checkpoint{own}, "root")
	}
	var kept []proclog.Checkpoint
	for _, signed := range v.options.Held {
		c, err := proclog.OpenCheckpoint(signed, v.file.Manifest.LogKey)
		switch {
		case err != nil:
			v.report.broken(PartCheckpoints, Finding{Tree: lot, Code: "held_form", Detail: err.Error()})
		case c.Tree() == lot:
			kept = append(kept, c)
		case c.Tree() == proclog.Centre:
			v.heldCentre(c)
		default:
			v.report.broken(PartCheckpoints, Finding{Tree: c.Tree(), Code: "held_other", Detail: c.Origin})
		}
	}
	slices.SortFunc(kept, func(a, b proclog.Checkpoint) int { return int(a.Size - b.Size) })
	v.hold(kept, "held")
	v.report.say(PartCheckpoints, Checked)
}

// hold compares checkpoints of the lot, in the order of their sizes, with the
// entries. The first that does not fit narrows the fault to the entries after
// the last that did.
func (v *verifier) hold(list []proclog.Checkpoint, code string) {
	var from int64
	for _, c := range list {
		err := v.walk.Memory.Holds(v.file.Manifest.Lot, c)
		if err == nil {
			if from = c.Size; code == "held" {
				v.report.note(PartCheckpoints, "held", "size", strconv.FormatInt(c.Size, 10))
			}
			continue
		}
		f := v.covered(code, from, c.Size-1)
		if c.Size > v.walk.Memory.Size {
			f = v.covered("short", v.walk.Memory.Size, c.Size-1)
		}
		f.Detail = err.Error()
		v.report.broken(PartCheckpoints, f)
		return
	}
}

// covered is a finding about the entries from one to another, as far as they
// are there.
func (v *verifier) covered(code string, from, to int64) Finding {
	f := Finding{Tree: v.file.Manifest.Lot, From: from, Seq: max(from, to), Code: code}
	if f.Seq < int64(len(v.kinds)) {
		f.Kind = v.kinds[f.Seq]
	}
	return f
}

func (v *verifier) openNote(name string) (proclog.Checkpoint, error) {
	signed, err := v.file.text(name)
	if err != nil {
		return proclog.Checkpoint{}, err
	}
	c, err := proclog.OpenCheckpoint(signed, v.file.Manifest.LogKey)
	if err != nil {
		return c, err
	}
	if rest, ok := strings.CutPrefix(c.Origin, "bidroom/"+v.file.Manifest.Centre+"/"); !ok || name == "checkpoint.txt" && rest != v.file.Manifest.Lot {
		return c, errors.New("the checkpoint is of " + c.Origin)
	}
	return c, nil
}
