package rooms

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"bidroom/experts"
	"bidroom/experts/draw"
	"bidroom/server/store"
)

const chancesDomain = "draw-chances"

// Chances say how easily a panel is guessed: how likely the experts of its pool
// are to be drawn, and how often they sat within a year.
type Chances struct {
	*draw.Chances
	Repeats *experts.Repeats `json:",omitempty"` // nil of a pool formed before they were counted
}

// keepChances works out how likely the experts of a lot's pool are to be drawn
// and puts it beside the draw, which may have gone on meanwhile. What has to be
// estimated follows from the pool's hash.
func (s *Service) keepChances(ctx context.Context, lot string, begun begunDraw) error {
	act := begun.act
	hash, err := hex.DecodeString(act.PoolHash)
	if err != nil {
		return fmt.Errorf("pool of draw %s: %w", act.Draw, err)
	}
	chances, err := draw.ChancesOf(act.Seats, act.Limits, begun.pool, [32]byte(hash))
	if err != nil {
		return fmt.Errorf("chances of draw %s: %w", act.Draw, err)
	}
	text, err := json.Marshal(Chances{chances, &begun.repeats})
	if err != nil {
		return fmt.Errorf("chances of draw %s: %w", act.Draw, err)
	}
	sealed, err := s.Box.Seal(chancesDomain, text)
	if err != nil {
		return err
	}
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return tx.SaveChances(act.Draw, sealed) }); err != nil {
		return fmt.Errorf("chances of draw %s: %w", act.Draw, err)
	}
	s.Tell("lot:"+lot, "changed", map[string]string{"lot": lot})
	return nil
}

// Chances returns how likely the experts of a draw's pool were to be drawn, or
// nil if that has not been worked out.
func (s *Service) Chances(row store.Draw) (*Chances, error) {
	if len(row.ChancesSealed) == 0 {
		return nil, nil
	}
	text, err := s.Box.Open(chancesDomain, row.ChancesSealed)
	if err != nil {
		return nil, err
	}
	chances := new(Chances)
	if err := json.Unmarshal(text, chances); err != nil {
		return nil, fmt.Errorf("chances of draw %s: %w", row.ID, err)
	}
	return chances, nil
}
