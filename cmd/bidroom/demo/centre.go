package demo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"sync"
	"time"

	"bidroom/server/api"
	"bidroom/server/document"
	"bidroom/server/document/register"
)

// Password is that of every account of the made-up centre; the real one has
// no account that was not made at its first start.
const Password = "paper-boat-lantern-26"

// An Account of the made-up centre.
type Account struct{ Login, Name, Role, Kind string }

// Accounts are the people of the made-up centre.
var Accounts = []Account{
	{"staff", "周明", "staff", ""},
	{"caller", "沈兰", "staff", ""},
	{"supervisor", "何正", "supervisor", "regulator"},
	{"discipline", "严清", "supervisor", "discipline"},
	{"agent", "陆佳", "agent", ""},
	{"witness", "范成", "witness", ""},
	{"sysadmin", "钱磊", "sysadmin", ""},
	{"secadmin", "孟洁", "secadmin", ""},
	{"auditor", "顾岩", "auditor", ""},
}

// SetUp makes the accounts, two rooms of five kiosks, and the register, which
// goes in as an Excel file like any other.
func (p *Play) SetUp(ctx context.Context, seed uint64) error {
	if err := p.People(ctx); err != nil {
		return err
	}
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return err
	}
	for _, name := range []string{"第一评标室", "第二评标室"} {
		if err := staff.Post(ctx, "/api/rooms", map[string]any{"name": name, "seats": 5}, nil); err != nil {
			return err
		}
	}
	return p.importRegister(ctx, staff, Register(seed))
}

// People makes the centre and its accounts.
func (p *Play) People(ctx context.Context) error {
	visitor, err := NewClient(p.Base)
	if err != nil {
		return err
	}
	var me api.Me
	if err := visitor.Get(ctx, "/api/me", &me); err != nil {
		return err
	}
	visitor.csrf = me.CSRF
	accounts := make([]map[string]string, len(Accounts))
	for i, a := range Accounts {
		accounts[i] = map[string]string{"login": a.Login, "name": a.Name, "role": a.Role, "kind": a.Kind, "password": Password}
	}
	setup := map[string]any{"centreName": "青溪市公共资源交易中心（演示）", "timeZone": cmp.Or(p.Zone, "Asia/Shanghai"), "accounts": accounts}
	return visitor.Post(ctx, "/api/setup", setup, &p.Papers)
}

func (p *Play) importRegister(ctx context.Context, staff *Client, rows []register.Row) error {
	var file bytes.Buffer
	if err := register.Write(&file, slices.Values(rows), "zh-CN"); err != nil {
		return err
	}
	var view api.ImportView
	if err := staff.PostFile(ctx, "/api/imports", "专家库.xlsx", file.Bytes(), &view); err != nil {
		return err
	}
	path := "/api/imports/" + view.ID
	if err := p.await(ctx, staff, path, &view, "ready"); err != nil {
		return err
	}
	if view.Bad > 0 {
		return fmt.Errorf("the made-up register has %d bad rows, the first: %+v", view.Bad, view.Problems[0])
	}
	if err := staff.Post(ctx, path+"/commit", map[string]bool{"goodOnly": false}, nil); err != nil {
		return err
	}
	return p.await(ctx, staff, path, &view, "done")
}

// await asks how an import is until it has come to a state.
func (p *Play) await(ctx context.Context, staff *Client, path string, view *api.ImportView, state string) error {
	for {
		if err := staff.Get(ctx, path, view); err != nil {
			return err
		}
		switch view.State {
		case state:
			return nil
		case "failed":
			return fmt.Errorf("the import failed: %+v", view.Problems)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// A lotPlan is one of the tender's lots.
type lotPlan struct {
	number, name, profile, method, kind, special string
	ceilingFen, budgetFen                        int64
	specialties                                  [2]string
	first                                        int // company of the first bidder
}

var lotPlans = []lotPlan{
	{"2026-017-01", "滨河路改造工程施工", "cn-tendering-2019", "cn-works-baseline", "works", "", 48_600_000_00, 0, [2]string{"A080104", "A060101"}, 0},
	{"2026-017-02", "智慧路灯管理平台采购", "cn-government-procurement-2017", "cn-gp-lowest-ratio", "procurement", "", 5_200_000_00, 5_400_000_00, [2]string{"A083203", "B013202"}, 6},
}

// Tender enters a tender with two lots of six bidders each, and takes their
// bids in. It returns the lots' ids.
func (p *Play) Tender(ctx context.Context) ([]string, error) {
	staff, err := p.As(ctx, "staff")
	if err != nil {
		return nil, err
	}
	var tender struct{ ID string }
	in := map[string]any{"number": "QX2026-017", "name": "滨河片区基础设施提升项目", "startedOn": "2026-09-01", "noticeMedia": "中国招标投标公共服务平台",
		"entity": api.PartyView{Name: "青溪市住房和城乡建设局", CreditCode: "11330100MB0Q00001X"}, "agency": api.PartyView{Name: "明衡招标代理有限公司", CreditCode: "91330108MA2A00002Y"}}
	if err := staff.Post(ctx, "/api/tenders", in, &tender); err != nil {
		return nil, err
	}
	var ids []string
	for _, plan := range lotPlans {
		id, err := p.lotOf(ctx, staff, tender.ID, plan)
		if err != nil {
			return nil, fmt.Errorf("lot %s: %w", plan.number, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func (p *Play) lotOf(ctx context.Context, staff *Client, tender string, plan lotPlan) (string, error) {
	seats := []api.SeatPlan{}
	for no := 1; no <= 4; no++ {
		seats = append(seats, api.SeatPlan{No: no, Specialties: []string{plan.specialties[(no-1)/2]}})
	}
	seats = append(seats, api.SeatPlan{No: 5, Representative: true})
	var lot api.LotView
	in := map[string]any{"tender": tender, "number": plan.number, "name": plan.name, "profile": plan.profile, "ceilingFen": strconv.FormatInt(plan.ceilingFen, 10),
		"budgetFen": strconv.FormatInt(plan.budgetFen, 10), "special": plan.special, "method": map[string]string{"id": plan.method}, "seats": seats}
	if err := staff.Post(ctx, "/api/lots", in, &lot); err != nil {
		return "", err
	}
	var companies api.Page[api.CompanyView]
	if err := staff.Get(ctx, "/api/companies?limit=200", &companies); err != nil {
		return "", err
	}
	for i := range 6 {
		code := CreditCode(plan.first + i)
		c := companies.Items[slices.IndexFunc(companies.Items, func(c api.CompanyView) bool { return c.CreditCode == code })]
		in := map[string]string{"name": c.Name, "creditCode": c.CreditCode, "legalRepresentative": c.LegalRepresentative}
		if err := staff.Post(ctx, "/api/lots/"+lot.Brief.ID+"/bidders", in, &lot); err != nil {
			return "", err
		}
	}
	for i, bidder := range lot.Bidders {
		pdf, err := bidFile(document.DemoBid{Kind: plan.kind, Bidder: bidder.Name, CreditCode: bidder.CreditCode, Representative: bidder.LegalRepresentative, Agent: "赵敏",
			Manager: "林涛", Engineer: "高岩", Staff: [4]string{"何静", "罗强", "郑波", "谢芳"}, Entity: lot.Entity.Name, Lot: plan.name, LotNumber: plan.number,
			PriceFen: price(plan.ceilingFen, i), Duration: duration(i), Quality: "合格", Date: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return "", err
		}
		if err := staff.PostFile(ctx, "/api/lots/"+lot.Brief.ID+"/bidders/"+bidder.ID+"/bid", "投标文件.pdf", pdf, &lot); err != nil {
			return "", err
		}
	}
	return lot.Brief.ID, nil
}

// bidFiles are the bids that this process has made, by [document.DemoBid]: one
// that makes several centres, as tests do, makes each of them once.
var bidFiles sync.Map

func bidFile(bid document.DemoBid) ([]byte, error) {
	if made, ok := bidFiles.Load(bid); ok {
		return made.([]byte), nil
	}
	var pdf bytes.Buffer
	if err := document.RenderDemoBid(&pdf, bid); err != nil {
		return nil, err
	}
	bidFiles.Store(bid, pdf.Bytes())
	return pdf.Bytes(), nil
}

// price is the n-th bidder's: between 88 and 98 percent of the ceiling.
func price(ceilingFen int64, n int) int64 {
	return ceilingFen / 1000 * []int64{921, 938, 952, 967, 903, 980}[n%6]
}

func duration(n int) string { return strconv.Itoa(180+n*5) + " 日历天" }

// Opening returns the opening records of a demo lot.
func Opening(lot *api.LotView) ([]map[string]any, error) {
	ceiling, err := strconv.ParseInt(lot.CeilingFen, 10, 64)
	if err != nil {
		return nil, err
	}
	var records []map[string]any
	for i, bidder := range lot.Bidders {
		read := price(ceiling, i)
		if lot.Prices != nil { // it is in the second envelope
			read = 0
		}
		records = append(records, map[string]any{"bid": bidder.Bid, "priceFen": strconv.FormatInt(read, 10), "duration": duration(i),
			"quality": "合格", "security": "投标保函，符合要求", "values": map[string]string{}})
	}
	return records, nil
}

// Mark returns what a member gives a bid on a criterion: the same for all
// where the criterion is objective, and a little of the member's own taste
// where it is not, on the criterion's steps.
func Mark(c api.Criterion, letter string, seat int) (string, error) {
	most, ok := new(big.Rat).SetString(c.Max)
	least, ok2 := new(big.Rat).SetString(orZero(c.Min))
	if !ok || !ok2 {
		return "", fmt.Errorf("criterion %s: from %q to %q", c.ID, c.Min, c.Max)
	}
	step, ok := new(big.Rat).SetString(c.Step)
	if !ok || step.Sign() <= 0 {
		step = big.NewRat(1, 2)
	}
	down := (int64(letter[len(letter)-1]) - 'A' + 64) % 4 // a code is of digits
	if !c.Objective {
		down += int64(seat) % 2
	}
	mark := new(big.Rat).Sub(most, new(big.Rat).Mul(step, big.NewRat(down, 1)))
	if mark.Cmp(least) < 0 {
		mark = least
	}
	text := mark.FloatString(2)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	return text, nil
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

// Strokes is a drawn signature, as the kiosk's pad sends it.
func Strokes(seat int) string {
	type point struct {
		X        float64 `json:"x"`
		Y        float64 `json:"y"`
		Ms       int64   `json:"ms"`
		Pressure float64 `json:"pressure"`
	}
	var line []point
	for i := range 24 {
		line = append(line, point{X: float64(20 + i*8), Y: float64(60 + (i*i*seat)%37), Ms: int64(i * 16), Pressure: 0.5})
	}
	text, err := json.Marshal(map[string]any{"width": 400, "height": 140, "strokes": [][]point{line}})
	if err != nil {
		panic(err) // numbers and strings always marshal
	}
	return string(text)
}

func hashHex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
