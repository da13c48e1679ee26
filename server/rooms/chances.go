package rooms

import (
	"encoding/hex"
	"encoding/json"
	"fmt"

	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/store"
)

const chancesDomain = "draw-chances"

// sealChances works out how likely the experts of the pool are to be drawn.
// What has to be estimated follows from the pool's hash.
func (d *drawn) sealChances(act *draw.PoolFormed, pool []draw.Opened) error {
	hash, err := hex.DecodeString(act.PoolHash)
	if err != nil {
		return fmt.Errorf("pool of draw %s: %w", d.row.ID, err)
	}
	chances, err := draw.ChancesOf(act.Seats, act.Limits, pool, [32]byte(hash))
	if err != nil {
		return experts.Refusal(err)
	}
	text, err := json.Marshal(chances)
	if err != nil {
		return fmt.Errorf("chances of draw %s: %w", d.row.ID, err)
	}
	d.row.ChancesSealed, err = d.s.Box.Seal(chancesDomain, text)
	return err
}

// Chances returns how likely the experts of a draw's pool were to be drawn, or
// nil if that was not worked out.
func (s *Service) Chances(row store.Draw) (*draw.Chances, error) {
	if len(row.ChancesSealed) == 0 {
		return nil, nil
	}
	text, err := s.Box.Open(chancesDomain, row.ChancesSealed)
	if err != nil {
		return nil, err
	}
	chances := new(draw.Chances)
	if err := json.Unmarshal(text, chances); err != nil {
		return nil, fmt.Errorf("chances of draw %s: %w", row.ID, err)
	}
	return chances, nil
}
