package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// attachments re-hashes the files that entries name.
func (v *verifier) attachments() {
	stated := v.replay.reports
	for _, name := range v.file.names {
		hash, isFile := strings.CutPrefix(strings.TrimSuffix(name, ".pdf"), "files/")
		if isFile && !slices.ContainsFunc(stated, func(s statedFile) bool { return s.hash == hash }) && !v.replay.ended && !v.stopped {
			v.report.broken(PartReport, Finding{Tree: v.walk.Tree, Code: "file_unnamed", Detail: name})
		}
	}
	checked := 0
	for _, s := range stated {
		member := v.file.members["files/"+s.hash+".pdf"]
		if member == nil {
			continue
		}
		content, err := member.Open()
		if err == nil {
			var hash string
			var size int64
			hash, size, err = sum(content)
			if err = errors.Join(err, content.Close()); err == nil && (hash != s.hash || size != s.size) {
				err = errors.New("its hash is " + hash)
			}
		}
		if err != nil {
			f := at(s.entry, "file")
			f.Detail = err.Error()
			v.report.broken(PartReport, f)
			continue
		}
		checked++
	}
	if len(stated) == 0 || checked < len(stated) {
		v.report.say(PartReport, NotContained)
	} else {
		v.report.say(PartReport, Checked)
	}
	if checked > 0 {
		v.report.note(PartReport, "files", "count", strconv.Itoa(checked), "of", strconv.Itoa(len(stated)))
	}
}

func sum(r io.Reader) (hash string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
