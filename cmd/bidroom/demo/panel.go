package demo

import (
	"context"
	"fmt"
	"time"

	"bidroom/experts"
	"bidroom/server/api"
)

// Panel returns a made-up panel that a library drew for the seats of a plan,
// with as many substitutes. Nobody of it is in the made-up register; the n-th
// panel has other people than the others.
func Panel(plan []api.SeatPlan, substitutes, n int) *experts.PanelFile {
	f := &experts.PanelFile{Format: experts.PanelFormat, V: "1", Library: "浙江省综合性评标专家库", RecordNo: fmt.Sprintf("CQ-2026-%04d", 3117+n),
		DrawnBy: experts.DrawnBy{Body: "浙江省公共资源交易中心", Person: "蒋惠兰"}, DrawnAt: time.Now().Add(-time.Hour).Format(time.RFC3339),
		Record: &experts.PanelRecord{Content: fmt.Appendf(nil, "%%PDF-1.7\n%% 抽取记录 %d\n%%%%EOF\n", n)}}
	for _, seat := range plan {
		if !seat.Representative {
			p := drawnPerson(50*n + len(f.Seats))
			p.Seat, p.Specialties = seat.No, seat.Specialties[:1]
			f.Seats = append(f.Seats, p)
		}
	}
	for i := range substitutes {
		p := drawnPerson(50*n + len(f.Seats) + i)
		for _, seat := range plan {
			p.Specialties = append(p.Specialties, seat.Specialties...)
		}
		f.Substitutes = append(f.Substitutes, p)
	}
	return f
}

// drawnPerson is the i-th person of the made-up library.
func drawnPerson(i int) experts.PanelPerson {
	return experts.PanelPerson{Name: families[i%len(families)] + given[i%len(given)] + given[(i+7)%len(given)], Identity: IdentityNumber(5000 + i), Phone: fmt.Sprintf("137%08d", 20000000+i*6841),
		Region: "330100", Employer: fmt.Sprintf("杭湾第%d设计研究院", i+1)}
}

// Import imports a panel in place of a draw and its invitations, as one of the
// people. From then on its people check in as who they are.
func (p *Play) Import(ctx context.Context, lot, login, reason string, f *experts.PanelFile) (api.DrawView, error) {
	c, err := p.As(ctx, login)
	if err != nil {
		return p.draw, err
	}
	f.Reason = reason
	if err := c.Post(ctx, "/api/lots/"+lot+"/outside", f, &p.draw); err != nil {
		return p.draw, err
	}
	p.done, p.passes, p.persons = 2, map[int]string{}, map[int]experts.PanelPerson{}
	for _, person := range f.Seats {
		p.persons[person.Seat] = person
	}
	return p.draw, c.Get(ctx, "/api/lots/"+lot, &p.lot)
}

// Expect says who is to check in at a seat of an imported panel.
func (p *Play) Expect(seat int, person experts.PanelPerson) { p.persons[seat] = person }
