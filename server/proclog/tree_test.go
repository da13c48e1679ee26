package proclog_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"

	"bidroom/server/proclog"
)

// vectors are those of transparency-dev/merkle; the file names the commit.
type vectors struct {
	Leaves    []string `json:"leaves_hex"`
	Roots     []string `json:"roots_by_size"`
	Inclusion []struct {
		LeafIdx, TreeSize uint64
		Root, LeafHash    string
		Proof             []string
		Desc              string
		WantErr           bool
	}
	Consistency []struct {
		Size1, Size2 int64
		Root1, Root2 string
		Proof        []string
		Desc         string
		WantErr      bool
	}
}

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	text, err := os.ReadFile("testdata/rfc6962.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRootsOfRFC6962(t *testing.T) {
	v := readVectors(t)
	var grown proclog.Memory
	for i, leaf := range v.Leaves {
		text, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		// Grow is what the database uses; Memory what the verifier uses.
		_, root, err := proclog.Grow(grown.Size, proclog.LeafHash(text), &grown)
		if err != nil {
			t.Fatal(err)
		}
		if err := grown.Add(proclog.LeafHash(text)); err != nil {
			t.Fatal(err)
		}
		own, err := grown.RootAt(int64(i) + 1)
		if err != nil || hex.EncodeToString(own[:]) != v.Roots[i+1] || root != own {
			t.Errorf("root of %d leaves is %x and %x, %v, want %s", i+1, root, own, err, v.Roots[i+1])
		}
	}
	if empty, err := grown.RootAt(0); err != nil || hex.EncodeToString(empty[:]) != v.Roots[0] {
		t.Errorf("root of nothing is %x, %v, want %s", empty, err, v.Roots[0])
	}
}

// hash reads a vector's hash, whatever its length; ok is false if it is none.
func hash(t *testing.T, text string) (h tlog.Hash, ok bool) {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return h, copy(h[:], b) == tlog.HashSize && len(b) == tlog.HashSize
}

func hashes(t *testing.T, texts []string) (list []tlog.Hash, ok bool) {
	t.Helper()
	for _, text := range texts {
		h, is := hash(t, text)
		if !is {
			return nil, false
		}
		list = append(list, h)
	}
	return list, true
}

func TestConsistencyVectors(t *testing.T) {
	for _, v := range readVectors(t).Consistency {
		one, okOne := hash(t, v.Root1)
		two, okTwo := hash(t, v.Root2)
		path, ok := hashes(t, v.Proof)
		if v.Size1 == 0 || !ok || v.WantErr && !(okOne && okTwo) {
			continue // the empty tree is no checkpoint that anyone holds; a checkpoint has a whole root
		}
		err := proclog.CheckConsistent(proclog.Checkpoint{Origin: "o", Size: v.Size1, Root: one}, proclog.Checkpoint{Origin: "o", Size: v.Size2, Root: two}, path)
		if (err != nil) != v.WantErr {
			t.Errorf("%d to %d, %s: %v", v.Size1, v.Size2, v.Desc, err)
		}
	}
	a, b := proclog.Checkpoint{Origin: "bidroom/c/a", Size: 1}, proclog.Checkpoint{Origin: "bidroom/c/b", Size: 1}
	if proclog.CheckConsistent(a, b, nil) == nil {
		t.Error("one tree was taken for the beginning of another")
	}
}

func TestInclusionVectors(t *testing.T) {
	for _, v := range readVectors(t).Inclusion {
		root, okRoot := hash(t, v.Root)
		leaf, okLeaf := hash(t, v.LeafHash)
		path, ok := hashes(t, v.Proof)
		if !ok || !okRoot || !okLeaf {
			continue // such a line of an evidence file does not parse
		}
		err := proclog.CheckInclusion(proclog.Checkpoint{Size: int64(v.TreeSize), Root: root}, int64(v.LeafIdx), leaf, path)
		if (err != nil) != v.WantErr {
			t.Errorf("%d in %d, %s: %v", v.LeafIdx, v.TreeSize, v.Desc, err)
		}
	}
}

// Every proof that a tree of up to 70 leaves gives must convince another
// implementation of RFC 6962.
func TestProofsConvinceAnotherImplementation(t *testing.T) {
	var tree proclog.Memory
	var roots, leaves [][]byte
	root := func() []byte {
		h, err := tree.RootAt(tree.Size)
		if err != nil {
			t.Fatal(err)
		}
		return h[:]
	}
	bytes := func(list []tlog.Hash) (raw [][]byte) {
		for i := range list {
			raw = append(raw, list[i][:])
		}
		return raw
	}
	roots = append(roots, root())
	for n := range 70 {
		leaf := proclog.LeafHash([]byte{byte(n)})
		if err := tree.Add(leaf); err != nil {
			t.Fatal(err)
		}
		leaves, roots = append(leaves, leaf[:]), append(roots, root())
	}
	for size := int64(1); size <= tree.Size; size++ {
		for earlier := int64(1); earlier <= size; earlier++ {
			path, err := tlog.ProveTree(size, earlier, &tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(earlier), uint64(size), bytes(path), roots[earlier], roots[size]); err != nil {
				t.Fatal(err)
			}
			inclusion, err := tlog.ProveRecord(size, earlier-1, &tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(earlier-1), uint64(size), leaves[earlier-1], bytes(inclusion), roots[size]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func entries(t *testing.T, n int) [][]byte {
	t.Helper()
	list := make([][]byte, n)
	for i := range list {
		text, err := proclog.Entry{Tree: "lot", Seq: int64(i), Kind: fmt.Sprintf("test.%d", i), AtMs: int64(1000 + i/2), Body: json.RawMessage(`{}`)}.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		list[i] = text
	}
	return list
}

func each(list [][]byte) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, text := range list {
			if !yield(text, nil) {
				return
			}
		}
	}
}

func TestCheckNamesTheFirstWrongEntry(t *testing.T) {
	signer := newSigner(t)
	good := entries(t, 8)
	tree, err := proclog.Check("lot", each(good), signer.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	var checkpoints []string
	for size := int64(0); size <= tree.Size; size++ {
		root, err := tree.RootAt(size)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := signer.Sign("lot", size, root)
		if err != nil {
			t.Fatal(err)
		}
		checkpoints = append(checkpoints, signed)
	}
	if _, err := proclog.Check("lot", each(good), signer.VerifierKey(), checkpoints...); err != nil {
		t.Fatal(err)
	}
	reencoded := func(n int, change func(*proclog.Entry)) [][]byte {
		list := slices.Clone(good)
		e, err := proclog.ParseEntry(list[n])
		if err != nil {
			t.Fatal(err)
		}
		change(&e)
		if list[n], err = e.Bytes(); err != nil {
			t.Fatal(err)
		}
		return list
	}
	for _, tt := range []struct {
		name string
		list [][]byte
		seq  int64
		code string
	}{
		{"an entry left out", slices.Delete(slices.Clone(good), 3, 4), 3, "sequence"},
		{"the first left out", good[1:], 0, "sequence"},
		{"the last left out", good[:7], 7, "short"},
		{"two exchanged", append(append(slices.Clone(good[:4]), good[5], good[4]), good[6:]...), 4, "sequence"},
		{"one twice", append(slices.Clone(good[:4]), good[3:]...), 4, "sequence"},
		{"no entry at all", append(slices.Clone(good[:4]), []byte("{}")), 4, "entry"},
		{"another tree's", reencoded(2, func(e *proclog.Entry) { e.Tree = "other" }), 2, "tree"},
		{"an earlier time", reencoded(4, func(e *proclog.Entry) { e.AtMs = 1000 }), 4, "time"},
		{"another body", reencoded(5, func(e *proclog.Entry) { e.Body = json.RawMessage(`{"a":"b"}`) }), 5, "root"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := proclog.Check("lot", each(tt.list), signer.VerifierKey(), checkpoints...)
			var broken *proclog.Broken
			if !errors.As(err, &broken) || broken.Seq != tt.seq || broken.Code != tt.code {
				t.Errorf("got %v, want %s at %d", err, tt.code, tt.seq)
			}
		})
	}
}
