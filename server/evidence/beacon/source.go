package beacon

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Source hands out rounds over HTTP, as drand's servers do. What it says is
// believed only once [Key.Check] has.
type Source struct {
	address string
	client  *http.Client
}

const (
	fetchTimeout = 10 * time.Second
	mostAnswer   = 4 << 10 // bytes
)

// NewSource returns the source at an address such as https://api.drand.sh.
func NewSource(address string) (*Source, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("beacon: the url cannot be read")
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && local) {
		return nil, errors.New("beacon: the url must be https://…, or http on this machine, without a user name")
	}
	return &Source{strings.TrimSuffix(address, "/"), &http.Client{
		Timeout: fetchTimeout, Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConns: 1, IdleConnTimeout: time.Minute}}}, nil
}

// Signature asks for the signature of a chain's round, in hex.
func (s *Source) Signature(ctx context.Context, chain string, round uint64) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/%s/public/%d", s.address, chain, round), nil)
	if err != nil {
		return "", fmt.Errorf("beacon: %w", err)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return "", fmt.Errorf("beacon: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("beacon: round %d: %s", round, response.Status)
	}
	var said struct {
		Round     uint64 `json:"round"`
		Signature string `json:"signature"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, mostAnswer)).Decode(&said); err != nil {
		return "", fmt.Errorf("beacon: round %d: %w", round, err)
	}
	if said.Round != round {
		return "", fmt.Errorf("beacon: round %d instead of %d", said.Round, round)
	}
	return said.Signature, nil
}
