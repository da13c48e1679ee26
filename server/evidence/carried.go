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
