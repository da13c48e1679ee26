package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image/color"
	"io"
	"slices"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/api"
	"bidroom/server/document/register"
	"bidroom/server/store/storetest"
)

// zipped is an archive of files, each by its name.
func zipped(t *testing.T, names []string, contents ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i, name := range names {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write(contents[i])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Photos come into the register in an archive with a register file or alone,
// each row of one taken or named, and go out so that they come in again as they
// were.
func TestPhotosInFiles(t *testing.T) {
	identities := []string{"110101199003070011", "110101199003070038", "11010519491231002X"}
	red, blue := painted(t, 960, 960, color.RGBA{R: 255, A: 255}), painted(t, 30, 40, color.RGBA{B: 255, A: 255})
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, cfg := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		row := func(identity, file string) register.Row {
			return register.Row{Sheet: "photos", Fields: map[string]string{"identity": identity, "file": file}}
		}
		table := entriesOf(t, entered("龚岚", identities[0], "13800000000", "active", ""), entered("陈静", identities[1], "13800000002", "active", ""),
			row(identities[0], "红.png"), row(identities[0], "again.png"), row(identities[1], "红.png"), row(identities[1], "none.png"), row("110101199003070097", "notes.png"), row(identities[1], "notes.png"))
		names := []string{"库/专家.xlsx", "库/红.png", "again.png", "notes.png", "库/" + identities[2] + ".png", "IMG_1.png"}
		var view api.ImportView
		if err := staff.PostFile(ctx, "/api/imports", "库.zip", zipped(t, names, table, red, blue, []byte("no picture"), blue, blue), &view); err != nil {
			t.Fatal(err)
		}
		view = untilState(t, staff, view.ID, "ready")
		var problems []string
		for _, one := range view.Problems {
			problems = append(problems, fmt.Sprintf("%s %d %s %s", one.Sheet, one.Row, one.Column, one.Text))
		}
		want := []string{
			"照片 3 专家身份证号 与前面的行重复。",
			"照片 4 照片文件名 与前面的行重复。",
			"照片 5 照片文件名 压缩包中没有照片“none.png”。",
			"照片 6 专家身份证号 “专家”表中没有这个身份证号码的专家。",
			"照片 7 照片文件名 该文件不是图片。请选择 JPEG 或 PNG 文件。",
			"照片 8 专家身份证号 “专家”表中没有这个身份证号码的专家。",
			"照片 9 专家身份证号 没有写明是谁的照片。请以身份证号作照片的文件名，或在“照片”表中写明身份证号和文件名。",
		}
		if !slices.Equal(problems, want) || view.Good != 3 || view.Bad != 7 {
			t.Errorf("%d are good, %d bad:\n%s\nwant\n%s", view.Good, view.Bad, strings.Join(problems, "\n"), strings.Join(want, "\n"))
		}
		var mend []byte
		if err := staff.Get(ctx, "/api/imports/"+view.ID+"/problems.xlsx", &mend); err != nil {
			t.Fatal(err)
		}
		if got := rowsIn(t, mend); !slices.Equal(got, []string{identities[0] + " again.png", identities[1] + " 红.png", identities[1] + " none.png", "110101199003070097 notes.png", identities[1] + " notes.png", identities[2] + " " + strings.ToLower(identities[2]) + ".png", "IMG_1 img_1.png"}) {
			t.Errorf("to mend are %q", got)
		}
		for name, text := range kept(t, cfg) {
			if bytes.Contains(text, []byte(takenAt)) || bytes.Contains(text, []byte(identities[2])) {
				t.Errorf("%s is kept in the clear", name)
			}
		}
		if err := staff.Post(ctx, "/api/imports/"+view.ID+"/commit", map[string]bool{"goodOnly": true}, nil); err != nil {
			t.Fatal(err)
		}
		untilState(t, staff, view.ID, "done")
		id := foundBy(ctx, t, staff, map[string]string{"identity": identities[0]})[0]
		other := foundBy(ctx, t, staff, map[string]string{"identity": identities[1]})[0]
		look := func(client *demo.Client, id, when string, width, height int, want string) {
			t.Helper()
			var photo []byte
			if err := client.Get(ctx, "/api/experts/"+id+"/photo", &photo); err != nil {
				t.Fatal(err)
			}
			colour(t, when, photo, width, height, want)
		}
		look(staff, id, "imported", 480, 480, "red")
		refused(t, staff.Get(ctx, "/api/experts/"+other+"/photo", nil), "photo.none")

		// Photos alone, of people whom the register has.
		changed := func(id string) (version int64, names []string) {
			t.Helper()
			var view api.ExpertView
			if err := staff.Get(ctx, "/api/experts/"+id, &view); err != nil {
				t.Fatal(err)
			}
			return view.Version, view.History[0].Changed
		}
		bring(ctx, t, staff, "照片.zip", zipped(t, []string{identities[1] + ".PNG"}, blue))
		look(staff, other, "of a photo alone", 30, 40, "blue")
		if version, names := changed(other); version != 2 || !slices.Equal(names, []string{"photo"}) {
			t.Errorf("version %d changed %v", version, names)
		}

		out := func(client *demo.Client, query string) (content []byte) {
			t.Helper()
			if err := client.Get(ctx, "/api/experts/export"+query, &content); err != nil {
				t.Fatal(err)
			}
			return content
		}
		all := out(staff, "?part=1")
		if files := filesIn(t, all); !slices.Equal(files, []string{"photos/0001.jpg", "photos/0002.jpg", "experts.xlsx"}) {
			t.Errorf("the files are %q", files)
		}
		bring(ctx, t, staff, "experts.zip", all)
		for one, want := range map[string]int64{id: 1, other: 2} {
			if version, names := changed(one); version != want {
				t.Errorf("what came in as it went out made version %d, changed %v", version, names)
			}
		}
		refused(t, staff.Get(ctx, "/api/experts/export?part=1&status=removed", nil), "register.export_none")
		refused(t, staff.Get(ctx, "/api/experts/export?part=2", nil), "register.export_none")
		for _, query := range []string{"?part=0", "?part=-1", "?part=x", "?part=65536", "?part=1&sheet=leave"} {
			refused(t, staff.Get(ctx, "/api/experts/export"+query, nil), "register.export_part")
		}
		refused(t, staff.Get(ctx, "/api/experts/export?sheet=photos", nil), "register.export_sheet")
		for _, login := range []string{"agent", "supervisor", "auditor", "sysadmin"} {
			refused(t, as(t, p, login).Get(ctx, "/api/experts/export?part=1", nil), "access.role")
		}

		// Elsewhere each photo is made anew, once.
		elsewhere, _ := begin(t, "")
		stranger := as(t, setUp(t, &demo.Play{Base: elsewhere.address()}), "staff")
		for range 2 {
			bring(ctx, t, stranger, "experts.zip", all)
		}
		there := foundBy(ctx, t, stranger, map[string]string{"identity": identities[0]})[0]
		look(stranger, there, "elsewhere", 480, 480, "red")
		var view2 api.ExpertView
		if err := stranger.Get(ctx, "/api/experts/"+there, &view2); err != nil || view2.Version != 1 {
			t.Errorf("version %d after the same file twice, %v", view2.Version, err)
		}

		// A number that was merged into another gives its photo to who has none.
		if err := staff.Delete(ctx, "/api/experts/"+id+"/photo", map[string]int{"version": 1}, nil); err != nil {
			t.Fatal(err)
		}
		if err := staff.Delete(ctx, "/api/experts/"+other+"/photo", map[string]int{"version": 2}, nil); err != nil {
			t.Fatal(err)
		}
		mergeExperts(ctx, t, staff, id, other)
		bring(ctx, t, staff, "照片.zip", zipped(t, []string{identities[1] + ".png"}, blue))
		look(staff, id, "under the number that went", 30, 40, "blue")
		bring(ctx, t, staff, "照片.zip", zipped(t, []string{identities[1] + ".png"}, red))
		look(staff, id, "under the number that went, of who has one", 30, 40, "blue")

		var log api.Page[api.EntryView]
		if err := as(t, p, "auditor").Get(ctx, "/api/audit?limit=200", &log); err != nil {
			t.Fatal(err)
		}
		kept := map[string]int{}
		for _, e := range log.Items {
			switch e.Kind {
			case "register.experts_exported":
				kept["out "+e.Body["experts"]+" "+e.Body["part"]]++
			case "register.problems_taken":
				kept["mend "+e.Body["bad"]]++
			case "register.imported":
				kept["in "+e.Body["experts"]+" "+e.Body["photos"]]++
			}
		}
		if want := map[string]int{"out 2 1": 1, "in 2 1": 1, "in 1 1": 3, "in 2 2": 1, "mend 7": 1}; fmt.Sprint(kept) != fmt.Sprint(want) {
			t.Errorf("the log has %v, want %v", kept, want)
		}
	})
}

// filesIn lists the files of an archive.
func filesIn(t *testing.T, content []byte) (names []string) {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		names = append(names, f.Name)
		if file, err := f.Open(); err != nil {
			t.Fatal(err)
		} else if _, err := io.Copy(io.Discard, file); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// rowsIn says of each photo in a register file whose it is.
func rowsIn(t *testing.T, content []byte) (lines []string) {
	t.Helper()
	reader, err := register.Open(bytes.NewReader(content), int64(len(content)), "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for row := range reader.Rows() {
		lines = append(lines, row.Fields["identity"]+" "+row.Fields["file"])
	}
	return lines
}
