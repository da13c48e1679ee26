package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"bidroom/evaluation/rule"
)

// Bounds of the photos that come beside a register file.
const (
	MaxPhotos  = 1000    // in one file
	MaxPhoto   = 2 << 20 // bytes of one
	maxEntries = 4 * MaxPhotos
)

// photosSheet is the key of the sheet that says whose a photo is.
const photosSheet = "photos"

// openArchive opens a ZIP (.ZIP file format specification 6.3, deflated or
// stored): at most one register file, and photos. A photo that the file's sheet
// of photos does not name is a row that follows those of the sheet, in the
// order of names: whose it is stands in its name, an identity number.
func openArchive(r io.ReaderAt, size int64) (*Reader, error) {
	archive, err := openZip(r, size, maxEntries+maxParts)
	if errors.Is(err, errManyEntries) {
		return nil, tooManyPhotos()
	}
	if errors.Is(err, zip.ErrFormat) {
		return nil, rule.Refuse(rule.Invalid, "", "import.not_zip", "file")
	}
	if err != nil {
		return nil, refusal(err)
	}
	if len(archive.File) > maxEntries {
		return nil, tooManyPhotos()
	}
	var table *zip.File
	photos := map[string]*zip.File{}
	for _, f := range archive.File {
		name := nameOf(f)
		switch ext := strings.ToLower(path.Ext(name)); {
		case f.FileInfo().IsDir() || left(name):
		case ext != ".xlsx" && ext != ".csv":
			if name = PhotoName(name); photos[name] != nil {
				return nil, rule.Refuse(rule.Invalid, "", "import.photo_twice", "file", "photo", shown(name))
			}
			photos[name] = f
		case table != nil:
			return nil, rule.Refuse(rule.Invalid, "", "import.tables", "file", "one", shown(nameOf(table)), "other", shown(name))
		default:
			table = f
		}
	}
	if len(photos) > MaxPhotos {
		return nil, tooManyPhotos()
	}
	found, err := openTable(table)
	if err != nil {
		return nil, err
	}
	found.photos = photos
	if err := found.addUnnamed(); err != nil {
		return nil, err
	}
	return found.checked(new(rule.Collect))
}

func tooManyPhotos() error {
	return rule.Refuse(rule.TooLarge, "", "import.photos", "file", "most", strconv.Itoa(MaxPhotos))
}

// openTable opens the register file of an archive, if it has one.
func openTable(f *zip.File) (*Reader, error) {
	if f == nil {
		return &Reader{sheets: Sheets}, nil
	}
	content, err := unpack(f, MaxSize)
	if err != nil {
		return nil, refusal(err)
	}
	return openAs(bytes.NewReader(content), int64(len(content)), nameOf(f), Sheets)
}

// unpack returns what a file of an archive holds, which may be most bytes,
// whatever the archive says of its size.
func unpack(f *zip.File, most int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(most) {
		return nil, errTooLarge
	}
	packed, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	content, err := io.ReadAll(io.LimitReader(packed, most+1))
	if err == nil && int64(len(content)) > most {
		err = errTooLarge
	}
	if err != nil {
		return nil, err
	}
	return content, nil
}

// nameOf is the name of a file of an archive with its folders. Without the mark
// for UTF-8 it is GB 18030 if it is not UTF-8: so Windows packs in Chinese.
func nameOf(f *zip.File) string {
	name := f.Name
	if f.NonUTF8 && !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// left reports whether a file is none that somebody put there: what systems and
// Excel leave in folders.
func left(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || strings.HasPrefix(name, "__MACOSX/") ||
		strings.EqualFold(base, "thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

// PhotoName is what a photo is known by: its name without folders, in small
// letters.
func PhotoName(name string) string {
	return strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
}

// addUnnamed adds the photos that no row names as rows. Whether the name of one
// is an identity number is for the caller of [Open] to say.
func (r *Reader) addUnnamed() error {
	named, last := map[string]bool{}, 1
	for row := range (&Reader{sheets: r.sheets, sources: r.only(photosSheet)}).Rows() {
		last = row.Number
		if name := row.Fields["file"]; name != "" {
			named[PhotoName(name)] = true
		}
	}
	lines := []line{{cells: []raw{{text: "identity"}, {text: "file"}}}}
	for _, name := range slices.Sorted(maps.Keys(r.photos)) {
		if named[name] {
			continue
		}
		last++
		lines = append(lines, line{number: last, cells: []raw{{text: strings.TrimSuffix(name, path.Ext(name))}, {text: name}}})
	}
	if len(lines) > 1 {
		sheet, _ := SheetByKey(photosSheet)
		r.sources = append(r.sources, source{sheet: sheet, columns: []string{"identity", "file"}, open: func() (lineReader, error) {
			next, stop := iter.Pull(slices.Values(lines))
			return pulled{next, stop}, nil
		}})
	}
	return nil
}

// only returns the sources of one sheet.
func (r *Reader) only(sheet string) (list []source) {
	for _, s := range r.sources {
		if s.sheet.Key == sheet {
			list = append(list, s)
		}
	}
	return list
}

// pulled are lines that are in memory.
type pulled struct {
	next func() (line, bool)
	stop func()
}

func (p pulled) read() (line, error) {
	l, more := p.next()
	if !more {
		return line{}, io.EOF
	}
	return l, nil
}

func (p pulled) close() { p.stop() }

// Photo returns a photo that came beside the file, by the name that a row of the
// sheet of photos has. The error is a *rule.Refusal (import.photo_missing,
// import.photo_large, import.photo_broken), or a fault.
func (r *Reader) Photo(name string) ([]byte, error) {
	f := r.photos[PhotoName(name)]
	if f == nil {
		return nil, rule.Refuse(rule.Invalid, "", "import.photo_missing", "file", "photo", shown(name))
	}
	content, err := unpack(f, MaxPhoto)
	if errors.Is(err, errTooLarge) {
		return nil, rule.Refuse(rule.TooLarge, "", "import.photo_large", "file", "photo", shown(name))
	}
	var fault ioError
	if err != nil && !errors.As(err, &fault) {
		err = rule.Refuse(rule.Invalid, "", "import.photo_broken", "file", "photo", shown(name))
	}
	return content, err
}

// An Archive is a register file with photos beside it while it is written:
// what [Open] reads as .zip.
type Archive struct {
	zip    *zip.Writer
	photos int
}

// NewArchive begins an archive.
func NewArchive(w io.Writer) *Archive { return &Archive{zip: zip.NewWriter(w)} }

// AddPhoto adds a photo, a JPEG, and returns its name for a row of the sheet of
// photos. The name says nothing of whose it is.
func (a *Archive) AddPhoto(content []byte) (name string, err error) {
	a.photos++
	name = fmt.Sprintf("%04d.jpg", a.photos)
	return name, a.add("photos/"+name, content)
}

// Close adds the register file and ends the archive.
func (a *Archive) Close(name string, table []byte) error {
	return errors.Join(a.add(name, table), a.zip.Close())
}

// add stores a file as it is: both kinds are packed already.
func (a *Archive) add(name string, content []byte) error {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil {
		return fmt.Errorf("register: archive: %w", err)
	}
	return nil
}
