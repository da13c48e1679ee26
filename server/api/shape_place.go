package api

// RoomView is a room with its kiosks.
type RoomView struct {
	ID      string      `json:"id"`
	Centre  string      `json:"centre"` // its name
	Name    string      `json:"name"`
	Seats   int         `json:"seats"`
	Offered bool        `json:"offered"` // to meetings of other centres, as their remote room
	Kiosks  []KioskView `json:"kiosks"`
	Lot     string      `json:"lot"`   // of the running meeting; empty if that is another centre's
	Guest   string      `json:"guest"` // the other centre whose meeting runs there
	Version int64       `json:"version"`
}

// RemoteRoom is a room that a meeting's remote seats can be in.
type RemoteRoom struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Centre string `json:"centre"` // its name
	Seats  int    `json:"seats"`
}

// KioskView is a scoring terminal.
type KioskView struct {
	ID          string `json:"id"`
	Room        string `json:"room"`
	Seat        int    `json:"seat"`
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint"`
	PairedMs    int64  `json:"pairedMs"`
	Online      bool   `json:"online"`
}

// PairingView is a kiosk that asks to be paired.
type PairingView struct {
	ID          string `json:"id"`
	Fingerprint string `json:"fingerprint"`
	CreatedMs   int64  `json:"createdMs"`
	ExpiresMs   int64  `json:"expiresMs"`
	Kiosk       string `json:"kiosk"` // once confirmed
}
