package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

const sendTimeout = 30 * time.Second // of a gateway or mail server

// mostReply bounds what is read of a gateway's answer, in bytes.
const mostReply = 64 << 10

// newClient returns a client that follows no redirect and asks no proxy of
// the environment: a message goes where the centre said, and nowhere else.
func newClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConns: 2, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// checkAddress refuses an address that personal data could be read on the way to.
func checkAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return errors.New("the url cannot be read")
	}
	if u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return errors.New("the url must be https://…, or http on this machine, without a user name")
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// exchange sends a request and returns the answer's code and the beginning of
// its body.
func exchange(ctx context.Context, client *http.Client, method, address string, headers map[string]string, body []byte) (code int, answer []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New("the request cannot be made")
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := client.Do(request)
	if err != nil {
		// Without the address, whose query can hold a key.
		var of *url.Error
		if errors.As(err, &of) {
			err = of.Err
		}
		return 0, nil, fmt.Errorf("no answer: %w", err)
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, mostReply))
	if err != nil {
		return 0, nil, fmt.Errorf("half an answer: %w", err)
	}
	return response.StatusCode, answer, nil
}
