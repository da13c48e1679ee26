package demo

import (
	"context"
	"fmt"
	"strconv"

	"bidroom/server/api"
)

// Enclose uploads the second envelope of every bid that has none, where the
// method has them.
func (p *Play) Enclose(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil || p.lot.Prices == nil {
		return err
	}
	for i, bidder := range p.lot.Bidders {
		if bidder.PriceHash != "" {
			continue
		}
		path := "/api/lots/" + p.lot.Brief.ID + "/bidders/" + bidder.ID + "/price"
		if err := staff.PostFile(ctx, path, "报价文件.pdf", Envelope(i), &p.lot); err != nil {
			return err
		}
	}
	return nil
}

// Envelope is the file of a bid's price.
func Envelope(bidder int) []byte { return fmt.Appendf(nil, "%%PDF-1.7\nprice %d", bidder) }

// Prices returns what is read out of the second envelopes that are due.
func Prices(lot *api.LotView) ([]map[string]any, error) {
	ceiling, err := strconv.ParseInt(lot.CeilingFen, 10, 64)
	if err != nil {
		return nil, err
	}
	var records []map[string]any
	for i, bidder := range lot.Bidders {
		for _, due := range lot.Prices.Due {
			if bidder.Bid == due {
				records = append(records, map[string]any{"bid": due, "priceFen": strconv.FormatInt(price(ceiling, i), 10), "values": map[string]string{}})
			}
		}
	}
	return records, nil
}

// price locks the marks, opens the second envelopes, draws what is drawn with
// them, and has every member find that every price passes.
func (p *Play) price(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	if err := staff.Get(ctx, "/api/lots/"+p.lot.Brief.ID, &p.lot); err != nil {
		return err
	}
	if p.lot.Brief.Stage != "pricing" {
		if err := p.post(ctx, "staff", "/meeting/advance", map[string]string{"to": "pricing"}); err != nil {
			return err
		}
	}
	records, err := Prices(&p.lot)
	if err != nil {
		return err
	}
	if len(records) > 0 {
		if err := p.post(ctx, "staff", "/prices", map[string]any{"records": records}); err != nil {
			return err
		}
	}
	if err := p.drawWithPrices(ctx); err != nil {
		return err
	}
	return p.each(ctx, func(no int, t *terminal) error { return p.FindPrices(ctx, no) })
}

func (p *Play) drawWithPrices(ctx context.Context) error {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	for _, one := range p.lot.Chosen {
		if one.Purpose != "coefficient" || !one.Due {
			continue
		}
		var view api.ChoiceView
		if err := staff.Post(ctx, "/api/lots/"+p.lot.Brief.ID+"/choices", map[string]string{"purpose": one.Purpose, "subject": one.Subject}, &view); err != nil {
			return err
		}
		if err := p.Hold(ctx, view.ID, "agent", &view); err != nil {
			return err
		}
	}
	return nil
}

// FindPrices makes the findings of the member on a seat on every price that was
// read out.
func (p *Play) FindPrices(ctx context.Context, seat int) error {
	t := p.seats[seat]
	if err := t.client.Get(ctx, "/api/kiosk/state", &t.state); err != nil {
		return err
	}
	var items []string
	for _, criterion := range t.state.Lot.Criteria {
		if criterion.OfPrice {
			items = append(items, criterion.ID)
		}
	}
	for _, bidder := range opened(t.state.Lot.Bidders) {
		if len(items) == 0 || bidder.Opening.PriceFen == "" {
			continue
		}
		if err := t.client.Post(ctx, "/api/kiosk/findings/passing", map[string]any{"bid": bidder.Bid, "items": items}, &t.state); err != nil {
			return err
		}
	}
	return nil
}
