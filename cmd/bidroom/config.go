package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"time"
)

// Config is how a centre runs. Every field is a flag of `bidroom serve`.
type Config struct {
	// Data is the directory that holds the database, the files and the
	// recordings. It is made at the first start.
	Data string
	// Key is the file of the master key, outside of what is backed up with
	// the data. If empty it is master.key beside Data, with Data's name.
	Key string
	// DB is the database: empty for the embedded one in Data, or
	// mysql://USER:PASSWORD@tcp(HOST:PORT)/NAME.
	DB string
	// Listen is the address the pages are served at. Beyond loopback they are
	// served with TLS by the centre's own authority.
	Listen string
	// Names are the names and addresses the centre is reached by, separated
	// by commas; the certificate is for these.
	Names string
	// Media is the UDP address that cameras send to and walls receive from:
	// by default the host of Listen, with any free port on loopback and port
	// 8189 beyond.
	Media string
	// Channels is a file that says by which machines invitations are carried;
	// see [Channels]. If empty, people call.
	Channels string

	// Beacon is a file that says of which public beacon a draw can name a round
	// as its public share; see [Beacon]. If empty, people give the public share.
	Beacon string
	// OCIDPrefix begins the open contracting ids of what is published, as the
	// Open Contracting Partnership has registered it for the publisher. If
	// empty, an id is the tender's number in this centre alone.
	OCIDPrefix string

	now func() time.Time // the clock, if it is not the machine's
}

// clock returns what tells the centre's time.
func (c *Config) clock() func() time.Time {
	if c.now != nil {
		return c.now
	}
	return time.Now
}

// keptFlags are those that say where a centre's data are.
func (c *Config) keptFlags(set *flag.FlagSet) {
	set.StringVar(&c.Data, "data", "", "directory of the database, files and recordings")
	set.StringVar(&c.Key, "key", "", "file of the master key; beside the data directory if not given")
	set.StringVar(&c.DB, "db", "", "mysql://USER:PASSWORD@tcp(HOST:PORT)/NAME; the embedded database if not given")
}

func (c *Config) flags(set *flag.FlagSet) {
	c.keptFlags(set)
	set.StringVar(&c.Listen, "listen", "127.0.0.1:8080", "address the pages are served at")
	set.StringVar(&c.Names, "names", "", "names and addresses the centre is reached by, separated by commas")
	set.StringVar(&c.Channels, "channels", "", "file of the channels that carry invitations; people call if not given")
	set.StringVar(&c.Beacon, "beacon", "", "file of the public beacon whose rounds a draw can name; people give the public share if not given")
	set.StringVar(&c.OCIDPrefix, "ocid-prefix", "", "registered prefix of the open contracting ids of what is published, such as ocds-a1b2c3")
	set.StringVar(&c.Media, "media", "", "UDP address of the cameras' pictures; the host of --listen and port 8189 if not given")
}

// parse reads the command line. Errors are for the person at the terminal.
func (c *Config) parse(name string, args []string, stderr io.Writer) error {
	set := flag.NewFlagSet("bidroom "+name, flag.ContinueOnError)
	set.SetOutput(stderr)
	c.flags(set)
	if err := set.Parse(args); err != nil {
		return err
	}
	if set.NArg() > 0 {
		return fmt.Errorf("%q was not expected", set.Arg(0))
	}
	if c.Data == "" {
		return errors.New("--data is needed: the directory of the centre")
	}
	return nil
}

func (c *Config) keyFile() string {
	if c.Key != "" {
		return c.Key
	}
	return filepath.Clean(c.Data) + ".master.key"
}

// database returns the driver and source name of the database.
func (c *Config) database() (driver, source string, err error) {
	if c.DB == "" {
		return "sqlite", filepath.Join(c.Data, "bidroom.db"), nil
	}
	if source, ok := strings.CutPrefix(c.DB, "mysql://"); ok {
		return "mysql", source, nil
	}
	return "", "", fmt.Errorf("--db %q is no mysql:// address", c.DB)
}

// hosts lists the names and addresses the centre is reached by.
func (c *Config) hosts() []string {
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	for _, name := range strings.Split(c.Names, ",") {
		if name = strings.TrimSpace(name); name != "" {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

// loopback reports whether the centre is served on this machine only.
func (c *Config) loopback() (bool, error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return false, fmt.Errorf("--listen: %w", err)
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback(), nil
}

// mediaAddress returns the UDP address of all feeds.
func (c *Config) mediaAddress() (*net.UDPAddr, error) {
	if c.Media != "" {
		address, err := net.ResolveUDPAddr("udp", c.Media)
		if err != nil {
			return nil, fmt.Errorf("--media: %w", err)
		}
		return address, nil
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen: %w", err)
	}
	port := "8189"
	if loopback, err := c.loopback(); err != nil || loopback {
		port = "0"
	}
	return net.ResolveUDPAddr("udp", net.JoinHostPort(host, port))
}
