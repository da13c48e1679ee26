package rule

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed profiles/*.json
var profileFiles embed.FS

// LoadProfile returns the built-in profile with the given id.
func LoadProfile(id string) (*Profile, error) {
	if id == "" || strings.ContainsAny(id, "/\\.") {
		return nil, fmt.Errorf("rule profile %q: not a profile id", id)
	}
	whole, err := resolve(id)
	if err != nil {
		return nil, fmt.Errorf("rule profile %q: %w", id, err)
	}
	text, err := canonical(whole)
	if err != nil {
		return nil, fmt.Errorf("rule profile %q: %w", id, err)
	}
	return ReadProfile(text)
}

// ReadProfile reads the text of a whole profile, as [Profile.Text] gives it.
// It refuses what is not in its one canonical form, what this program has no
// rule for, and a number that no rule can be carried out with.
func ReadProfile(text string) (*Profile, error) {
	var whole map[string]any
	if err := decode(text, &whole); err != nil {
		return nil, fmt.Errorf("rule profile: %w", err)
	}
	if form, err := canonical(whole); err != nil || form != text {
		return nil, errors.Join(errors.New("rule profile: not in canonical form"), err)
	}
	p := &Profile{text: text}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(p); err != nil {
		return nil, fmt.Errorf("rule profile: %w", err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("rule profile %q: %w", p.ID, err)
	}
	return p, nil
}

// Text returns the whole profile, its base's statements included, as canonical
// JSON (RFC 8785).
func (p *Profile) Text() string { return p.text }

// Hash returns the SHA-256 hash of the profile's text, in hex.
func (p *Profile) Hash() string {
	sum := sha256.Sum256([]byte(p.text))
	return hex.EncodeToString(sum[:])
}

// BuiltIn reports whether the program carries this very profile.
func (p *Profile) BuiltIn() bool {
	built, err := LoadProfile(p.ID)
	return err == nil && built.text == p.text
}

// ProfileIDs lists the built-in profiles, sorted.
func ProfileIDs() []string {
	files, err := profileFiles.ReadDir("profiles")
	if err != nil {
		panic(err) // the files are part of the program
	}
	ids := make([]string, 0, len(files))
	for _, f := range files {
		ids = append(ids, strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
	}
	slices.Sort(ids)
	return ids
}

// resolve reads the file of a profile over that of its base.
func resolve(id string) (whole map[string]any, err error) {
	src, err := profileFiles.ReadFile("profiles/" + id + ".json")
	if err != nil {
		return nil, err
	}
	if err := decode(string(src), &whole); err != nil {
		return nil, err
	}
	base, is := whole["base"].(string)
	if !is {
		return whole, nil
	}
	below, err := resolve(base)
	if err != nil {
		return nil, err
	}
	return over(below, whole), nil
}

// over puts what is said over what stands below it: objects member by member,
// everything else whole.
func over(below, said map[string]any) map[string]any {
	for name, value := range said {
		inner, is := value.(map[string]any)
		if under, both := below[name].(map[string]any); is && both {
			value = over(under, inner)
		}
		below[name] = value
	}
	return below
}

func decode(text string, v any) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(v)
}

// What a profile is made of: no two names differ by their case only, and every
// number is whole, so that its canonical form is how it is written.
var (
	profileName   = regexp.MustCompile(`^([a-z][a-z_]*|R[0-9]{2}|zh-CN)$`)
	profileNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,14})$`)
)

// canonical returns a decoded value in the form of RFC 8785.
func canonical(v any) (string, error) {
	if err := canonicalises(v); err != nil {
		return "", err
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil { // sorts members by name
		return "", err
	}
	return strings.TrimSuffix(text.String(), "\n"), nil
}

// canonicalises refuses what encoding/json writes otherwise than RFC 8785.
func canonicalises(v any) error {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if !profileName.MatchString(name) {
				return fmt.Errorf("the name %q", name)
			}
			if err := canonicalises(value); err != nil {
				return err
			}
		}
	case []any:
		for _, value := range v {
			if err := canonicalises(value); err != nil {
				return err
			}
		}
	case json.Number:
		if !profileNumber.MatchString(v.String()) {
			return fmt.Errorf("the number %s", v)
		}
	case string:
		if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x2028 && r <= 0x2029 || r == 0xfffd }) {
			return fmt.Errorf("the text %q", v)
		}
	}
	return nil
}

var assessmentStep = regexp.MustCompile(`^(0\.[0-9]*[1-9]|[1-9][0-9]{0,2}(\.[0-9]{1,2})?)$`)

// check refuses a profile that no case can be held to.
func (p *Profile) check() error {
	switch {
	case p.ID == "" || p.EffectiveFrom == "":
		return errors.New("id and effective_from are needed")
	case len(p.Assessment.Items) > 0 && !assessmentStep.MatchString(p.Assessment.Step):
		return fmt.Errorf("a step of %q", p.Assessment.Step)
	}
	if err := p.LowBid.check(p.Rejection.Grounds); err != nil {
		return err
	}
	if err := p.Correction.check(p.Rejection.Grounds); err != nil {
		return err
	}
	if err := p.Recusal.checkQualified(); err != nil {
		return err
	}
	if err := p.Extreme.check(); err != nil {
		return err
	}
	if err := p.Award.check(); err != nil {
		return err
	}
	if err := p.Publication.check(); err != nil {
		return err
	}
	return p.Invitation.check()
}
