package demo

import (
	"context"
	"strconv"

	"bidroom/server/api"
)

// offer opens two rounds of offers where the method has them: each is one
// percent of the price that was read out below the one before.
func (p *Play) offer(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	if err := staff.Get(ctx, "/api/lots/"+p.lot.Brief.ID, &p.lot); err != nil || p.lot.Offers == nil {
		return err
	}
	for no := 1; no <= 2; no++ {
		offers := []map[string]string{}
		for _, bidder := range p.lot.Bidders {
			for _, due := range p.lot.Offers.Due {
				if bidder.Bid == due {
					offers = append(offers, map[string]string{"bid": due, "priceFen": lowered(bidder.Opening, no)})
				}
			}
		}
		if err := p.post(ctx, "staff", "/offers", map[string]any{"round": no, "final": no == 2, "offers": offers}); err != nil {
			return err
		}
	}
	return nil
}

func lowered(read *api.OpeningView, percent int) string {
	fen, err := strconv.ParseInt(read.PriceFen, 10, 64)
	if err != nil {
		panic(err) // the server writes whole fen
	}
	return strconv.FormatInt(fen/100*int64(100-percent), 10)
}
