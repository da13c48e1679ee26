package evidence

import (
	"bidroom/evaluation"
	"bidroom/server/proclog"
)

// openSheet gives the case the marks of a sheet, where the file opens them.
func (r *replay) openSheet(e proclog.Entry, act *evaluation.SheetSubmitted) {
	for _, o := range r.opened {
		if o.DatumHash() != act.Marks {
			continue
		}
		if err := r.c.OpenSheet(act.Seat, o); err != nil {
			r.v.report.broken(PartScores, refused(e, err))
		}
	}
}

// openCodes gives the case the codes of its bids, where the file opens them.
func (r *replay) openCodes(e proclog.Entry, act *evaluation.BidsCoded) {
	r.wanted = append(r.wanted, wanted{PartScores, act.Codes})
	for _, o := range r.opened {
		if o.DatumHash() != act.Codes {
			continue
		}
		if err := r.c.OpenCodes(o); err != nil {
			r.v.report.broken(PartScores, refused(e, err))
		}
	}
}

// openLeads gives the case what its leads rest on, where the file opens it.
func (r *replay) openLeads(e proclog.Entry, act *evaluation.LeadsFound) {
	r.wanted = append(r.wanted, wanted{PartLog, act.Facts})
	for _, o := range r.opened {
		if o.DatumHash() != act.Facts {
			continue
		}
		if err := r.c.OpenLeads(o); err != nil {
			r.v.report.broken(PartLog, refused(e, err))
		}
	}
}

// openExtremes gives the case the reasons for extreme marks, where the file
// opens them.
func (r *replay) openExtremes(e proclog.Entry, act *evaluation.ExtremesExplained) {
	for _, o := range r.opened {
		if o.DatumHash() != act.Reasons {
			continue
		}
		if err := r.c.OpenExtremes(act.Seat, o); err != nil {
			r.v.report.broken(PartScores, refused(e, err))
		}
	}
}

// openClarification holds what a bidder was asked, or answered, against the
// rules, where the file opens it.
func (r *replay) openClarification(e proclog.Entry) {
	for _, o := range r.opened {
		if err := r.c.OpenClarification(o); err != nil {
			r.v.report.broken(PartLog, refused(e, err))
		}
	}
}

// openAssessment holds what was said of a member against the rules, where the
// file opens it.
func (r *replay) openAssessment(e proclog.Entry) {
	for _, o := range r.opened {
		if err := r.c.OpenAssessment(o); err != nil {
			r.v.report.broken(PartLog, refused(e, err))
		}
	}
}

// openFacts keeps what is known of the lot, where the file opens it.
func (r *replay) openFacts(facts evaluation.Datum) {
	for _, o := range r.opened {
		if o.Domain == evaluation.FactsDomain && o.DatumHash() == facts {
			r.facts[facts] = o.Value
		}
	}
}

// openDrafts holds what was typed, where the file opens it, against the seat
// that it was typed at.
func (r *replay) openDrafts(e proclog.Entry, act *evaluation.DraftsDigested) {
	for _, d := range act.Drafts {
		for _, o := range r.opened {
			if o.DatumHash() != d.Digest {
				continue
			}
			if err := r.c.CheckDraft(d, o); err != nil {
				r.v.report.broken(PartLog, refused(e, err))
			}
		}
	}
}

// openReadings holds how long members had files open, where the file opens it,
// against the seat and the time that it stands for.
func (r *replay) openReadings(e proclog.Entry, act *evaluation.FilesRead) {
	for _, read := range act.Read {
		for _, o := range r.opened {
			if o.DatumHash() != read.Times {
				continue
			}
			if err := r.c.CheckReading(e.AtMs, act.Stage, read, o); err != nil {
				r.v.report.broken(PartLog, refused(e, err))
			}
		}
	}
}
