package api

import (
	"github.com/gofiber/fiber/v2"

	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/proclog"
)

// Me says who looks at the page. A browser without a device's name is given
// one.
func (h *Handlers) Me(c *fiber.Ctx, who auth.Who) error {
	who, cookie, err := h.Auth.EnsureDevice(who)
	if err != nil {
		return err
	}
	if cookie != "" {
		auth.SetDevice(c, h.TLS, cookie)
	}
	return h.renderMe(c, who)
}

func (h *Handlers) renderMe(c *fiber.Ctx, who auth.Who) error {
	setup, err := h.Auth.NeedsSetup(c.UserContext())
	if err != nil {
		return err
	}
	me := Me{CSRF: who.CSRF, ServerMs: h.Now().UnixMilli(), Setup: setup, Demo: h.Demo}
	if !setup {
		centre, err := h.Auth.Centre(c.UserContext())
		if err != nil {
			return err
		}
		fingerprint, err := proclog.KeyFingerprint(h.LogKey)
		if err != nil {
			return err
		}
		all, err := h.Auth.Centres(c.UserContext(), access.Everywhere)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.ID == who.Centre {
				centre.ID, centre.Name = one.ID, one.Name
			}
		}
		me.Centre = Centre{ID: centre.ID, Name: centre.Name, Several: len(all) > 1, TimeZone: centre.TimeZone, Fingerprint: fingerprint, LogKey: h.LogKey}
	}
	if who.By == auth.ByAccount {
		me.Account = &Account{ID: who.Account, Name: who.Name, Role: string(who.Role), Kind: string(who.Kind), Centre: who.Centre, Keeps: who.Keeps}
	}
	return render(c, me)
}

// SignIn begins a session.
func (h *Handlers) SignIn(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Login    string `json:"login"`
		Password string `json:"password"`
		Code     string `json:"code"`
	}](c)
	if err != nil {
		return err
	}
	token, who, err := h.Auth.SignIn(c.UserContext(), in.Login, in.Password, in.Code, who.Device, c.IP())
	if err != nil {
		return err
	}
	auth.SetSession(c, h.TLS, token)
	return h.renderMe(c, who)
}

// SignOut ends a session.
func (h *Handlers) SignOut(c *fiber.Ctx, who auth.Who) error {
	if err := h.Auth.SignOut(c.UserContext(), who); err != nil {
		return err
	}
	auth.SetSession(c, h.TLS, "")
	h.Hub.Drop(who.Session)
	return c.SendStatus(fiber.StatusNoContent)
}

// Time gives the server's clock.
func (h *Handlers) Time(c *fiber.Ctx, _ auth.Who) error {
	return c.JSON(map[string]int64{"ms": h.Now().UnixMilli()})
}

// SetUp makes the first accounts and shows the keys that are to be kept on
// paper: the master key, and those of the two roles who together open a draw.
func (h *Handlers) SetUp(c *fiber.Ctx, _ auth.Who) error {
	in, err := decode[struct {
		CentreName string `json:"centreName"`
		TimeZone   string `json:"timeZone"`
		Accounts   []struct {
			Login    string `json:"login"`
			Name     string `json:"name"`
			Role     string `json:"role"`
			Kind     string `json:"kind"`
			Password string `json:"password"`
		} `json:"accounts"`
	}](c)
	if err != nil {
		return err
	}
	accounts := make([]auth.NewAccount, len(in.Accounts))
	for i, a := range in.Accounts {
		accounts[i] = auth.NewAccount{Login: a.Login, Name: a.Name, Role: access.Role(a.Role), Kind: access.SupervisorKind(a.Kind), Password: a.Password}
	}
	openers, err := h.Auth.SetUp(c.UserContext(), auth.First{Name: in.CentreName, TimeZone: in.TimeZone, LogKey: h.LogKey, Accounts: accounts})
	if err != nil {
		return err
	}
	return c.JSON(SetUpView{Master: h.Paper, Openers: openers})
}
