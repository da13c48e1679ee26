package main

import (
	"crypto/rand"
	"crypto/tls"
	"net"
	"sync"

	"bidroom/server"
	"bidroom/server/keys"
	"bidroom/server/tlsca"
)

// secure puts the listener behind TLS with the centre's own authority, and
// gives out the root at the plain address one port below.
func (c *centre) secure(cfg Config, box *keys.Box) error {
	names := tlsca.Names{Centre: "bidroom"}
	for _, host := range cfg.hosts() {
		if ip := net.ParseIP(host); ip != nil {
			names.Addresses = append(names.Addresses, ip)
		} else {
			names.DNS = append(names.DNS, host)
		}
	}
	authority, err := tlsca.Open(cfg.Data, names, box, rand.Reader, cfg.clock())
	if err != nil {
		return err
	}
	c.tlsRoot = authority
	c.listener = tls.NewListener(c.listener, authority.TLS())
	host, _, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return err
	}
	plain, err := net.Listen("tcp", net.JoinHostPort(host, rootPort))
	if err != nil {
		return err
	}
	root := server.NewRootServer(authority.RootPEM())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := root.Serve(plain); err != nil {
			c.failed <- err
		}
	})
	c.stops = append(c.stops, func() error {
		err := root.Close()
		serving.Wait()
		return err
	})
	return nil
}

// policy makes the policy file of the kiosks' browsers, for every address that
// the centre is reached by.
func (c *centre) policy(cfg Config) ([]byte, error) {
	scheme := "http"
	if c.tlsRoot != nil {
		scheme = "https"
	}
	_, port, err := net.SplitHostPort(c.listener.Addr().String())
	if err != nil {
		return nil, err
	}
	var origins []string
	for _, host := range cfg.hosts() {
		origins = append(origins, scheme+"://"+net.JoinHostPort(host, port))
	}
	if c.tlsRoot != nil {
		return c.tlsRoot.ChromiumPolicy(origins)
	}
	return tlsca.Policy(origins, "")
}

// rootPort is where /ca.crt is given out, without TLS.
const rootPort = "80"
