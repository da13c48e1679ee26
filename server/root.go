package server

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// RootPath is the one address that is answered without TLS beyond loopback: a
// machine that does not trust the centre's root yet fetches it here, and
// compares its fingerprint with the printed one.
const RootPath = "/ca.crt"

// A RootServer gives out the root's certificate over plain HTTP, and nothing
// else.
type RootServer struct{ http *http.Server }

// NewRootServer returns a server of the root's certificate, in PEM.
func NewRootServer(root []byte) *RootServer {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+RootPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-x509-ca-cert")
		w.Header().Set("Content-Disposition", `attachment; filename="bidroom-ca.crt"`)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(root) // whoever hung up fetches it again
	})
	return &RootServer{&http.Server{Handler: mux, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 8 << 10}}
}

// Serve answers on the listener until Close.
func (s *RootServer) Serve(listener net.Listener) error {
	if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("server: %w", err)
	}
	return nil
}

// Close stops; what is under way is a few kilobytes and is cut off.
func (s *RootServer) Close() error { return s.http.Close() }
