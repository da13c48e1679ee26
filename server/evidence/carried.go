package evidence

// noteProfile says whether the rules that the lot states are those that this
// program carries by that name. Everything is held to those that it states.
func (r *replay) noteProfile() {
	profile, err := r.c.Profile()
	if err != nil {
		return // the act was accepted, so there is none
	}
	code := "profile_other"
	if profile.BuiltIn() {
		code = "profile_built_in"
	}
	r.v.report.note(PartLog, code, "profile", profile.ID, "hash", profile.Hash())
}

// noteFeeTable says whether the fee table that the lot is paid by is one that
// this program carries.
func (r *replay) noteFeeTable() {
	table, err := r.c.FeeTable()
	if err != nil {
		return // the act was accepted, so there is none
	}
	code := "fee_table_other"
	if table.BuiltIn() {
		code = "fee_table_built_in"
	}
	r.v.report.note(PartLog, code, "table", table.ID, "hash", table.Hash())
}
