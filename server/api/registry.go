package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/unicode/norm"

	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/server/document/register"
	"bidroom/server/registry"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// foundBy is what experts are looked for by. It comes in a body: names and
// numbers have no place in an address.
type foundBy struct {
	Text      string `json:"text"` // of the name, or how it is read; or a whole identity number or phone
	Specialty string `json:"specialty"`
	Region    string `json:"region"`
	Status    string `json:"status"`
	Employer  string `json:"employer"`
	Language  string `json:"language"`
	Unasked   string `json:"unasked"`  // one of registry.Subjects; empty if that does not narrow
	Identity  string `json:"identity"` // exact, as is
	Phone     string `json:"phone"`
	Below     string `json:"below"` // the mean of what the experts came to in assessments, in percent; empty if that does not narrow
	Years     int    `json:"years"` // in which they were assessed
	Offset    int    `json:"offset"`
	Limit     int    `json:"limit"`
}

// patience is how long a search waits while the register is being read, which
// happens once, when the program has begun.
const patience = 10 * time.Second

// FindExperts searches the register. Identity numbers and phones are found only
// whole, and are masked in the answer; who is found by one is logged as a look.
func (h *Handlers) FindExperts(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[foundBy](c)
	if err != nil {
		return err
	}
	if typed := strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(in.Text)), "")); experts.ValidIdentity(experts.FullIdentity(typed)) {
		in.Identity = experts.FullIdentity(typed)
	} else if experts.ValidMobile(typed) {
		in.Phone = typed
	}
	page, rows := ExpertPage{}, []store.Expert(nil)
	if in.Identity != "" || in.Phone != "" {
		rows, err = h.Rooms.ExpertsByNumber(c.UserContext(), by, in.Identity, in.Phone)
		page.Total = int64(len(rows))
	} else {
		rows, err = h.listed(c, in, &page)
	}
	if err != nil {
		return err
	}
	for _, row := range rows {
		view, err := h.expertBrief(row)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, view)
	}
	return render(c, page)
}

// listed returns the rows of a page of a search.
func (h *Handlers) listed(c *fiber.Ctx, in foundBy, page *ExpertPage) (rows []store.Expert, err error) {
	today, err := h.today(c)
	if err != nil {
		return nil, err
	}
	ids, err := h.named(c.UserContext(), in, today, page)
	if err != nil {
		return nil, err
	}
	err = h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		rows, err = tx.ExpertsOf(ids)
		return err
	})
	return rows, err
}

// named returns who of the register fits a page of a search.
func (h *Handlers) named(ctx context.Context, in foundBy, today conflict.Date, page *ExpertPage) (ids []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if in.Limit == 0 {
		in.Limit = usualOnPage
	}
	if in.Unasked != "" && !slices.Contains(registry.Subjects, in.Unasked) {
		return nil, rule.Refuse(rule.Invalid, "", "register.unasked", "unasked")
	}
	q := registry.Query{Text: in.Text, Specialty: in.Specialty, Region: in.Region, Status: in.Status, Employer: in.Employer, Language: in.Language, Unasked: in.Unasked}
	if q.Graded, err = h.graded(ctx, in, today); err != nil {
		return nil, err
	}
	ids, total, err := h.Rooms.Registry.Find(ctx, q, max(in.Offset, 0), min(max(in.Limit, 1), mostOnPage))
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, rule.Refuse(rule.Premature, "", "register.reading", "")
	}
	page.Total = int64(total)
	if err == nil {
		page.Regions, err = h.Rooms.Registry.Regions(ctx)
	}
	return ids, err
}

// graded reads what a search says of assessments; nil if it says nothing.
func (h *Handlers) graded(ctx context.Context, in foundBy, today conflict.Date) (*registry.Graded, error) {
	if in.Below == "" {
		return nil, nil
	}
	below, ok := new(big.Rat).SetString(in.Below)
	if !ok || len(in.Below) > len("100.00") || below.Sign() <= 0 || below.Cmp(big.NewRat(100, 1)) > 0 {
		return nil, rule.Refuse(rule.Invalid, "", "register.below", "below")
	}
	g := &registry.Graded{Since: today.YearsBack(min(max(in.Years, 1), mostYears)), Below: below}
	centre, err := h.Auth.Centre(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(centre.TimeZone)
	if err != nil {
		return nil, err
	}
	err = h.Rooms.DB.Read(ctx, func(tx *store.Tx) (err error) {
		g.Of, err = h.Rooms.Grades(tx, g.Since, zone)
		return err
	})
	return g, err
}

// Template is the register's template to fill in.
func (h *Handlers) Template(c *fiber.Ctx, _ rooms.Actor) error {
	var file bytes.Buffer
	if err := register.WriteTemplate(&file, h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment("register.xlsx")
	return c.Send(file.Bytes())
}

// ProfileBrief names a rule profile.
type ProfileBrief struct {
	ID          string      `json:"id"`
	Names       Words       `json:"names"`
	Regime      string      `json:"regime"`
	LowBid      LowBidLines `json:"lowBid"`
	MostPercent int         `json:"mostPercent"` // to which tender documents may raise a line; 0 where there is none
}

// Profiles lists the rule profiles.
func (h *Handlers) Profiles(c *fiber.Ctx, _ rooms.Actor) error {
	page := Page[ProfileBrief]{}
	for _, id := range rule.ProfileIDs() {
		profile, err := rule.LoadProfile(id)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, ProfileBrief{id, profile.Names, profile.Regime, LowBidLines(profile.LowBid.LowBidLines), profile.LowBid.MostPercent})
	}
	page.Total = int64(len(page.Items))
	return render(c, page)
}

// upload reads the file of a form, at most limit bytes.
func upload(c *fiber.Ctx, limit int64) (name string, content []byte, err error) {
	header, err := c.FormFile("file")
	if err != nil {
		return "", nil, rule.Refuse(rule.Invalid, "", "file.missing", "file")
	}
	if header.Size > limit {
		return "", nil, rule.Refuse(rule.TooLarge, "", "file.too_large", "file")
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(io.LimitReader(file, limit))
	return header.Filename, content, err
}
