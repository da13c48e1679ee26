package evidence

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/proclog"
)

// centre checks the entries of the centre's tree: that the tree holds them,
// that it holds this very checkpoint of the lot and no other of its size, and
// what it says of keys.
func (v *verifier) centre() {
	c, err := v.openNote("centre.txt")
	if err == nil && c.Tree() != proclog.Centre {
		err = fmt.Errorf("the checkpoint is of %s", c.Origin)
	}
	if err != nil {
		v.report.broken(PartCheckpoints, Finding{Tree: proclog.Centre, Code: "checkpoint", Detail: err.Error()})
		return
	}
	lines, err := objects[excerptLine](v.file, "centre.jsonl")
	if err != nil {
		f := v.unreadable(err)
		f.Tree, f.From, f.Seq = proclog.Centre, 0, 0
		v.report.broken(PartCheckpoints, f)
		return
	}
	last := int64(-1)
	held := false
	for _, line := range lines {
		e, err := line.check(c, last)
		if err != nil {
			f := at(e, "inclusion")
			f.Tree, f.Detail = proclog.Centre, err.Error()
			v.report.broken(PartCheckpoints, f)
			continue
		}
		last = e.Seq
		switch e.Kind {
		case "centre.checkpointed":
			held = v.lotCheckpointed(e) || held
		case "centre.created":
			v.centreCreated(e)
		case "kiosk.paired", "kiosk.revoked":
			v.replay.kiosks.next(e)
		case "centre.set":
			v.replay.named.next(e)
		case "match.proposed", "match.confirmed":
			v.replay.dismissals.next(e)
		case "register.merged":
			v.replay.merges.next(e)
		}
	}
	if !held && !v.ofCentre() {
		v.report.broken(PartCheckpoints, Finding{Tree: proclog.Centre, Seq: max(c.Size-1, 0), Code: "centre_without"})
	}
	v.replay.kiosks.finish(v.report)
	v.replay.named.finish(v.report)
	v.replay.dismissals.finish(v.report)
	v.replay.finishMerges()
}

// check reads a line of centre.jsonl and checks its proof. Lines stand in the
// order of the tree.
func (l excerptLine) check(c proclog.Checkpoint, last int64) (proclog.Entry, error) {
	e, err := proclog.ParseEntry(l.Entry)
	if err != nil {
		return e, err
	}
	if e.Tree != proclog.Centre || e.Seq <= last {
		return e, fmt.Errorf("entry %d of tree %s after entry %d", e.Seq, e.Tree, last)
	}
	proof := make([]tlog.Hash, len(l.Proof))
	for i, text := range l.Proof {
		if proof[i], err = tlog.ParseHash(text); err != nil {
			return e, err
		}
	}
	return e, proclog.CheckInclusion(c, e.Seq, proclog.LeafHash(l.Entry), proof)
}

// lotCheckpointed compares a checkpoint in the centre's tree with the lot's
// entries, and reports whether it is the one that the file ends with.
func (v *verifier) lotCheckpointed(e proclog.Entry) bool {
	body, err := checkpointed(e)
	if err != nil {
		v.report.broken(PartCheckpoints, at(e, "entry"))
		return false
	}
	if body.Tree != v.file.Manifest.Lot {
		return false
	}
	root, err := v.walk.Memory.RootAt(body.Size)
	if err != nil || root.String() != body.Root {
		f := at(e, "centre_other")
		f.Detail = fmt.Sprintf("at %d the centre holds %s, the entries give %s", body.Size, body.Root, root)
		v.report.broken(PartCheckpoints, f)
		return false
	}
	return body.Size == v.walk.Memory.Size
}

// A centreFold follows the centre's own tree: it begins with the centre's
// creation, and a lot in it only grows.
type centreFold struct {
	sizes map[string]int64 // of each lot's last checkpoint
}

func (f *centreFold) next(v *verifier, e proclog.Entry) {
	if first := e.Seq == 0; first != (e.Kind == "centre.created") {
		v.report.broken(PartLog, at(e, "centre_first"))
	}
	if e.Kind != "centre.checkpointed" {
		return
	}
	body, err := checkpointed(e)
	if err != nil || body.Size <= f.sizes[body.Tree] {
		v.report.broken(PartLog, at(e, "centre_shrinks"))
		return
	}
	if f.sizes == nil {
		f.sizes = map[string]int64{}
	}
	f.sizes[body.Tree] = body.Size
}

// A lotCheckpoint is the body of an entry "centre.checkpointed".
type lotCheckpoint struct {
	Tree string `json:"tree"`
	Size int64  `json:"size,string"`
	Root string `json:"root"`
}

func checkpointed(e proclog.Entry) (body lotCheckpoint, err error) {
	err = strict(e.Body, &body)
	return body, err
}

// centreCreated compares the key that the centre's first entry names.
func (v *verifier) centreCreated(e proclog.Entry) {
	var body struct {
		LogKey string `json:"log_key"`
	}
	err := json.Unmarshal(e.Body, &body)
	if err == nil {
		var fingerprint string
		if fingerprint, err = proclog.KeyFingerprint(body.LogKey); err == nil && fingerprint == v.report.Fingerprint {
			return
		}
	}
	v.report.broken(PartKeys, at(e, "key_created"))
}

// heldCentre compares a checkpoint of the centre's tree that somebody kept.
// One of another size needs a proof that only the centre can give.
func (v *verifier) heldCentre(kept proclog.Checkpoint) {
	c, err := v.openNote("centre.txt")
	if err != nil {
		return // centre says so
	}
	switch size := strconv.FormatInt(kept.Size, 10); {
	case kept.Size != c.Size:
		v.report.note(PartCheckpoints, "held_centre", "size", size)
	case kept.Root != c.Root:
		v.report.broken(PartCheckpoints, Finding{Tree: proclog.Centre, Seq: kept.Size - 1, Code: "held"})
	default:
		v.report.note(PartCheckpoints, "held", "size", size)
	}
}

// kiosks follows which kiosks the centre trusted, when and in which room. A
// member may only have sat at one of them, in the meeting's room.
type kiosks struct {
	known   bool              // the file says something of kiosks
	trusted map[string][]span // by kiosk id
	used    []seated
}

// A seated is an entry that seats somebody at a kiosk of a room, or draws from
// it.
type seated struct {
	proclog.Entry
	kiosk, room string
}

// A span is how long a kiosk was trusted, in UTC milliseconds.
type span struct {
	room     string
	from, to int64 // to is 0 while it lasts
}

func (k *kiosks) next(e proclog.Entry) {
	var body struct {
		Kiosk string `json:"kiosk"`
		Room  string `json:"room"`
	}
	if json.Unmarshal(e.Body, &body) != nil {
		return // such a kiosk is then found to be unknown
	}
	if k.trusted == nil {
		k.trusted = map[string][]span{}
	}
	k.known = true
	spans := k.trusted[body.Kiosk]
	if e.Kind == "kiosk.paired" {
		spans = append(spans, span{room: body.Room, from: e.AtMs})
	} else if len(spans) > 0 {
		spans[len(spans)-1].to = e.AtMs
	}
	k.trusted[body.Kiosk] = spans
}

// use notes that somebody was seated at a kiosk, or that it was drawn from; it
// must be of a room.
func (k *kiosks) use(e proclog.Entry, kiosk, room string) {
	k.used = append(k.used, seated{e, kiosk, room})
}

func (k *kiosks) finish(r *Report) {
	if !k.known {
		r.note(PartKeys, "no_kiosks")
		return
	}
	for _, e := range k.used {
		i := slices.IndexFunc(k.trusted[e.kiosk], func(s span) bool { return s.from <= e.AtMs && (s.to == 0 || e.AtMs <= s.to) })
		switch {
		case i < 0:
			r.broken(PartKeys, at(e.Entry, "kiosk"))
		case k.trusted[e.kiosk][i].room != e.room:
			r.broken(PartKeys, at(e.Entry, "kiosk_room"))
		}
	}
}
