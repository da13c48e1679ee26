package store

// A Match is what somebody proposed of a match by name of an expert, sealed.
type Match struct {
	ID        string `db:"id"`
	ExpertID  string `db:"expert_id"`
	State     string `db:"state"` // waiting until a second person has confirmed or declined
	Sealed    []byte `db:"sealed"`
	ByAccount string `db:"by_account"`
	AtMs      int64  `db:"at_ms"`
}

// MatchWaiting is the state of a match that waits for a second person.
const MatchWaiting = "waiting"

// InsertMatch writes a proposal.
func (tx *Tx) InsertMatch(m Match) error { return tx.insert("register_matches", m) }

// Match returns a proposal.
func (tx *Tx) Match(id string) (Match, error) {
	var m Match
	err := tx.get(&m, "SELECT * FROM register_matches WHERE id = ?", id)
	return m, err
}

// DecideMatch writes what became of a proposal; [ErrStale] if it waits no more.
func (tx *Tx) DecideMatch(m Match) error {
	return tx.one("UPDATE register_matches SET state = ?, sealed = ? WHERE id = ? AND state = ?", m.State, m.Sealed, m.ID, MatchWaiting)
}

// MatchesOf returns every proposal of an expert, oldest first.
func (tx *Tx) MatchesOf(expert string) ([]Match, error) {
	var list []Match
	err := tx.list(&list, "SELECT * FROM register_matches WHERE expert_id = ? ORDER BY at_ms, id", expert)
	return list, err
}

// WaitingMatches returns the proposals that wait for a second person, oldest
// first.
func (tx *Tx) WaitingMatches() ([]Match, error) {
	var list []Match
	err := tx.list(&list, "SELECT * FROM register_matches WHERE state = ? ORDER BY at_ms, id", MatchWaiting)
	return list, err
}
