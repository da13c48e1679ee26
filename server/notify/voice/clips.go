// Package voice composes what a telephone call says of clips, as sound in
// A-law at 8000 samples a second.
//
// The clips that come with the program were spoken by a machine (espeak-ng;
// clips/make). A centre records its own: a WAV file for each name of the list
// clips/zh-CN.tsv or clips/en.tsv, which also says the words. One clip has no
// default, since only the centre knows it: place, where to come.
package voice

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

//go:embed clips/*.tsv clips/*/*.wav
var files embed.FS

const (
	ending    = ".wav"
	placeClip = "place"
)

// A Voice is the clips of one language.
type Voice struct {
	// Pause is the shortest pause between clips, in samples.
	Pause int
	lang  string
	clips map[string][]byte // A-law, by name
}

// Load returns the voice of a language, "zh-CN" or "en": the clips of dir, and
// the program's own where dir has none. A file of dir that is no clip of the
// list is a mistake in its name.
func Load(lang, dir string) (*Voice, error) {
	names, err := Names(lang)
	if err != nil {
		return nil, err
	}
	v := &Voice{Pause: Rate / 10, lang: lang, clips: map[string][]byte{}}
	own, err := fs.Sub(files, "clips/"+lang)
	if err != nil {
		return nil, err
	}
	if err := v.read(own, names); err != nil {
		return nil, err
	}
	if err := v.read(os.DirFS(dir), names); err != nil {
		return nil, err
	}
	if v.clips[placeClip] == nil {
		return nil, errors.New("place.wav is missing: where to come, as the centre says it")
	}
	return v, nil
}

// Names returns the names of a language's clips.
func Names(lang string) (names []string, err error) {
	text, err := files.ReadFile("clips/" + lang + ".tsv")
	if err != nil {
		return nil, fmt.Errorf("no clips in %q", lang)
	}
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(line, "\t")
		names = append(names, name)
	}
	return append(names, placeClip), nil
}

// read takes the clips of a directory.
func (v *Voice) read(dir fs.FS, names []string) error {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name, is := strings.CutSuffix(entry.Name(), ending)
		if !is || !slices.Contains(names, name) {
			return fmt.Errorf("%s is no clip", entry.Name())
		}
		file, err := fs.ReadFile(dir, path.Clean(entry.Name()))
		if err != nil {
			return err
		}
		if v.clips[name], err = readWAV(file); err != nil {
			return fmt.Errorf("%s: %w", entry.Name(), err)
		}
	}
	return nil
}
