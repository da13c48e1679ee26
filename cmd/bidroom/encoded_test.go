package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"
)

// A limit counts what comes over the wire, so that nothing may grow behind it:
// a thousand bytes of gzip can be a million.
func TestCompressedBodyIsRefused(t *testing.T) {
	c, _ := begin(t, "")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	answer, err := client.Get(c.address() + "/api/me")
	if err != nil {
		t.Fatal(err)
	}
	var me struct{ CSRF string }
	err = json.NewDecoder(answer.Body).Decode(&me)
	if answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	text := `{"login":"` + strings.Repeat("a", 1<<20) + `","password":"","code":""}`
	form := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n" + text + "\r\n--x--\r\n"
	for _, tt := range []struct{ path, kind, encoding, text, want string }{
		{"/api/session", "application/json", "gzip", text, "request.encoded"},
		{"/api/session", "application/json", "identity", "{}", "request.encoded"},
		{"/api/session", "multipart/form-data; boundary=x", "gzip", form, "request.encoded"},
		{"/api/session", "application/json", "", "{", "request.malformed"},
	} {
		var body bytes.Buffer
		if tt.encoding == "gzip" {
			z := gzip.NewWriter(&body)
			if _, err := z.Write([]byte(tt.text)); err != nil || z.Close() != nil {
				t.Fatal(err)
			}
		} else {
			body.WriteString(tt.text)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.address()+tt.path, &body)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", tt.kind)
		request.Header.Set("X-CSRF", me.CSRF)
		if tt.encoding != "" {
			request.Header.Set("Content-Encoding", tt.encoding)
		}
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		said, err := io.ReadAll(answer.Body)
		if answer.Body.Close(); err != nil || !strings.Contains(string(said), tt.want) {
			t.Errorf("%s as %q to %s: %d %.300s, want %s (%v)", tt.kind, tt.encoding, tt.path, answer.StatusCode, said, tt.want, err)
		}
	}
}
