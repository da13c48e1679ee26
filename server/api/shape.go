package api

// The shapes that pages receive. Times are UTC milliseconds, money is fen as
// a decimal string, marks and scores are decimal strings. The TypeScript twin,
// kiosk/src/shared/api.gen.ts with what it names, is generated from these
// types; a test compares.

// Me is who looks at the page.
type Me struct {
	Account  *Account `json:"account"` // null when nobody is signed in
	CSRF     string   `json:"csrf"`
	Centre   Centre   `json:"centre"`
	ServerMs int64    `json:"serverMs"`
	Setup    bool     `json:"setup"` // the first accounts are still to be made
	Demo     bool     `json:"demo"`
}

// Centre is the trading centre: that of the person who is signed in, else the
// one that was set up first.
type Centre struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Several     bool   `json:"several"` // this server serves more than one
	TimeZone    string `json:"timeZone"`
	Fingerprint string `json:"fingerprint"` // of the log's key
	LogKey      string `json:"logKey"`      // the log's verifier key, name+hash+base64
}

// Account is a person who can sign in.
type Account struct {
	ID       string `json:"id"`
	Centre   string `json:"centre"` // id; empty for one of every centre
	Login    string `json:"login"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	Kind     string `json:"kind"` // of a supervisor: regulator, discipline, monitor
	Disabled bool   `json:"disabled"`
	Second   bool   `json:"second"` // has a second factor
	Keeps    bool   `json:"keeps"`  // works on the register of experts and companies
	Version  int64  `json:"version"`
}

// CentreView is one of the centres that this server serves.
type CentreView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Printed  string `json:"printed"` // on paper
	Region   string `json:"region"`  // GB/T 2260
	Code     string `json:"code"`
	Register bool   `json:"register"` // it keeps the register for all
	Closed   bool   `json:"closed"`
	Version  int64  `json:"version"`
}

// SecondOffer is a second factor that is being set up: what an authenticator
// scans, and what goes back with the first code.
type SecondOffer struct {
	URI   string `json:"uri"`
	Offer string `json:"offer"`
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T   `json:"items"`
	Total int64 `json:"total"`
}

// Words is a text in each language.
type Words map[string]string

// Reason is one reason of a refusal, in the reader's language.
type Reason struct {
	Clause string            `json:"clause"`
	Code   string            `json:"code"`
	Field  string            `json:"field"`
	Args   map[string]string `json:"args"`
	Text   string            `json:"text"`
}

// SetUpView is what is kept on paper after the first start, each key as eight
// groups.
type SetUpView struct {
	Master  []string            `json:"master"`
	Openers map[string][]string `json:"openers"` // by role
}
