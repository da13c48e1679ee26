package api

// RoomView is a room with its kiosks.
type RoomView struct {
	ID      string      `json:"id"`
	Centre  string      `json:"centre"` // its name
	Name    string      `json:"name"`
	Seats   int         `json:"seats"`
	Kiosks  []KioskView `json:"kiosks"`
	Lot     string      `json:"lot"` // of the running meeting
	Version int64       `json:"version"`
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
