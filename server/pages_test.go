package server_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"bidroom/kiosk"
)

func zipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPages(t *testing.T) {
	const script = "export const 一 = '0123456789'"
	c := start(t, fstest.MapFS{
		"desk.html":              {Data: []byte("<!doctype html>desk")},
		"kiosk.html":             {Data: []byte("<!doctype html>kiosk")},
		kiosk.Placeholder:        {Data: []byte("build me")},
		"assets/a-1x.mjs":        {Data: []byte(script)},
		"assets/a-1x.mjs.br":     {Data: []byte("brotli bytes")},
		"assets/a-1x.mjs.gz":     {Data: zipped(t, script)},
		"assets/pdf/5/w.wasm":    {Data: []byte("\x00asm")},
		"assets/pdf/5/x.bcmap":   {Data: []byte("map")},
		".built":                 {Data: []byte("hidden")},
		"assets/empty.js":        {Data: []byte{}},
		"assets/only-gz.css":     {Data: []byte("body{}")},
		"assets/only-gz.css.gz":  {Data: zipped(t, "body{}")},
		"assets/strange.unknown": {Data: []byte("?")},
	})
	const immutable = "public, max-age=31536000, immutable"
	for _, tt := range []struct {
		path, accept   string
		status         int
		kind, encoding string
		cache, text    string
	}{
		{"/desk", "", 200, "text/html; charset=utf-8", "", "no-cache", "<!doctype html>desk"},
		{"/desk/lots/7", "gzip", 200, "text/html; charset=utf-8", "", "no-cache", "<!doctype html>desk"},
		{"/kiosk", "", 200, "text/html; charset=utf-8", "", "no-cache", "<!doctype html>kiosk"},
		{"/wall", "", 200, "text/html; charset=utf-8", "", "no-cache", "build me"}, // was never built
		{"/deskx", "", 404, "application/json", "", "no-store", ""},
		{"/desk/missing.js", "", 404, "application/json", "", "no-store", ""},
		{"/assets/a-1x.mjs", "gzip, deflate, br", 200, "text/javascript; charset=utf-8", "br", immutable, "brotli bytes"},
		{"/assets/a-1x.mjs", "gzip", 200, "text/javascript; charset=utf-8", "gzip", immutable, string(zipped(t, script))},
		{"/assets/a-1x.mjs", "gzip, br;q=0", 200, "text/javascript; charset=utf-8", "gzip", immutable, string(zipped(t, script))},
		{"/assets/a-1x.mjs", "", 200, "text/javascript; charset=utf-8", "", immutable, script},
		{"/assets/only-gz.css", "br", 200, "text/css; charset=utf-8", "", immutable, "body{}"},
		{"/assets/pdf/5/w.wasm", "", 200, "application/wasm", "", immutable, "\x00asm"},
		{"/assets/pdf/5/x.bcmap", "", 200, "application/octet-stream", "", immutable, "map"},
		{"/assets/empty.js", "", 200, "text/javascript; charset=utf-8", "", immutable, ""},
		{"/assets/strange.unknown", "", 200, "application/octet-stream", "", immutable, "?"},
		{"/assets/a-1x.mjs.gz", "", 404, "application/json", "", "no-store", ""},
		{"/.built", "", 404, "application/json", "", "no-store", ""},
		{"/../server.go", "", 404, "application/json", "", "no-store", ""},
		{"/assets/%2e%2e/desk.html", "", 404, "application/json", "", "no-store", ""},
	} {
		a := c.do("GET", tt.path, nil, "Accept-Encoding", tt.accept)
		h := a.Header
		if a.StatusCode != tt.status || h.Get("Content-Type") != tt.kind || h.Get("Content-Encoding") != tt.encoding || h.Get("Cache-Control") != tt.cache {
			t.Errorf("%s (%s): %d %s %s %s", tt.path, tt.accept, a.StatusCode, h.Get("Content-Type"), h.Get("Content-Encoding"), h.Get("Cache-Control"))
		}
		if tt.status == 200 && (a.text != tt.text || !strings.Contains(h.Get("Vary"), "Accept-Encoding")) {
			t.Errorf("%s (%s): %q, Vary %q", tt.path, tt.accept, a.text, h.Get("Vary"))
		}
	}
	if a := c.do("GET", "/", nil); a.StatusCode != 302 || a.Header.Get("Location") != "/desk" {
		t.Errorf("/: %d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	first := c.do("GET", "/desk", nil)
	if again := c.do("GET", "/desk", nil, "If-None-Match", first.Header.Get("ETag")); again.StatusCode != 304 || again.text != "" {
		t.Errorf("unchanged: %d %q", again.StatusCode, again.text)
	}
	if head := c.do("HEAD", "/desk", nil); head.StatusCode != 200 || head.text != "" || head.ContentLength != int64(len(first.text)) {
		t.Errorf("HEAD: %d %q %d", head.StatusCode, head.text, head.ContentLength)
	}
}

func TestRanges(t *testing.T) {
	c := start(t, fstest.MapFS{
		"assets/ten.js": {Data: []byte("0123456789")}, "assets/ten.js.gz": {Data: zipped(t, "0123456789")}, "assets/none.js": {Data: nil},
	})
	for _, tt := range []struct {
		path, spec string
		status     int
		text, said string
	}{
		{"ten", "bytes=0-3", 206, "0123", "bytes 0-3/10"},
		{"ten", "bytes=9-9", 206, "9", "bytes 9-9/10"},
		{"ten", "bytes=4-", 206, "456789", "bytes 4-9/10"},
		{"ten", "bytes=-3", 206, "789", "bytes 7-9/10"},
		{"ten", "bytes=-30", 206, "0123456789", "bytes 0-9/10"},
		{"ten", "bytes=8-99", 206, "89", "bytes 8-9/10"},
		{"ten", "bytes=10-", 416, "", "bytes */10"},
		{"ten", "bytes=-0", 416, "", "bytes */10"},
		{"ten", "bytes=5-4", 416, "", "bytes */10"},
		{"ten", "bytes=x-4", 416, "", "bytes */10"},
		{"ten", "bytes=99999999999999999999-", 416, "", "bytes */10"},
		{"none", "bytes=0-0", 416, "", "bytes */0"},
		{"ten", "bytes=0-1,4-5", 200, "0123456789", ""},
		{"ten", "lines=1-2", 200, "0123456789", ""},
	} {
		a := c.do("GET", "/assets/"+tt.path+".js", nil, "Range", tt.spec, "Accept-Encoding", "gzip")
		if a.StatusCode != tt.status || tt.status != 416 && a.text != tt.text || a.Header.Get("Content-Range") != tt.said || a.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s %s: %d %q %q", tt.path, tt.spec, a.StatusCode, a.text, a.Header.Get("Content-Range"))
		}
	}
}

// TestBuiltPages: what is in the binary is answered for every surface, built or not.
func TestBuiltPages(t *testing.T) {
	c := start(t, kiosk.Dist())
	for _, path := range []string{"/kiosk", "/desk", "/wall"} {
		if a := c.do("GET", path, nil); a.StatusCode != 200 || !strings.Contains(strings.ToLower(a.text), "<!doctype html>") {
			t.Errorf("%s: %d %.80q", path, a.StatusCode, a.text)
		}
	}
}
