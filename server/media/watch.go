package media

import (
	"slices"
	"time"
)

// How often the server looks at its feeds, and how long the last picture of a
// feed that has gone may stand.
const (
	lookAtFeeds = time.Second
	patience    = 3 * time.Second
)

// watch looks at every feed each second: what is missing is told, and whoever
// has seen pictures of a feed that is away is let go, so that no page shows
// an old one as if it were now.
func (s *Server) watch() {
	ticker := time.NewTicker(lookAtFeeds)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
			changed, leave := s.look(s.config.Now())
			for _, lot := range changed {
				s.config.Changed(lot)
			}
			for _, v := range leave {
				v.end()
			}
		}
	}
}

func (s *Server) look(now time.Time) (changed []string, leave []*viewer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, f := range s.feeds {
		var health []string
		if f.session != nil {
			health = f.session.judge(now)
		} else if list := f.viewers.Load(); list != nil && now.Sub(f.since) > patience {
			for _, v := range *list {
				if v.served() {
					leave = append(leave, v)
				}
			}
		}
		if !slices.Equal(health, f.health) {
			f.health = health
			if !slices.Contains(changed, k.lot) {
				changed = append(changed, k.lot)
			}
		}
	}
	return changed, leave
}
