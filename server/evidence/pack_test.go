package evidence_test

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/evidence"
	"bidroom/server/proclog"
)

// leaves computes the leaf hashes of entries.
func leaves(entries [][]byte) []tlog.Hash {
	list := make([]tlog.Hash, len(entries))
	for i, text := range entries {
		list[i] = proclog.LeafHash(text)
	}
	return list
}

// tree adds leaf hashes up.
func tree(t *testing.T, leaves []tlog.Hash) *proclog.Memory {
	t.Helper()
	m := new(proclog.Memory)
	for _, leaf := range leaves {
		if err := m.Add(leaf); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// note signs a checkpoint of the first size leaves.
func (l *lot) note(name string, leaves []tlog.Hash, size int) string {
	l.t.Helper()
	root, err := tree(l.t, leaves[:size]).RootAt(int64(size))
	if err != nil {
		l.t.Fatal(err)
	}
	signed, err := l.signer.Sign(name, int64(size), root)
	if err != nil {
		l.t.Fatal(err)
	}
	return signed
}

// bundle signs what the two trees hold and collects it.
func (l *lot) bundle(scope evidence.Scope) evidence.Bundle {
	l.t.Helper()
	lotLeaves := leaves(l.log.entries)
	centre := l.centre
	centre.entries = slices.Clone(centre.entries)
	root, err := tree(l.t, lotLeaves).RootAt(int64(len(lotLeaves)))
	if err != nil {
		l.t.Fatal(err)
	}
	centre.append(l.t, "system", "system", "centre.checkpointed", map[string]string{"tree": lotID, "size": strconv.Itoa(len(lotLeaves)), "root": root.String()})
	centreLeaves := leaves(centre.entries)
	b := evidence.Bundle{Centre: "centre-1", Lot: lotID, LogKey: l.signer.VerifierKey(), MadeAtMs: l.log.ms + 5000, Scope: scope,
		Checkpoint: l.note(lotID, lotLeaves, len(lotLeaves)), Log: each(l.log.entries), Leaves: each(lotLeaves),
		CentreCheckpoint: l.note(proclog.Centre, centreLeaves, len(centreLeaves)), Openings: l.openings, Draws: l.draws}
	whole := tree(l.t, centreLeaves)
	for i, text := range centre.entries {
		proof, err := tlog.ProveRecord(whole.Size, int64(i), whole)
		if err != nil {
			l.t.Fatal(err)
		}
		b.CentreEntries = append(b.CentreEntries, evidence.Excerpt{Entry: text, Proof: proof})
	}
	for _, hash := range sortedKeys(l.files) {
		b.Files = append(b.Files, evidence.Attachment{Hash: hash, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(l.files[hash])), nil }})
	}
	return b
}

// centreBundle collects the centre's own tree.
func (l *lot) centreBundle() evidence.Bundle {
	l.t.Helper()
	all := leaves(l.centre.entries)
	note := l.note(proclog.Centre, all, len(all))
	proof, err := tlog.ProveRecord(int64(len(all)), 0, tree(l.t, all))
	if err != nil {
		l.t.Fatal(err)
	}
	return evidence.Bundle{Centre: "centre-1", Lot: proclog.Centre, LogKey: l.signer.VerifierKey(), MadeAtMs: l.centre.ms + 5000, Scope: evidence.Public,
		Checkpoint: note, Log: each(l.centre.entries), Leaves: each(all), CentreCheckpoint: note,
		CentreEntries: []evidence.Excerpt{{Entry: l.centre.entries[0], Proof: proof}}}
}

func sortedKeys(m map[string][]byte) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, one := range list {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// pack writes a bundle and opens it again.
func pack(t *testing.T, b evidence.Bundle) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := evidence.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func verify(t *testing.T, file []byte, o evidence.Options) *evidence.Report {
	t.Helper()
	f, err := evidence.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	report, err := evidence.Verify(f, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}
