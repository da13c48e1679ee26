package server_test

import (
	"errors"
	"net"
	"testing"

	"bidroom/server"
)

func TestRootServer(t *testing.T) {
	s := server.NewRootServer([]byte("-----BEGIN CERTIFICATE-----\n"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(listener) }()
	c := centre{t: t, address: "http://" + listener.Addr().String()}
	if a := c.do("GET", "/ca.crt", nil); a.StatusCode != 200 || a.text != "-----BEGIN CERTIFICATE-----\n" || a.Header.Get("Content-Type") != "application/x-x509-ca-cert" {
		t.Errorf("%d %s %q", a.StatusCode, a.Header.Get("Content-Type"), a.text)
	}
	for _, tt := range [][2]string{{"GET", "/"}, {"GET", "/desk"}, {"GET", "/api/me"}, {"POST", "/ca.crt"}, {"GET", "/ca.crt/x"}, {"GET", "/CA.CRT"}} {
		if a := c.do(tt[0], tt[1], nil); a.StatusCode == 200 {
			t.Errorf("%s %s is answered without TLS: %q", tt[0], tt[1], a.text)
		}
	}
	if err := errors.Join(s.Close(), <-done); err != nil {
		t.Error(err)
	}
}
