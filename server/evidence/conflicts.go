package evidence

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	_ "time/tzdata" // a stranger's machine may not know the centre's time zone

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/experts"
	"bidroom/experts/conflict"
	"bidroom/experts/draw"
	"bidroom/server/proclog"
)

// conflicts clears everybody who was considered for a pool again, from what
// the file holds of them, and compares who is eligible, what stands behind
// each label, and the counts by ground.
func (r *replay) conflicts(e proclog.Entry, act *draw.PoolFormed, pool []draw.Opened) {
	candidates, facts, err := r.considered(e, act.Draw)
	if err == nil && candidates == nil {
		return
	}
	var again *experts.Pool
	var services []experts.Service
	if err == nil {
		var contained bool
		if services, contained, err = r.services(act); err == nil && !contained {
			return
		}
	}
	if err == nil {
		served := experts.Served{Limits: act.Limits, Meeting: facts.Meeting, Entity: facts.Entity, Services: services}
		again, err = experts.NewPool(act.Draw, draw.Named(act.Seats), candidates, conflict.NewChecker(facts), served, noSalt)
	}
	if err == nil {
		err = samePool(act, pool, again)
	}
	if err == nil {
		err = ofTheirOwn(candidates)
	}
	if err != nil {
		r.exclusionsBroken(e, err.Error())
		return
	}
	r.v.report.say(PartConflicts, Checked)
	r.v.report.note(PartConflicts, "cleared", "considered", strconv.Itoa(len(candidates)), "eligible", strconv.Itoa(len(act.Items)))
	if act.Unknown > 0 {
		r.v.report.note(PartConflicts, "unknown", "count", strconv.Itoa(act.Unknown))
	}
	if act.Dismissed > 0 {
		r.v.report.note(PartConflicts, "dismissed", "count", strconv.Itoa(act.Dismissed))
	}
}

// services reads the services by which a pool was formed, and holds them
// against what the log commits to. They are not contained if the file does not
// open that.
func (r *replay) services(act *draw.PoolFormed) (list []experts.Service, contained bool, err error) {
	list, err = objects[experts.Service](r.v.file, "draws/"+act.Draw+"/services.jsonl")
	if err == nil && act.Services == "" && len(list) > 0 {
		err = errors.New("services that no limit of the plan asks for")
	}
	if err != nil || act.Services == "" {
		return nil, true, err
	}
	i := slices.IndexFunc(r.opened, func(o evaluation.Opening) bool {
		return o.Domain == draw.ServicesDomain && string(o.DatumHash()) == act.Services
	})
	if i < 0 {
		r.wanted = append(r.wanted, wanted{PartConflicts, evaluation.Datum(act.Services)})
		return nil, false, nil
	}
	if r.opened[i].Value != experts.ServicesHash(act.Draw, list) {
		return nil, true, errors.New("services.jsonl is not what the log commits to")
	}
	if !slices.IsSortedFunc(list, func(a, b experts.Service) int { return b.On.DaysTo(a.On) }) {
		return nil, true, errors.New("the services are in another order than that of their days")
	}
	return list, true, nil
}

func (r *replay) exclusionsBroken(e proclog.Entry, detail string) {
	f := at(e, "exclusions")
	f.Detail = detail
	r.v.report.broken(PartConflicts, f)
}

// considered reads whom conflicts were decided of in a draw, and by what.
// Nobody and no error says that the file does not hold it all, which is then
// in the report.
func (r *replay) considered(e proclog.Entry, id string) (candidates []conflict.Expert, facts conflict.Facts, err error) {
	dir := "draws/" + id + "/"
	candidates, err = objects[conflict.Expert](r.v.file, dir+"candidates.jsonl")
	if err == nil && len(candidates) == 0 {
		r.v.report.say(PartConflicts, NotContained)
		return nil, facts, nil
	}
	r.dismissals.use(e, candidates)
	if r.lacksKnown() {
		return nil, facts, nil
	}
	companies, errCompanies := objects[conflict.Company](r.v.file, dir+"companies.jsonl")
	others, errOthers := objects[conflict.Company](r.v.file, dir+"others.jsonl")
	if err = errors.Join(err, errCompanies, errOthers); err == nil {
		facts, err = r.known(e, companies, others)
	}
	return candidates, facts, err
}

// known is what conflicts of the case are decided by, as it stood when an
// entry was made.
func (r *replay) known(e proclog.Entry, companies, others []conflict.Company) (facts conflict.Facts, err error) {
	profile, err := r.c.Profile()
	if err != nil {
		return facts, err
	}
	started, err := rule.ParseDate(r.c.Lot.StartedOn)
	if err != nil {
		return facts, err
	}
	zone, err := time.LoadLocation(r.c.Lot.TimeZone)
	if err != nil {
		return facts, err
	}
	day := time.UnixMilli(e.AtMs).In(zone)
	facts = conflict.Facts{Register: conflict.NewRegister(companies), OtherLots: others, Entity: company(r.c.Lot.ProcuringEntity), Agency: company(r.c.Lot.Agency), Started: started,
		Today: conflict.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}, Rules: profile.Recusal}
	for _, b := range r.c.Bidders {
		facts.Bidders = append(facts.Bidders, conflict.Company{Name: b.Name, CreditCode: b.CreditCode, LegalRepresentative: b.LegalRepresentative})
		for _, member := range b.Consortium {
			facts.Bidders = append(facts.Bidders, company(member))
		}
	}
	for _, known := range r.c.Facts {
		var rows []conflict.Row
		if known.Facts != "" {
			if err := strict([]byte(r.facts[known.Facts]), &rows); err != nil {
				return facts, fmt.Errorf("%s: %w", known.About, err)
			}
		}
		asked := conflict.Asked(known.Asked)
		if known.Asked == evaluation.NeverAsked {
			asked = conflict.NeverAsked
		}
		facts.Know(conflict.Subject(known.About), asked, rows)
	}
	return facts, facts.MeetOn(r.c.Plan.MeetingOn)
}

func company(p evaluation.Party) conflict.Company {
	return conflict.Company{Name: p.Name, CreditCode: p.CreditCode}
}

// ofTheirOwn refuses a dismissal that is of another expert than its candidate.
func ofTheirOwn(candidates []conflict.Expert) error {
	for _, candidate := range candidates {
		for _, d := range candidate.Dismissals {
			if d.Expert != candidate.ID {
				return fmt.Errorf("a dismissal of %s stands with %s", d.Expert, candidate.ID)
			}
		}
	}
	return nil
}

// noSalt stands for the labels' salts, which are compared from the pool.
func noSalt() (salt [16]byte, err error) { return salt, nil }

// lacksKnown reports whether something that was known of the lot is not opened,
// so that no conflict can be decided again.
func (r *replay) lacksKnown() bool {
	for _, known := range r.c.Facts {
		if _, opened := r.facts[known.Facts]; known.Facts != "" && !opened {
			r.wanted = append(r.wanted, wanted{PartConflicts, known.Facts})
			return true
		}
	}
	return false
}

// samePool compares a pool that was computed again with what stands behind
// the labels, and with what the log stated of it.
func samePool(act *draw.PoolFormed, opened []draw.Opened, again *experts.Pool) error {
	if !slices.Equal(act.Excluded, again.Excluded) || act.Dismissed != again.Dismissed || act.Alerts != again.Alerts || act.Unknown != again.Unknown || !slices.Equal(act.Unasked, again.Unasked) {
		return fmt.Errorf("excluded %v, %d dismissed, %d alerts, %d unknown and %v unasked, computed %v, %d, %d, %d and %v",
			act.Excluded, act.Dismissed, act.Alerts, act.Unknown, act.Unasked, again.Excluded, again.Dismissed, again.Alerts, again.Unknown, again.Unasked)
	}
	behind := make(map[string]draw.Opened, len(opened))
	for _, o := range opened {
		behind[o.Expert] = o
	}
	if len(behind) != len(again.Opened) {
		return fmt.Errorf("%d are in the pool, computed %d", len(behind), len(again.Opened))
	}
	for _, o := range again.Opened {
		there, ok := behind[o.Expert]
		if !ok || there.Region != o.Region || !slices.Equal(there.Specialties, o.Specialties) || !slices.Equal(there.Employers, o.Employers) {
			return fmt.Errorf("label %s is not what the register held of its expert", there.Label)
		}
	}
	return nil
}
