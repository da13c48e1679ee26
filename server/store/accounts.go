package store

import "strings"

// An Account is a person who can sign in.
type Account struct {
	ID           string `db:"id"`
	CentreID     string `db:"centre_id"` // empty for one of every centre
	Login        string `db:"login"`
	Name         string `db:"name"`
	Role         string `db:"role"`
	Kind         string `db:"kind"`
	PasswordHash string `db:"password_hash"`
	SecondSealed []byte `db:"second_sealed"`
	Disabled     bool   `db:"disabled"`
	CreatedAt    int64  `db:"created_at"`
	Version      int64  `db:"version"`
}

// InsertAccount writes a new account; [ErrTwice] if the login is taken.
func (tx *Tx) InsertAccount(a Account) error { return tx.insert("accounts", a) }

// Account returns an account.
func (tx *Tx) Account(id string) (Account, error) {
	var a Account
	err := tx.get(&a, "SELECT * FROM accounts WHERE id = ?", id)
	return a, err
}

// AccountByLogin returns the account of a login.
func (tx *Tx) AccountByLogin(login string) (Account, error) {
	var a Account
	err := tx.get(&a, "SELECT * FROM accounts WHERE login = ?", login)
	return a, err
}

// Accounts returns all accounts by login.
func (tx *Tx) Accounts() ([]Account, error) {
	var list []Account
	err := tx.list(&list, "SELECT * FROM accounts ORDER BY login")
	return list, err
}

// SaveAccount writes an account whose version is still the one that was read,
// else [ErrStale].
func (tx *Tx) SaveAccount(a Account) error {
	return tx.one("UPDATE accounts SET centre_id = ?, name = ?, role = ?, kind = ?, password_hash = ?, second_sealed = ?, disabled = ?, version = version + 1 WHERE id = ? AND version = ?",
		a.CentreID, a.Name, a.Role, a.Kind, a.PasswordHash, a.SecondSealed, a.Disabled, a.ID, a.Version)
}

// A Session is a person's signing in on a device.
type Session struct {
	TokenHash string `db:"token_hash"`
	AccountID string `db:"account_id"`
	Device    string `db:"device"`
	CSRF      string `db:"csrf"`
	CreatedAt int64  `db:"created_at"`
	SeenAt    int64  `db:"seen_at"`
}

// InsertSession writes a new session.
func (tx *Tx) InsertSession(s Session) error { return tx.insert("sessions", s) }

// Session returns the session of a token's hash.
func (tx *Tx) Session(tokenHash string) (Session, error) {
	var s Session
	err := tx.get(&s, "SELECT * FROM sessions WHERE token_hash = ?", tokenHash)
	return s, err
}

// SeeSession notes that a session is in use.
func (tx *Tx) SeeSession(tokenHash string) error {
	return tx.exec("UPDATE sessions SET seen_at = ? WHERE token_hash = ?", tx.Now, tokenHash)
}

// DeleteSession ends a session.
func (tx *Tx) DeleteSession(tokenHash string) error {
	return tx.exec("DELETE FROM sessions WHERE token_hash = ?", tokenHash)
}

// DeleteSessionsOf ends every session of an account.
func (tx *Tx) DeleteSessionsOf(account string) error {
	return tx.exec("DELETE FROM sessions WHERE account_id = ?", account)
}

// A Lockout counts the failures to sign in of a login or an address.
type Lockout struct {
	Name     string `db:"name"`
	Failures int    `db:"failures"`
	UntilAt  int64  `db:"until_at"`
}

// Lockout returns the count of a name; zero if it has none.
func (tx *Tx) Lockout(name string) (Lockout, error) {
	list := []Lockout{}
	err := tx.list(&list, "SELECT name, failures, until_at FROM lockouts WHERE name = ?", name)
	if err != nil || len(list) == 0 {
		return Lockout{Name: name}, err
	}
	return list[0], nil
}

// SaveLockout writes a count.
func (tx *Tx) SaveLockout(l Lockout) error {
	return tx.exec("INSERT INTO lockouts (name, failures, until_at) VALUES (?, ?, ?)"+
		tx.dialect.upsert([]string{"name"}, []string{"failures", "until_at"}), l.Name, l.Failures, l.UntilAt)
}

// Setting returns a setting of the centre.
func (tx *Tx) Setting(name string) ([]byte, error) {
	var value []byte
	err := tx.get(&value, "SELECT value FROM settings WHERE name = ?", name)
	return value, err
}

// SaveSetting writes a setting.
func (tx *Tx) SaveSetting(name string, value []byte) error {
	return tx.exec("INSERT INTO settings (name, value) VALUES (?, ?)"+tx.dialect.upsert([]string{"name"}, []string{"value"}), name, value)
}

// contains returns the LIKE pattern for whatever holds text.
func contains(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text) + "%"
}
