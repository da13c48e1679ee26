package api

import (
	"encoding/base64"

	"github.com/gofiber/fiber/v2"

	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/auth"
	"bidroom/server/store"
)

func accountView(a store.Account) Account {
	return Account{ID: a.ID, Centre: a.CentreID, Login: a.Login, Name: a.Name, Role: a.Role, Kind: a.Kind, Disabled: a.Disabled, Second: len(a.SecondSealed) > 0, Version: a.Version}
}

// Accounts lists everybody who can sign in.
func (h *Handlers) Accounts(c *fiber.Ctx, _ auth.Who) error {
	list, err := h.Auth.Accounts(c.UserContext())
	if err != nil {
		return err
	}
	page := Page[Account]{Total: int64(len(list))}
	for _, a := range list {
		page.Items = append(page.Items, accountView(a))
	}
	return render(c, page)
}

// CreateAccount makes an account, which the security administrator has to
// enable.
func (h *Handlers) CreateAccount(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Login    string  `json:"login"`
		Name     string  `json:"name"`
		Role     string  `json:"role"`
		Kind     string  `json:"kind"`
		Centre   *string `json:"centre"`
		Password string  `json:"password"`
	}](c)
	if err != nil {
		return err
	}
	made, err := h.Auth.CreateAccount(c.UserContext(), who,
		auth.NewAccount{Login: in.Login, Name: in.Name, Role: access.Role(in.Role), Kind: access.SupervisorKind(in.Kind), Centre: in.Centre, Password: in.Password})
	if err != nil {
		return err
	}
	return render(c, accountView(made))
}

// ChangeAccount changes what the request names of somebody else's account;
// what it does not name stays. The account's live pages are cut off with its
// sessions.
func (h *Handlers) ChangeAccount(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Version     int64                  `json:"version"`
		Name        *string                `json:"name"`
		Password    *string                `json:"password"`
		ClearSecond bool                   `json:"clearSecond"`
		Disabled    *bool                  `json:"disabled"`
		Role        *access.Role           `json:"role"`
		Kind        *access.SupervisorKind `json:"kind"`
		Centre      *string                `json:"centre"`
	}](c)
	if err != nil {
		return err
	}
	changed, err := h.Auth.ChangeAccount(c.UserContext(), who, c.Params("account"), auth.Change(in))
	if err != nil {
		return err
	}
	h.Hub.Drop(changed.ID)
	return render(c, accountView(changed))
}

// OwnAccount shows a person the own account.
func (h *Handlers) OwnAccount(c *fiber.Ctx, who auth.Who) error {
	account, err := h.Auth.Account(c.UserContext(), who.Account)
	if err != nil {
		return err
	}
	return render(c, accountView(account))
}

// ChangePassword gives a person another password. The person's other sessions
// end, and so do their live pages; the present page's comes back by itself.
func (h *Handlers) ChangePassword(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Old      string `json:"old"`
		Password string `json:"password"`
	}](c)
	if err != nil {
		return err
	}
	if err := h.Auth.ChangePassword(c.UserContext(), who, in.Old, in.Password); err != nil {
		return err
	}
	h.Hub.Drop(who.Account)
	return h.OwnAccount(c, who)
}

// OfferSecond begins the set-up of a person's second factor: nothing is kept
// until a code shows that the person's authenticator has it.
func (h *Handlers) OfferSecond(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Password string `json:"password"`
	}](c)
	if err != nil {
		return err
	}
	centre, err := h.Auth.Centre(c.UserContext())
	if err != nil {
		return err
	}
	uri, offer, err := h.Auth.OfferSecond(c.UserContext(), who, in.Password, centre.Name)
	if err != nil {
		return err
	}
	return render(c, SecondOffer{URI: uri, Offer: base64.StdEncoding.EncodeToString(offer)})
}

// ConfirmSecond ends the set-up of a person's second factor.
func (h *Handlers) ConfirmSecond(c *fiber.Ctx, who auth.Who) error {
	in, err := decode[struct {
		Offer string `json:"offer"`
		Code  string `json:"code"`
	}](c)
	if err != nil {
		return err
	}
	offer, err := base64.StdEncoding.DecodeString(in.Offer)
	if err != nil {
		return rule.Refuse(rule.Invalid, "", "second.offer", "offer")
	}
	if err := h.Auth.ConfirmSecond(c.UserContext(), who, offer, in.Code); err != nil {
		return err
	}
	return h.OwnAccount(c, who)
}
