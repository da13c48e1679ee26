package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"bidroom/kiosk"
)

// surfaces are the three entries; every address below one is its page.
var surfaces = []string{"kiosk", "desk", "wall"}

// types are those that the machine's own table may not know or may know
// otherwise.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm",
	".bcmap": "application/octet-stream", ".pfb": "application/octet-stream", ".icc": "application/vnd.iccprofile",
	".ttf": "font/ttf", ".woff2": "font/woff2", ".png": "image/png",
}

// A page is a built file with its compressed copies; nil where there is none.
type page struct {
	kind     string
	plain    []byte
	br, gzip []byte
	etag     string
	hashed   bool // the name changes with the content
}

type pages map[string]page

// readPages reads the built pages into memory: they are in the binary anyway.
func readPages(files fs.FS) (pages, error) {
	all := make(pages)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) == ".br" || path.Ext(name) == ".gz" || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		p := page{hashed: strings.HasPrefix(name, "assets/")}
		if p.plain, err = fs.ReadFile(files, name); err != nil {
			return err
		}
		if p.br, err = beside(files, name+".br"); err != nil {
			return err
		}
		if p.gzip, err = beside(files, name+".gz"); err != nil {
			return err
		}
		sum := sha256.Sum256(p.plain)
		p.etag = `"` + hex.EncodeToString(sum[:12]) + `"`
		if p.kind = types[path.Ext(name)]; p.kind == "" {
			p.kind = mime.TypeByExtension(path.Ext(name))
		}
		if p.kind == "" {
			p.kind = "application/octet-stream"
		}
		all["/"+name] = p
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("server: reading the pages: %w", err)
	}
	return all, nil
}

// beside reads a compressed copy, or returns nil if there is none.
func beside(files fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// serve answers with a page, or that there is none.
func (all pages) serve(c *fiber.Ctx) error {
	address := c.Path()
	if address == "/" {
		return c.Redirect("/desk", fiber.StatusFound)
	}
	p, ok := all[address]
	if surface, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/"); !ok && path.Ext(address) == "" {
		for _, known := range surfaces {
			if surface == known {
				if p, ok = all["/"+surface+".html"]; !ok {
					p, ok = all["/"+kiosk.Placeholder]
				}
			}
		}
	}
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "no-cache")
	if p.hashed {
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	}
	c.Set(fiber.HeaderETag, p.etag)
	c.Vary(fiber.HeaderAcceptEncoding)
	c.Set(fiber.HeaderContentType, p.kind)
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	if c.Get(fiber.HeaderIfNoneMatch) == p.etag {
		return c.SendStatus(fiber.StatusNotModified)
	}
	if wanted := c.Get(fiber.HeaderRange); wanted != "" {
		return p.serveRange(c, wanted)
	}
	accepted := c.Get(fiber.HeaderAcceptEncoding)
	switch {
	case p.br != nil && accepts(accepted, "br"):
		c.Set(fiber.HeaderContentEncoding, "br")
		return c.Send(p.br)
	case p.gzip != nil && accepts(accepted, "gzip"):
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(p.gzip)
	}
	return c.Send(p.plain)
}

// serveRange answers one range of the plain bytes; several at once are
// answered with the whole, as RFC 9110 section 14.2 allows.
func (p page) serveRange(c *fiber.Ctx, wanted string) error {
	size := len(p.plain)
	spec, bytes := strings.CutPrefix(wanted, "bytes=")
	if !bytes || strings.Contains(spec, ",") {
		return c.Send(p.plain)
	}
	from, to, ok := readRange(spec, size)
	if !ok {
		c.Set(fiber.HeaderContentRange, "bytes */"+strconv.Itoa(size))
		return c.SendStatus(fiber.StatusRequestedRangeNotSatisfiable)
	}
	c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to, size))
	return c.Status(fiber.StatusPartialContent).Send(p.plain[from : to+1])
}

// readRange reads "from-to", "from-" or "-last" of RFC 9110 section 14.1.2.
func readRange(spec string, size int) (from, to int, ok bool) {
	first, last, dash := strings.Cut(spec, "-")
	a, aErr := strconv.ParseUint(first, 10, 31)
	b, bErr := strconv.ParseUint(last, 10, 31)
	switch {
	case !dash || size == 0:
		return 0, 0, false
	case first == "" && bErr == nil && b > 0:
		return max(size-int(b), 0), size - 1, true
	case aErr == nil && int(a) < size && last == "":
		return int(a), size - 1, true
	case aErr == nil && bErr == nil && a <= b && int(a) < size:
		return int(a), min(int(b), size-1), true
	}
	return 0, 0, false
}

// accepts reports whether an Accept-Encoding header takes the encoding.
func accepts(header, encoding string) bool {
	for _, part := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(name, encoding) {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
