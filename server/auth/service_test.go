package auth

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidroom/server/access"
	"bidroom/server/keys"
	"bidroom/server/proclog"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

var ctx = context.Background()

// A centre is a service on a real database, with a clock that the test moves.
type centre struct {
	*Service
	t     *testing.T
	clock *atomic.Int64
}

func (c centre) wait(d time.Duration) { c.clock.Add(d.Milliseconds()) }

// empty is a centre before its first start, on the embedded database.
func empty(t *testing.T) centre {
	t.Helper()
	var clock atomic.Int64
	clock.Store(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC).UnixMilli())
	now := func() time.Time { return time.UnixMilli(clock.Load()) }
	db := storetest.SQLiteAt(t, now)
	return centre{service(t, db, now), t, &clock}
}

func service(t *testing.T, db *store.DB, now func() time.Time) *Service {
	t.Helper()
	master, err := keys.New(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	box, err := master.Box(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	hasher, err := NewHasher(true)
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{DB: db, Box: box, Hasher: hasher, Device: master.DeviceKey(), Random: rand.Reader, Now: now})
}

func password(login string) string {
	return "tqmvhxeuboky " + strings.ToUpper(strings.TrimSpace(login)[:1]) + " zdlw"
}

func first() []NewAccount {
	list := []NewAccount{
		{Login: "sys", Name: "系统 赵", Role: access.SysAdmin}, {Login: "sec", Name: "安全 钱", Role: access.SecAdmin},
		{Login: "audit", Name: "审计 孙", Role: access.Auditor}, {Login: "staff", Name: "职员 李", Role: access.Staff},
		{Login: "super", Name: "监督 周", Role: access.Supervisor, Kind: access.Regulator},
	}
	for i := range list {
		list[i].Password = password(list[i].Login)
	}
	return list
}

// started is a centre after its first start.
func started(t *testing.T) centre {
	t.Helper()
	c := empty(t)
	if _, err := c.SetUp(ctx, First{Name: "县公共资源交易中心", TimeZone: "Asia/Shanghai", LogKey: "key", Accounts: first()}); err != nil {
		t.Fatal(err)
	}
	return c
}

// browser returns a new browser's device id and cookie.
func (c centre) browser() (id, cookie string) {
	c.t.Helper()
	who, cookie, err := c.EnsureDevice(Who{Role: access.Visitor})
	if err != nil {
		c.t.Fatal(err)
	}
	return who.Device, cookie
}

// signIn signs in from a new browser and returns what it shows from then on.
func (c centre) signIn(login string) (Who, Credentials) {
	c.t.Helper()
	device, cookie := c.browser()
	token, who, err := c.SignIn(ctx, login, password(login), "", device, "10.0.0.1")
	if err != nil {
		c.t.Fatalf("%s: %v", login, err)
	}
	return who, Credentials{Session: token, Device: cookie}
}

func (c centre) identify(shown Credentials) Who {
	c.t.Helper()
	who, err := c.Identify(ctx, shown)
	if err != nil {
		c.t.Fatal(err)
	}
	return who
}

// entries returns the kinds of the centre's log and its whole text.
func (c centre) entries() (kinds []string, text string) {
	c.t.Helper()
	if err := c.db.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.Entries(CentreTree, 0, 1000)
		for _, e := range list {
			kinds = append(kinds, e.Kind)
			bytes, err := e.Bytes()
			if err != nil {
				return err
			}
			text += string(bytes) + "\n"
		}
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	return kinds, text
}

func TestSetUp(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(name, zone *string, list *[]NewAccount)
		want  string
	}{
		{"as it should be", func(_, _ *string, _ *[]NewAccount) {}, ""},
		{"without a name", func(name, _ *string, _ *[]NewAccount) { *name = " " }, "setup.name"},
		{"no such zone", func(_, zone *string, _ *[]NewAccount) { *zone = "Asia/Nowhere" }, "setup.zone"},
		{"no accounts", func(_, _ *string, list *[]NewAccount) { *list = nil }, "setup.missing setup.missing setup.missing setup.missing setup.missing"},
		{"no auditor", func(_, _ *string, list *[]NewAccount) { (*list)[2].Role = access.Staff }, "setup.missing"},
		{"one person two administrators", func(_, _ *string, list *[]NewAccount) { (*list)[1].Name = " 系统赵 " }, "access.administrators"},
		{"one login twice", func(_, _ *string, list *[]NewAccount) { (*list)[1].Login = "SYS " }, "account.twice"},
		{"a weak password", func(_, _ *string, list *[]NewAccount) { (*list)[3].Password = "123456" }, "password.short password.run"},
		{"the centre's name as password", func(_, _ *string, list *[]NewAccount) { (*list)[3].Password = "县公共资源交易中心1" }, "password.known"},
		{"a supervisor of no kind", func(_, _ *string, list *[]NewAccount) { (*list)[4].Kind = "" }, "account.kind"},
		{"staff of a kind", func(_, _ *string, list *[]NewAccount) { (*list)[3].Kind = access.Monitor }, "account.kind"},
		{"a member's account", func(_, _ *string, list *[]NewAccount) { (*list)[3].Role = access.Member }, "setup.missing account.role"},
		{"a login with a space", func(_, _ *string, list *[]NewAccount) { (*list)[3].Login = "the staff" }, "account.login"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := empty(t)
			name, zone, list := "县公共资源交易中心", "Asia/Shanghai", first()
			tt.spoil(&name, &zone, &list)
			_, err := c.SetUp(ctx, First{Name: name, TimeZone: zone, LogKey: "key", Accounts: list})
			if got := codes(err); got != tt.want {
				t.Fatalf("refused with %q, want %q", got, tt.want)
			}
			if needed, err := c.NeedsSetup(ctx); err != nil || needed != (tt.want != "") {
				t.Errorf("NeedsSetup = %t, %v", needed, err)
			}
			if kinds, _ := c.entries(); tt.want != "" && len(kinds) != 0 {
				t.Errorf("a refused set-up left entries: %v", kinds)
			}
		})
	}
}

func TestSetUpOnce(t *testing.T) {
	c := started(t)
	if _, err := c.SetUp(ctx, First{Name: "另一个中心", TimeZone: "Asia/Shanghai", LogKey: "key", Accounts: first()}); codes(err) != "setup.done" {
		t.Errorf("a second time: %v", err)
	}
	if centre, err := c.Centre(ctx); err != nil || centre.Name != "县公共资源交易中心" {
		t.Errorf("centre %+v, %v", centre, err)
	}
	kinds, text := c.entries()
	if want := []string{"centre.created", "centre.set", "account.created", "account.created", "account.created", "account.created", "account.created"}; !slices.Equal(kinds, want) {
		t.Errorf("entries %v", kinds)
	}
	for _, secret := range []string{"tqmvhxeuboky", "argon2id", "赵", `"login"`} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

// TestSetUpRace: of many first starts at once one makes the centre.
func TestSetUpRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := service(t, db, time.Now)
		var done atomic.Int32
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				list := first()
				for j := range list {
					list[j].Login += string(rune('a' + i))
				}
				switch _, err := s.SetUp(ctx, First{Name: "中心", TimeZone: "Asia/Shanghai", LogKey: "key", Accounts: list}); codes(err) {
				case "":
					done.Add(1)
				case "setup.done":
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		accounts, err := s.Accounts(ctx)
		if err != nil || done.Load() != 1 || len(accounts) != 5 {
			t.Errorf("%d first starts, %d accounts, %v", done.Load(), len(accounts), err)
		}
	})
}

func TestSignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := service(t, db, time.Now)
		c := centre{Service: s, t: t}
		if _, err := s.SetUp(ctx, First{Name: "中心", TimeZone: "Asia/Shanghai", LogKey: "key", Accounts: first()}); err != nil {
			t.Fatal(err)
		}
		who, shown := c.signIn("staff")
		if who.Role != access.Staff || who.By != ByAccount || who.Name != "职员 李" || who.CSRF == "" || who.Device == "" {
			t.Errorf("signed in as %+v", who)
		}
		if again := c.identify(shown); again != who {
			t.Errorf("identified as %+v, want %+v", again, who)
		}
		if super, _ := c.signIn(" SUPER "); super.Kind != access.Regulator || super.CSRF == who.CSRF || super.Device == who.Device {
			t.Errorf("signed in as %+v", super)
		}
		_, otherCookie := c.browser()
		for name, wrong := range map[string]Credentials{
			"nothing": {}, "another device": {Session: shown.Session, Device: otherCookie}, "no device": {Session: shown.Session},
			"a made-up device": {Session: shown.Session, Device: who.Device}, "a made-up token": {Session: "x", Device: shown.Device},
			"the stored hash as token": {Session: who.Session, Device: shown.Device},
		} {
			if got := c.identify(wrong); got.By != Nobody || got.Role != access.Visitor || got.Account != "" {
				t.Errorf("%s is %+v", name, got)
			}
		}
		if err := s.SignOut(ctx, who); err != nil {
			t.Fatal(err)
		}
		if got := c.identify(shown); got.By != Nobody {
			t.Errorf("after signing out: %+v", got)
		}
		kinds, text := c.entries()
		if want := []string{"session.began", "session.began", "session.ended"}; !slices.Equal(kinds[7:], want) {
			t.Errorf("entries %v", kinds[7:])
		}
		for _, secret := range []string{shown.Session, who.Session, who.CSRF, who.Device, "10.0.0.1", "李"} {
			if strings.Contains(text, secret) {
				t.Errorf("the log holds %q", secret)
			}
		}
	})
}

// TestWrong: whatever is wrong, the answer is the same.
func TestWrong(t *testing.T) {
	c := started(t)
	sys, _ := c.signIn("sys")
	off := true
	list, err := c.Accounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	staff := list[slices.IndexFunc(list, func(a store.Account) bool { return a.Login == "staff" })]
	if _, err := c.ChangeAccount(ctx, sys, staff.ID, Change{Version: staff.Version, Disabled: &off}); err != nil {
		t.Fatal(err)
	}
	device, _ := c.browser()
	for i, try := range [][2]string{{"super", "wrong"}, {"nobody", password("nobody")}, {"staff", password("staff")}, {"super", ""}, {"", ""}, {"super", strings.Repeat("x", 1<<20)}} {
		token, who, err := c.SignIn(ctx, try[0], try[1], "", device, "10.0.0."+string(rune('2'+i)))
		if codes(err) != "auth.wrong" || token != "" || who != (Who{}) {
			t.Errorf("%.20q: %q, %+v, %v", try, token, who, err)
		}
	}
	_, text := c.entries()
	for _, why := range []string{`"why":"password"`, `"why":"unknown"`, `"why":"disabled"`} {
		if !strings.Contains(text, why) {
			t.Errorf("the log does not say %s", why)
		}
	}
	if strings.Contains(text, "nobody") {
		t.Error("the log holds a login that was typed")
	}
	if _, _, err := c.SignIn(ctx, "super", password("super"), "", "", "10.0.0.1"); codes(err) != "auth.cookies" {
		t.Errorf("without a device: %v", err)
	}
}

func TestLockout(t *testing.T) {
	c := started(t)
	device, _ := c.browser()
	try := func(login, password, address string) string {
		_, _, err := c.SignIn(ctx, login, password, "", device, address)
		return codes(err)
	}
	for _, login := range []string{"super", "nobody"} { // whether or not there is such an account
		for i := range 5 {
			if got := try(login, "wrong", "10.1.0.1"); got != "auth.wrong" {
				t.Fatalf("%s, failure %d: %s", login, i+1, got)
			}
		}
		if got := try(login, password(login), "10.1.0.2"); got != "auth.wait" {
			t.Errorf("%s after five failures: %q", login, got)
		}
	}
	if got := try("staff", password("staff"), "10.1.0.1"); got != "" {
		t.Errorf("another login from the same address: %q", got)
	}
	c.wait(15*time.Second - time.Millisecond)
	if got := try("super", password("super"), "10.1.0.2"); got != "auth.wait" {
		t.Errorf("just before 15 s: %q", got)
	}
	c.wait(time.Millisecond)
	if got := try("super", "wrong", "10.1.0.2"); got != "auth.wrong" {
		t.Errorf("after 15 s: %q", got)
	}
	c.wait(30*time.Second - time.Millisecond)
	if got := try("super", password("super"), "10.1.0.2"); got != "auth.wait" {
		t.Errorf("just before 30 s more: %q", got)
	}
	c.wait(time.Millisecond)
	if got := try("super", password("super"), "10.1.0.2"); got != "" {
		t.Errorf("after 30 s more: %q", got)
	}
	for range 4 { // forgiven: four more are free
		try("super", "wrong", "10.1.0.2")
	}
	if got := try("super", password("super"), "10.1.0.2"); got != "" {
		t.Errorf("after signing in and four failures: %q", got)
	}
}

// TestLockoutOfAddress: who tries many logins from one address waits too, and
// an account of his own does not help him.
func TestLockoutOfAddress(t *testing.T) {
	c := started(t)
	device, _ := c.browser()
	for i := range 20 {
		login := "guess" + string(rune('a'+i))
		if _, _, err := c.SignIn(ctx, login, "wrong", "", device, "10.1.0.9"); codes(err) != "auth.wrong" {
			t.Fatalf("failure %d: %v", i+1, err)
		}
		if i == 10 {
			if _, _, err := c.SignIn(ctx, "staff", password("staff"), "", device, "10.1.0.9"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, err := c.SignIn(ctx, "staff", password("staff"), "", device, "10.1.0.9"); codes(err) != "auth.wait" {
		t.Errorf("after twenty failures: %v", err)
	}
	if _, _, err := c.SignIn(ctx, "staff", password("staff"), "", device, "10.1.0.8"); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

func TestWaitAfter(t *testing.T) {
	for over, want := range map[int]time.Duration{
		-1: 0, 0: 15 * time.Second, 1: 30 * time.Second, 2: time.Minute, 5: 8 * time.Minute, 6: 15 * time.Minute, 9: 15 * time.Minute,
		10: 15 * time.Minute, 1000000: 15 * time.Minute,
	} {
		if got := waitAfter(over); got != want {
			t.Errorf("waitAfter(%d) = %s, want %s", over, got, want)
		}
	}
}

// TestLockoutAtOnce: many guesses at the same moment are not more guesses.
func TestLockoutAtOnce(t *testing.T) {
	c := started(t)
	device, _ := c.browser()
	var looked atomic.Int32
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			switch _, _, err := c.SignIn(ctx, "super", "wrong", "", device, "10.1.0.1"); codes(err) {
			case "auth.wrong":
				looked.Add(1)
			case "auth.wait":
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if looked.Load() != 5 {
		t.Errorf("%d passwords were looked at, want 5", looked.Load())
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, tt := range []struct {
		login string
		every time.Duration // between uses
		lasts time.Duration
	}{
		{"staff", time.Hour, 0}, // idle for too long at the first use
		{"staff", time.Hour - time.Minute, 12 * time.Hour},
		{"super", 5 * time.Hour, 12 * time.Hour}, // watches without touching anything
	} {
		c := started(t)
		_, shown := c.signIn(tt.login)
		var lasted time.Duration
		for {
			c.wait(tt.every)
			if c.identify(shown).By == Nobody {
				break
			}
			lasted += tt.every
		}
		if lasted > tt.lasts || lasted < tt.lasts-tt.every {
			t.Errorf("%s, used every %s: lasted %s, want %s", tt.login, tt.every, lasted, tt.lasts)
		}
	}
}

func TestSecond(t *testing.T) {
	c := started(t)
	staff, shown := c.signIn("staff")
	if _, _, err := c.OfferSecond(ctx, staff, "wrong", "中心"); codes(err) != "password.old" {
		t.Errorf("with a wrong password: %v", err)
	}
	uri, sealed, err := c.OfferSecond(ctx, staff, password("staff"), "中心")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(uri, "otpauth://totp/") || !strings.Contains(uri, ":staff?") {
		t.Errorf("uri %s", uri)
	}
	second, err := c.openSecond(store.Account{ID: staff.Account, SecondSealed: sealed})
	if err != nil {
		t.Fatal(err)
	}
	code := func(ahead int64) string { return oneTimeCode(second.Secret, c.now().Unix()/30+ahead, 6) }
	super, _ := c.signIn("super")
	if err := c.ConfirmSecond(ctx, super, sealed, code(0)); codes(err) != "second.offer" {
		t.Errorf("another's offer: %v", err)
	}
	if err := c.ConfirmSecond(ctx, staff, sealed, code(5)); codes(err) != "second.code" {
		t.Errorf("a wrong code: %v", err)
	}
	used := code(0)
	if err := c.ConfirmSecond(ctx, staff, sealed, used); err != nil {
		t.Fatal(err)
	}
	if c.identify(shown).By != ByAccount {
		t.Error("the session ended with the set-up")
	}
	device, _ := c.browser()
	signIn := func(code string) string {
		_, _, err := c.SignIn(ctx, "staff", password("staff"), code, device, "10.0.0.1")
		return codes(err)
	}
	for name, code := range map[string]string{"no code": "", "a wrong one": code(5), "the one of the set-up": used} {
		if got := signIn(code); got != "auth.wrong" {
			t.Errorf("with %s: %q", name, got)
		}
	}
	c.wait(30 * time.Second)
	now := code(0)
	if got := signIn(now); got != "" {
		t.Errorf("with the code: %q", got)
	}
	if got := signIn(now); got != "auth.wrong" {
		t.Errorf("with the same code again: %q", got)
	}
	if err := c.db.Read(ctx, func(tx *store.Tx) error {
		a, err := tx.Account(staff.Account)
		if strings.Contains(string(a.SecondSealed), string(second.Secret)) {
			t.Error("the secret lies open")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestChangePassword(t *testing.T) {
	c := started(t)
	staff, here := c.signIn("staff")
	_, there := c.signIn("staff")
	if err := c.ChangePassword(ctx, staff, "wrong", password("new")); codes(err) != "password.old" {
		t.Errorf("with a wrong one: %v", err)
	}
	if err := c.ChangePassword(ctx, staff, password("staff"), "short"); codes(err) != "password.short" {
		t.Errorf("to a weak one: %v", err)
	}
	if err := c.ChangePassword(ctx, staff, password("staff"), password("new")); err != nil {
		t.Fatal(err)
	}
	if c.identify(here).By != ByAccount || c.identify(there).By != Nobody {
		t.Error("the other sessions should end, and this one not")
	}
	device, _ := c.browser()
	if _, _, err := c.SignIn(ctx, "staff", password("staff"), "", device, "10.0.0.1"); codes(err) != "auth.wrong" {
		t.Errorf("the old one: %v", err)
	}
	if _, _, err := c.SignIn(ctx, "staff", password("new"), "", device, "10.0.0.1"); err != nil {
		t.Errorf("the new one: %v", err)
	}
}

// TestAdministratorsApart: who makes accounts does not give rights, and the
// other way round.
func TestAdministratorsApart(t *testing.T) {
	c := started(t)
	sys, _ := c.signIn("sys")
	sec, _ := c.signIn("sec")
	staff, _ := c.signIn("staff")
	device, _ := c.browser()
	yes, no, role, name, weak := true, false, access.Auditor, "新 名", "123"
	new := NewAccount{Login: "wu", Name: "职员 吴", Role: access.Staff, Password: password("wu")}
	for _, by := range []Who{sec, staff, {Role: access.Visitor}} {
		if _, err := c.CreateAccount(ctx, by, new); !slices.Contains([]string{"access.role", "access.sign_in"}, codes(err)) {
			t.Errorf("%s makes an account: %v", by.Role, err)
		}
	}
	account, err := c.CreateAccount(ctx, sys, new)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateAccount(ctx, sys, new); codes(err) != "account.twice" {
		t.Errorf("the login twice: %v", err)
	}
	if _, err := c.CreateAccount(ctx, sys, NewAccount{Login: "zheng", Name: "安全钱", Role: access.Auditor, Password: password("zheng")}); codes(err) != "access.administrators" {
		t.Errorf("the security administrator as auditor: %v", err)
	}
	if _, _, err := c.SignIn(ctx, "wu", password("wu"), "", device, "10.0.0.1"); codes(err) != "auth.wrong" {
		t.Errorf("before it is enabled: %v", err)
	}
	change := func(by Who, ch Change) string {
		ch.Version = account.Version
		after, err := c.ChangeAccount(ctx, by, account.ID, ch)
		if err == nil {
			account = after
		}
		return codes(err)
	}
	for _, tt := range []struct {
		name string
		by   Who
		do   Change
		want string
	}{
		{"staff enables", staff, Change{Disabled: &no}, "access.role"},
		{"who made it enables it", sys, Change{Disabled: &no}, "access.role"},
		{"the other enables it", sec, Change{Disabled: &no}, ""},
		{"the one gives a role", sys, Change{Role: &role}, "access.role"},
		{"the other names it", sec, Change{Name: &name}, "access.role"},
		{"the other resets it", sec, Change{ClearSecond: true}, "access.role"},
		{"both at once", sys, Change{Name: &name, Disabled: &no}, "access.role"},
		{"the one names it", sys, Change{Name: &name}, ""},
		{"the other gives a role", sec, Change{Role: &role}, ""},
		{"nothing", sec, Change{}, "account.nothing"},
		{"a weak password", sys, Change{Password: &weak}, "password.short password.distinct"},
		{"a reset", sys, Change{ClearSecond: true}, ""},
	} {
		if got := change(tt.by, tt.do); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if !account.Disabled {
		t.Error("after a reset the account is still enabled")
	}
	old := account.Version
	if got := change(sec, Change{Disabled: &no}); got != "" {
		t.Error(got)
	}
	if _, err := c.ChangeAccount(ctx, sec, account.ID, Change{Version: old, Disabled: &yes}); codes(err) != "account.stale" {
		t.Errorf("with an old version: %v", err)
	}
	if _, err := c.ChangeAccount(ctx, sec, sec.Account, Change{Version: 1, Role: &role}); codes(err) != "account.own" {
		t.Errorf("the own account: %v", err)
	}
	if _, err := c.ChangeAccount(ctx, sys, sec.Account, Change{Version: 1, Disabled: &yes}); codes(err) != "account.last" {
		t.Errorf("the last security administrator: %v", err)
	}
	if _, err := c.ChangeAccount(ctx, sec, "nobody", Change{Disabled: &yes}); codes(err) != "account.unknown" {
		t.Errorf("no such account: %v", err)
	}
}

func TestDisabledAtOnce(t *testing.T) {
	c := started(t)
	sys, _ := c.signIn("sys")
	staff, shown := c.signIn("staff")
	yes := true
	if _, err := c.ChangeAccount(ctx, sys, staff.Account, Change{Version: 1, Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	if got := c.identify(shown); got.By != Nobody {
		t.Errorf("a disabled account goes on as %+v", got)
	}
}

func TestEnsureDevice(t *testing.T) {
	c := empty(t)
	who, cookie, err := c.EnsureDevice(Who{Role: access.Visitor})
	if err != nil || who.Device == "" || who.CSRF == "" {
		t.Fatalf("%+v, %v", who, err)
	}
	again := c.identify(Credentials{Device: cookie})
	if again != who {
		t.Errorf("it comes back as %+v, want %+v", again, who)
	}
	if same, cookie, err := c.EnsureDevice(again); err != nil || cookie != "" || same != again {
		t.Errorf("a second time: %+v, %q, %v", same, cookie, err)
	}
	if forged := c.identify(Credentials{Device: who.Device + "." + strings.Repeat("A", 43)}); forged.Device != "" || forged.CSRF != "" {
		t.Errorf("a forged device: %+v", forged)
	}
}

func TestKindsAreAll(t *testing.T) {
	acts := []act{
		&CentreCreated{}, &CentreSet{}, &AccountCreated{}, &AccountChanged{}, &SessionBegan{}, &SessionFailed{}, &SessionEnded{}, &KioskPaired{}, &KioskRevoked{},
	}
	var kinds []string
	for _, a := range acts {
		kinds = append(kinds, a.Kind())
		if _, err := proclog.Canonical(a); err != nil {
			t.Errorf("%s: %v", a.Kind(), err)
		}
	}
	slices.Sort(kinds)
	if !slices.Equal(kinds, Kinds()) {
		t.Errorf("Kinds() = %v, want %v", Kinds(), kinds)
	}
}

// A request whose answer went with a crash is not carried out again, and says
// so; an answer that is kept cannot be read in the database.
func TestAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := service(t, db, time.Now)
		claim, err := NewClaim(Who{By: ByKiosk, Kiosk: "k1", Account: "seat:1"}, "0123-4567", "r")
		if err != nil || claim.Name != "kiosk k1 0123-4567" {
			t.Fatalf("%+v %v", claim, err)
		}
		if a, err := s.Answered(ctx, claim); a != nil || err != nil {
			t.Fatalf("new, and answered %+v: %v", a, err)
		}
		if err := db.Write(store.Claiming(ctx, claim), func(*store.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Answered(ctx, claim); codes(err) != "request.done" {
			t.Errorf("carried out without an answer: %v", err)
		}
		if err := s.KeepAnswer(ctx, claim, Answer{200, "application/json", []byte(`{"pass":"KXTU"}`)}); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Answered(ctx, claim); err != nil || a.Status != 200 || string(a.Body) != `{"pass":"KXTU"}` {
			t.Errorf("%+v %v", a, err)
		}
		if row, err := s.answer(ctx, claim.Name); err != nil || strings.Contains(string(row.Answer), "pass") {
			t.Errorf("the row holds %q: %v", row.Answer, err)
		}
		if _, err := s.Answered(ctx, &store.Claim{Name: claim.Name, Request: "another"}); codes(err) != "request.key_used" {
			t.Errorf("another request: %v", err)
		}
	})
}
