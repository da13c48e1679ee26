package rule

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Strict reads JSON that others send into value, a pointer: UTF-8, one value whose
// members are all known, and none stated twice, in whatever case, for then each
// reader takes another.
func Strict(text []byte, value any) error {
	if !utf8.Valid(text) {
		return errors.New("no UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows it")
	}
	return statedOnce(json.NewDecoder(bytes.NewReader(text)))
}

// statedOnce refuses a value in which a name stands twice; what it reads is JSON.
func statedOnce(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil || token != json.Delim('{') && token != json.Delim('[') {
		return err
	}
	names := map[string]bool{}
	for d.More() {
		if token == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				return err
			}
			folded := strings.ToLower(strings.ToUpper(name.(string))) // as encoding/json folds: ſ is s
			if names[folded] {
				return fmt.Errorf("%q stands twice", name)
			}
			names[folded] = true
		}
		if err := statedOnce(d); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}
