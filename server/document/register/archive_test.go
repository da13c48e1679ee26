package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"bidroom/evaluation/rule"
)

// A packed is a file of an archive that a test packs.
type packed struct{ name, content string }

func archived(t *testing.T, files ...packed) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		part, err := w.Create(f.name)
		if err == nil {
			_, err = io.WriteString(part, f.content)
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

// forged is an archive of one file that is said to be of a size.
func forged(t *testing.T, name, content string, size uint64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CompressedSize64: uint64(len(content)), UncompressedSize64: size, CRC32: crc32.ChecksumIEEE([]byte(content))})
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// many is n files, each of a name of its own.
func many(n int, name string) (files []packed) {
	for i := range n {
		files = append(files, packed{fmt.Sprintf(name, i), "x"})
	}
	return files
}

// said is what the rows of an archive say, a line each: sheet, number, identity
// number, file, and what is wrong.
func said(t *testing.T, file []byte) (lines []string) {
	t.Helper()
	for _, one := range readAll(t, file, "照片.zip") {
		f := one.row.Fields
		line := fmt.Sprintf("%s %d %s %s", one.row.Sheet, one.row.Number, f["identity"], f["file"])
		for _, p := range one.problems {
			line += " " + p.Column + " " + p.Code
		}
		lines = append(lines, line)
	}
	return lines
}

// Photos beside a register file are rows of its sheet of photos; those that no
// row names follow, and whose they are stands in their names.
func TestArchive(t *testing.T) {
	table := string(asExcel(t, map[string][][]any{
		"专家": {{"身份证号", "姓名", "手机号", "评审专业代码"}, {"110101199003070011", "王喆", "13800000001", "A080104"}},
		"照片": {{"专家身份证号", "照片文件名"}, {"110101199003070011", `照片\王喆.JPG`}, {"", "b.jpg"}, {}, {"110101199003070038", "没有.png"}},
	}))
	files := []packed{
		{"专家库/登记.xlsx", table}, {"专家库/照片/王喆.jpg", "wang"}, {"440524188001010014.png", "ma"}, {"b.jpg", "b"}, {"专家库/11010519491231002x", "zhao"}, {"c.gif", "c"},
		{"专家库/", ""}, {"__MACOSX/._b.jpg", "x"}, {"专家库/.DS_Store", "x"}, {"Thumbs.db", "x"}, {"desktop.ini", "x"}, {"~$登记.xlsx", "x"},
	}
	want := []string{
		"experts 2 110101199003070011 ",
		`photos 2 110101199003070011 照片\王喆.JPG`,
		"photos 3  b.jpg identity import.required",
		"photos 5 110101199003070038 没有.png",
		"photos 6 11010519491231002X 11010519491231002x",
		"photos 7 440524188001010014 440524188001010014.png",
		"photos 8 C c.gif",
	}
	file := archived(t, files...)
	if got := said(t, file); !slices.Equal(got, want) {
		t.Errorf("the rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	r := open(t, file, "a.ZIP")
	if says := r.Says(); !says("photos", "identity") || !says("experts", "name") || says("leave", "identity") || r.Mends() {
		t.Error("it does not say what it says")
	}
	for name, want := range map[string]string{`照片\王喆.JPG`: "wang", "440524188001010014.PNG": "ma", "x/b.jpg": "b"} {
		if content, err := r.Photo(name); err != nil || string(content) != want {
			t.Errorf("%s is %q, %v", name, content, err)
		}
	}
	if _, err := r.Photo("没有.png"); !slices.Equal(codes(err), []string{"import.photo_missing"}) {
		t.Errorf("a photo that is not there: %v", err)
	}

	// A table of one sheet, none at all, and the names that Windows writes.
	if got := said(t, archived(t, packed{"a.csv", "专家身份证号,照片文件名\n110101199003070011,a.jpg\n"}, packed{"a.jpg", ""})); !slices.Equal(got, []string{"photos 2 110101199003070011 a.jpg"}) {
		t.Errorf("a table of photos says %q", got)
	}
	if got := said(t, archived(t, packed{"110101199003070011.jpg", ""})); !slices.Equal(got, []string{"photos 2 110101199003070011 110101199003070011.jpg"}) {
		t.Errorf("photos alone say %q", got)
	}
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String("王喆.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if got := said(t, archived(t, packed{chinese, ""})); !slices.Equal(got, []string{"photos 2 王喆 王喆.jpg"}) {
		t.Errorf("a name in GB 18030 says %q", got)
	}
}

func TestArchiveRefuses(t *testing.T) {
	table := packed{"a.csv", "专家身份证号,照片文件名\n"}
	for _, tt := range []struct {
		name string
		file []byte
		want string
	}{
		{"no archive", []byte("hello"), "import.not_zip"},
		{"torn", archived(t, many(3, "%d.jpg")...)[:60], "import.not_zip"},
		{"nothing", archived(t), "import.no_sheet"},
		{"nothing that somebody put there", archived(t, packed{".DS_Store", ""}), "import.no_sheet"},
		{"two tables", archived(t, table, packed{"b.xlsx", ""}), "import.tables"},
		{"one name twice", archived(t, packed{"a/b.jpg", ""}, packed{"c/B.JPG", ""}), "import.photo_twice"},
		{"a table that is none", archived(t, packed{"a.xlsx", "x"}), "import.not_excel"},
		{"a table of something else", archived(t, packed{"a.csv", "a,b\n"}, packed{"a.jpg", ""}), "import.no_sheet"},
		{"as many photos as may be", archived(t, many(MaxPhotos, "%d.jpg")...), "<nil>"},
		{"one more", archived(t, many(MaxPhotos+1, "%d.jpg")...), "import.photos"},
		{"as many files as may be", archived(t, append(many(maxEntries-1, ".%d"), table)...), "<nil>"},
		{"one more of them", archived(t, append(many(maxEntries, ".%d"), table)...), "import.photos"},
		{"a table that says it is as large as may be", forged(t, "a.csv", "x", MaxSize), "import.broken"},
		{"a table that says it is larger", forged(t, "a.csv", "x", MaxSize+1), "import.large"},
	} {
		_, err := Open(bytes.NewReader(tt.file), int64(len(tt.file)), "a.zip")
		if got := strings.Join(codes(err), " "); got != tt.want {
			t.Errorf("%s: refused with %q, want %q", tt.name, got, tt.want)
		}
	}
	if _, err := Open(bytes.NewReader(nil), MaxSize+1, "a.zip"); !slices.Equal(codes(err), []string{"import.large"}) {
		t.Errorf("a file above the bound: %v", err)
	}
	if _, err := OpenPanel(bytes.NewReader(nil), 0, "a.zip"); !slices.Equal(codes(err), []string{"import.format"}) {
		t.Errorf("a panel: %v", err)
	}
}

// A photo is unpacked to its bound and no further, and one that is broken or
// locked with a password is told.
func TestArchivePhotos(t *testing.T) {
	whole := archived(t, packed{"full.jpg", strings.Repeat("x", MaxPhoto)}, packed{"more.jpg", strings.Repeat("x", MaxPhoto+1)}, packed{"torn.jpg", "the bytes of this photo"})
	liar := open(t, forged(t, "a.jpg", strings.Repeat("x", MaxPhoto+1), 1), "a.zip")
	if content, err := liar.Photo("a.jpg"); len(codes(err)) != 1 || content != nil {
		t.Errorf("of a photo that is larger than is said come %d bytes, %v", len(content), err)
	}
	torn := bytes.Clone(whole)
	torn[bytes.Index(torn, []byte("torn.jpg"))+len("torn.jpg")+2] ^= 0xff // the first of the name is of its content
	r := open(t, torn, "a.zip")
	for name, want := range map[string]string{"full.jpg": "<nil>", "more.jpg": "import.photo_large", "torn.jpg": "import.photo_broken"} {
		content, err := r.Photo(name)
		if got := strings.Join(codes(err), " "); got != want || err == nil && len(content) != MaxPhoto {
			t.Errorf("%s: %d bytes, refused with %q, want %q", name, len(content), got, want)
		}
	}
}

func TestArchiveIsReadBack(t *testing.T) {
	var file, table bytes.Buffer
	a := NewArchive(&file)
	var rows []Row
	for _, content := range []string{"one", "two"} {
		name, err := a.AddPhoto([]byte(content))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, Row{Sheet: photosSheet, Fields: map[string]string{"identity": "110101199003070011", "file": name}})
	}
	if err := Write(&table, slices.Values(rows), "en"); err != nil {
		t.Fatal(err)
	}
	if err := a.Close("experts.xlsx", table.Bytes()); err != nil {
		t.Fatal(err)
	}
	if got, want := said(t, file.Bytes()), []string{"photos 2 110101199003070011 0001.jpg", "photos 3 110101199003070011 0002.jpg"}; !slices.Equal(got, want) {
		t.Errorf("the rows are %q, want %q", got, want)
	}
	r := open(t, file.Bytes(), "a.zip")
	for name, want := range map[string]string{"0001.jpg": "one", "0002.jpg": "two"} {
		if content, err := r.Photo(name); err != nil || string(content) != want {
			t.Errorf("%s is %q, %v", name, content, err)
		}
	}
}

// FuzzArchive packs any two files under any names, and reads any bytes as an
// archive: each photo of a row comes or is refused.
func FuzzArchive(f *testing.F) {
	f.Add("a.csv", []byte("专家身份证号,照片文件名\nx,b.jpg\n"), "b.jpg", []byte("x"))
	f.Add("110101199003070011.jpg", []byte("\xff\xd8"), "__MACOSX/a", []byte(nil))
	f.Add("\xcd\xf5.jpg", []byte("x"), `a\..\b.png`, []byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, one string, first []byte, other string, second []byte) {
		if len(one)+len(other) > 1<<15 || strings.HasSuffix(one, "/") || strings.HasSuffix(other, "/") { // what cannot be packed
			return
		}
		for _, file := range [][]byte{archived(t, packed{one, string(first)}, packed{other, string(second)}), first} {
			fuzzFile(t, file, "a.zip")
			r, err := Open(bytes.NewReader(file), int64(len(file)), "a.zip")
			if err != nil {
				continue
			}
			for row := range r.Rows() {
				if name := row.Fields["file"]; name != "" {
					var refusal *rule.Refusal
					if _, err := r.Photo(name); err != nil && !errors.As(err, &refusal) {
						t.Errorf("a fault: %v", err)
					}
				}
			}
		}
	})
}

// Photos can come in two lists, of which one has more columns.
func TestSaysOfTwoLists(t *testing.T) {
	sheet, _ := SheetByKey(photosSheet)
	r := &Reader{sources: []source{{sheet: sheet, columns: []string{"identity", "name", "file"}}, {sheet: sheet, columns: []string{"identity", "file"}}}}
	if says := r.Says(); !says(photosSheet, "name") || !says(photosSheet, "file") || says("experts", "name") {
		t.Error("it does not say what it says")
	}
}
