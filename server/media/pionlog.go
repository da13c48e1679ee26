package media

import (
	"fmt"
	"log/slog"

	"github.com/pion/logging"
)

// pionLogs takes what pion says about its own parts. All of it is for whoever
// looks for a fault in this package: what concerns a feed is seen by its
// session, and said there. (An "error" of pion's is also a peer that left.)
type pionLogs struct{ log *slog.Logger }

// NewLogger implements [logging.LoggerFactory].
func (p pionLogs) NewLogger(scope string) logging.LeveledLogger {
	return pionLog{p.log.With("pion", scope)}
}

type pionLog struct{ log *slog.Logger }

func (p pionLog) Trace(string)          {} // every packet
func (p pionLog) Tracef(string, ...any) {}

func (p pionLog) Debug(text string)                 { p.log.Debug(text) }
func (p pionLog) Debugf(format string, args ...any) { p.log.Debug(fmt.Sprintf(format, args...)) }
func (p pionLog) Info(text string)                  { p.Debug(text) }
func (p pionLog) Infof(format string, args ...any)  { p.Debugf(format, args...) }
func (p pionLog) Warn(text string)                  { p.Debug(text) }
func (p pionLog) Warnf(format string, args ...any)  { p.Debugf(format, args...) }
func (p pionLog) Error(text string)                 { p.Debug(text) }
func (p pionLog) Errorf(format string, args ...any) { p.Debugf(format, args...) }
