package demo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"strings"

	"bidroom/server/api"
)

// A Client speaks to a bidroom server as one browser would: a person at a
// desk or wall with a session cookie, or a kiosk with its own key.
type Client struct {
	base  string
	http  *http.Client
	csrf  string
	kiosk string // session token of a kiosk; empty for a person
	again string // idempotency key of every act; empty for none
	lang  string // Chinese if empty
}

// In returns a client of the same person or kiosk who reads another language.
func (c *Client) In(lang string) *Client {
	in := *c
	in.lang = lang
	return &in
}

// Raw sends a body as it is. One that knows its length says it; another goes
// in chunks.
func (c *Client) Raw(ctx context.Context, method, path, contentType string, body io.Reader) error {
	return c.call(ctx, method, path, contentType, body, nil)
}

// WithKey returns a client of the same person or kiosk whose acts carry an
// idempotency key, as a page's do.
func (c *Client) WithKey(key string) *Client {
	with := *c
	with.again = key
	return &with
}

// NewClient returns a client of the server at base, such as
// "http://127.0.0.1:8080", with cookies of its own: a device of its own.
func NewClient(base string) (*Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &Client{base: strings.TrimSuffix(base, "/"), http: &http.Client{Jar: jar}}, nil
}

// An Answer is an HTTP answer that is not a success.
type Answer struct {
	Status int
	Body   string
}

// Error implements error.
func (a *Answer) Error() string { return fmt.Sprintf("HTTP %d: %s", a.Status, a.Body) }

// call sends one request and decodes the answer into out, unless out is nil.
// A failure to be served is an *[Answer].
func (c *Client) call(ctx context.Context, method, path, contentType string, body io.Reader, out any) error {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if sized, ok := body.(interface{ Len() int }); ok {
		request.ContentLength = int64(sized.Len())
	}
	request.Header.Set("Accept-Language", cmp.Or(c.lang, "zh-CN"))
	if c.csrf != "" {
		request.Header.Set("X-CSRF", c.csrf)
	}
	if c.again != "" {
		request.Header.Set("Idempotency-Key", c.again)
	}
	if c.kiosk != "" {
		request.Header.Set("Authorization", "Kiosk "+c.kiosk)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %w", method, path, &Answer{response.StatusCode, string(text)})
	}
	if out == nil {
		return nil
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = text
		return nil
	}
	return json.Unmarshal(text, out)
}

// Get reads path into out.
func (c *Client) Get(ctx context.Context, path string, out any) error {
	return c.call(ctx, http.MethodGet, path, "", nil, out)
}

// Post sends in as JSON and reads the answer into out, which may be nil.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	return c.send(ctx, http.MethodPost, path, in, out)
}

// Put is Post with another verb.
func (c *Client) Put(ctx context.Context, path string, in, out any) error {
	return c.send(ctx, http.MethodPut, path, in, out)
}

// Patch is Post with another verb.
func (c *Client) Patch(ctx context.Context, path string, in, out any) error {
	return c.send(ctx, http.MethodPatch, path, in, out)
}

// Delete is Post with another verb.
func (c *Client) Delete(ctx context.Context, path string, in, out any) error {
	return c.send(ctx, http.MethodDelete, path, in, out)
}

func (c *Client) send(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return c.call(ctx, method, path, "application/json", bytes.NewReader(body), out)
}

// PostFile uploads a file as the form field "file".
func (c *Client) PostFile(ctx context.Context, path, name string, content []byte, out any) error {
	return c.PostForm(ctx, path, nil, name, content, out)
}

// PostForm sends fields as a form, with a file as the field "file" unless its
// name is empty.
func (c *Client) PostForm(ctx context.Context, path string, fields map[string]string, name string, content []byte, out any) error {
	var files []File
	if name != "" {
		files = append(files, File{"file", name, content})
	}
	return c.PostFiles(ctx, path, fields, files, out)
}

// A File is a file in a form.
type File struct {
	Field, Name string
	Content     []byte
}

// PostFiles sends fields and files as a form.
func (c *Client) PostFiles(ctx context.Context, path string, fields map[string]string, files []File, out any) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for field, value := range fields {
		if err := form.WriteField(field, value); err != nil {
			return err
		}
	}
	for _, file := range files {
		part, err := form.CreateFormFile(file.Field, file.Name)
		if err != nil {
			return err
		}
		if _, err := part.Write(file.Content); err != nil {
			return err
		}
	}
	if err := form.Close(); err != nil {
		return err
	}
	return c.call(ctx, http.MethodPost, path, form.FormDataContentType(), &body, out)
}

// Offer sends an offer of a media connection (WHIP, WHEP) and returns the
// answer.
func (c *Client) Offer(ctx context.Context, path, offer string) (string, error) {
	var answer []byte
	err := c.call(ctx, http.MethodPost, path, "application/sdp", strings.NewReader(offer), &answer)
	return string(answer), err
}

// SignIn opens a person's session; code is the second factor's, "" without
// one.
func (c *Client) SignIn(ctx context.Context, login, password, code string) error {
	var me api.Me
	if err := c.Get(ctx, "/api/me", &me); err != nil {
		return err
	}
	c.csrf = me.CSRF
	if err := c.Post(ctx, "/api/session", map[string]string{"login": login, "password": password, "code": code}, &me); err != nil {
		return err
	}
	c.csrf = me.CSRF
	return nil
}

// A key is a P-256 key as a kiosk's browser would hold it.
type key struct{ *ecdsa.PrivateKey }

func newKey(random io.Reader) (key, error) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), random)
	return key{k}, err
}

// point returns the public key as an uncompressed point in hex.
func (k key) point() (string, error) {
	b, err := k.PublicKey.Bytes()
	return hex.EncodeToString(b), err
}

// sign returns the signature r‖s over message, in hex.
func (k key) sign(random io.Reader, message []byte) (string, error) {
	digest := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(random, k.PrivateKey, digest[:])
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(r.FillBytes(make([]byte, 32))) + hex.EncodeToString(s.FillBytes(make([]byte, 32))), nil
}
