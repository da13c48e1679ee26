package media

import (
	"slices"
	"time"
)

// lookAtFeeds is how often the server looks at its feeds.
const lookAtFeeds = time.Second

// watch looks at every feed each second, and tells what is missing.
func (s *Server) watch() {
	ticker := time.NewTicker(lookAtFeeds)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
			for _, lot := range s.look(s.config.Now()) {
				s.config.Changed(lot)
			}
		}
	}
}

func (s *Server) look(now time.Time) (changed []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, f := range s.feeds {
		var health []string
		if f.session != nil {
			health = f.session.judge(now)
		}
		if !slices.Equal(health, f.health) {
			f.health = health
			if !slices.Contains(changed, k.lot) {
				changed = append(changed, k.lot)
			}
		}
	}
	return changed
}
