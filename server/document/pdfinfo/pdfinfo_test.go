package pdfinfo_test

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"bidroom/server/document/pdfinfo"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func packed(text string) string {
	var to bytes.Buffer
	w := zlib.NewWriter(&to)
	if _, err := w.Write([]byte(text)); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return to.String()
}

// stream writes an object with a stream, whose length is said rightly or not.
func stream(number int, entries, data string, length int) string {
	return fmt.Sprintf("%d 0 obj\n<< %s /Length %d >>\nstream\r\n%s\nendstream\nendobj\n", number, entries, length, data)
}

// A PDF that another program wrote.
func TestOfAnotherProgram(t *testing.T) {
	doc := fpdf.New("P", "mm", "A4", "")
	doc.SetAuthor("张三", true)
	doc.SetTitle("Bid (1) \\ one", false)
	doc.SetCreator("Writer", false)
	doc.SetProducer("Maker 7", false)
	doc.SetCreationDate(time.Date(2026, 11, 20, 8, 30, 15, 0, time.UTC))
	doc.SetModificationDate(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	doc.SetCompression(false)
	doc.SetFont("Courier", "", 10)
	doc.AddPage()
	for range 40 {
		doc.Cell(0, 5, strings.Repeat("the bid says ", 5))
		doc.Ln(5)
	}
	var to bytes.Buffer
	if err := doc.Output(&to); err != nil {
		t.Fatal(err)
	}
	got := pdfinfo.Read(to.Bytes())
	if got.Author != "张三" || got.Title != `Bid (1) \ one` || got.Creator != "Writer" || got.Producer != "Maker 7" || got.Created != "D:20261120083015" || got.Modified != "D:20261121090000" || len(got.Pages) != 1 {
		t.Errorf("%+v", got)
	}
}

// Each way in which the standard has a document say what it says.
func TestWays(t *testing.T) {
	for what, one := range map[string]struct{ file, author string }{
		"literal":              {"1 0 obj << /Author (Li \\(B\\) \\101\\n) >> endobj trailer << /Info 1 0 R >>", "Li (B) A\n"},
		"nested":               {"1 0 obj << /Author (a (b) c) >> endobj trailer << /Info 1 0 R >>", "a (b) c"},
		"hex":                  {"1 0 obj << /Author <4C69 2> >> endobj trailer << /Info 1 0 R >>", "Li "},
		"UTF-16":               {"1 0 obj << /Author <FEFF674E56DB> >> endobj trailer << /Info 1 0 R >>", "李四"},
		"UTF-8":                {"1 0 obj << /Author (\xef\xbb\xbf李四) >> endobj trailer << /Info 1 0 R >>", "李四"},
		"GB 18030":             {"1 0 obj << /Author (\xc0\xee\xcb\xc4) >> endobj trailer << /Info 1 0 R >>", "李四"},
		"the later counts":     {"1 0 obj << /Author (a) >> endobj trailer << /Info 1 0 R >> 1 0 obj << /Author (b) >> endobj trailer << /Info 1 0 R >>", "b"},
		"another object":       {"1 0 obj << /Author (a) >> endobj 2 0 obj << /Author (b) >> endobj trailer << /Info 2 0 R >>", "b"},
		"none is named":        {"1 0 obj << /Author (a) >> endobj trailer << /Root 1 0 R >>", ""},
		"a name with no text":  {"1 0 obj << /Author /x /Title (t) >> endobj trailer << /Info 1 0 R >>", ""},
		"a comment between":    {"1 0 obj % >> /Author (c)\n<< /Author (a) >> endobj trailer << /Info 1 0 R >>", "a"},
		"the reference stream": {"7 0 obj << /Author (a) >> endobj " + stream(9, "/Type /XRef /Info 7 0 R", "xx", 2), "a"},
		"an object stream":     {stream(5, "/Type /ObjStm /N 2 /First 10 /Filter /FlateDecode", packed("3 0 4 22  << /Title (no) >>     << /Author (in) >>"), len(packed("3 0 4 22  << /Title (no) >>     << /Author (in) >>"))) + "trailer << /Info 4 0 R >>", "in"},
		"inside a stream":      {stream(3, "", "9 0 obj << /Author (no) >> endobj", 33) + "1 0 obj << /Author (a) >> endobj trailer << /Info 1 0 R >>", "a"},
		"a length that lies":   {stream(3, "", "short", 9999) + "1 0 obj << /Author (a) >> endobj trailer << /Info 1 0 R >>", "a"},
	} {
		if got := pdfinfo.Read([]byte(one.file)); got.Author != one.author || got.Unreadable || got.Encrypted {
			t.Errorf("%s: %+v", what, got)
		}
	}
	if got := pdfinfo.Read([]byte("1 0 obj << /Author (x) >> endobj trailer << /Info 1 0 R /Encrypt 2 0 R >>")); !reflect.DeepEqual(got, pdfinfo.Info{Encrypted: true}) {
		t.Errorf("encrypted: %+v", got)
	}
	if got := pdfinfo.Read([]byte("%PDF-1.7 nothing more")); !reflect.DeepEqual(got, pdfinfo.Info{Unreadable: true}) {
		t.Errorf("unreadable: %+v", got)
	}
}

// Parts are compared from a size on; a page's content is told from another
// stream by the page that names it.
func TestParts(t *testing.T) {
	long, short := strings.Repeat("p", pdfinfo.LeastPart), strings.Repeat("q", pdfinfo.LeastPart-1)
	file := "1 0 obj << /Type /Page /Contents [2 0 R 3 0 R] >> endobj 7 0 obj << /Type /Page /Contents 4 0 R >> endobj " +
		stream(2, "", long, len(long)) + stream(3, "", short, len(short)) + stream(4, "", "4"+long, len(long)+1) + stream(5, "", "font"+long, len(long)+4) +
		stream(6, "/Type /XObject /Subtype /Image", "i"+long, 0) + stream(8, "/Subtype /Image", short, len(short)) + stream(9, "/Subtype /Image", "i"+long, 12345) +
		"trailer << /ID [<0a0B> <01>] >>"
	want := pdfinfo.Info{ID: "0a0b", Pages: []string{sha(long), sha("4" + long)}, Images: []string{sha("i" + long)}}
	slices.Sort(want.Pages)
	if got := pdfinfo.Read([]byte(file)); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// What is made to cost much costs no more than its bytes.
func TestBounded(t *testing.T) {
	const size = 1 << 20
	bomb := packed(strings.Repeat("(", 8<<20))
	heads := strings.Repeat("1 0 ", 20000)
	again := packed(heads + "<< /A [ " + strings.Repeat("1 ", 30000))
	many := packed("1 0 <<>>")
	for what, file := range map[string]string{
		"open dictionaries":          strings.Repeat("1 0 obj << ", size/11),
		"comments":                   strings.Repeat("1 0 obj%trailer%", size/16),
		"open lists":                 "1 0 obj << /A " + strings.Repeat("[", size),
		"open texts":                 strings.Repeat("1 0 obj << /A (", size/15),
		"open texts of no object":    strings.Repeat(" obj << /A (", size/12),
		"streams":                    strings.Repeat("1 0 obj <<>> stream ", size/20),
		"numbers":                    strings.Repeat("1 0 obj << /A [ "+strings.Repeat("1 ", 4000), size/8016),
		"trailers":                   strings.Repeat("trailer <<", size/10),
		"bombs":                      strings.Repeat(stream(1, "/Type /ObjStm /N 999999999 /First 4 /Filter /FlateDecode", bomb, len(bomb)), 40),
		"one object again and again": strings.Repeat(stream(1, fmt.Sprintf("/Type /ObjStm /N 20000 /First %d /Filter /FlateDecode", len(heads)), again, len(again)), 300),
		"many object streams":        strings.Repeat(stream(1, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", many, len(many)), 8000),
	} {
		own, opened, looked := pdfinfo.Work([]byte(file))
		if own > len(file) || opened > pdfinfo.MostOpened || looked > pdfinfo.MostLooked {
			t.Errorf("%s: of %d bytes %d are looked at, %d decompressed, %d of these looked at", what, len(file), own, opened, looked)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("1 0 obj << /Author (Li \\(B\\) \\101\\n) /Title <FEFF674E> >> endobj trailer << /Info 1 0 R /ID [<0a> (b)] >>"))
	f.Add([]byte(stream(5, "/Type /ObjStm /N 1 /First 4", "4 0 << /Author (in) >>", 22) + "trailer << /Info 4 0 R >>"))
	f.Add([]byte("1 0 obj << /Type /Page /Contents 2 0 R >> " + stream(2, "", strings.Repeat("p", 1024), 1024) + stream(9, "/Type /XRef /Info 7 0 R", "xx", 2)))
	f.Fuzz(func(t *testing.T, content []byte) {
		info := pdfinfo.Read(content)
		if again := pdfinfo.Read(content); !reflect.DeepEqual(info, again) {
			t.Errorf("%+v, and again %+v", info, again)
		}
		if (info.Encrypted || info.Unreadable) && (info.Author != "" || len(info.Pages) > 0) {
			t.Errorf("%+v", info)
		}
	})
}
