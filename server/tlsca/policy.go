package tlsca

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// ChromiumPolicy returns the policy file of a kiosk's browser, to be put into
// /etc/chromium/policies/managed (Windows: imported into the registry): it
// trusts the centre's root, and lets the pages of the given origins, such as
// "https://192.168.1.10:8443", use camera and microphone without asking.
func (a *Authority) ChromiumPolicy(origins []string) ([]byte, error) {
	return Policy(origins, base64.StdEncoding.EncodeToString(a.root.Raw))
}

// Policy is [Authority.ChromiumPolicy] for a root in DER, in base 64; without
// one, on loopback, the browser trusts the page anyway.
func Policy(origins []string, root string) ([]byte, error) {
	policy := map[string]any{
		"VideoCaptureAllowedUrls":    origins,
		"AudioCaptureAllowedUrls":    origins,
		"PasswordManagerEnabled":     false,
		"TranslateEnabled":           false,
		"DeveloperToolsAvailability": 2, // none: a member's page is not to be written to
	}
	if root != "" {
		policy["CACertificates"] = []string{root}
	}
	encoded, err := json.MarshalIndent(policy, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("tlsca: %w", err)
	}
	return append(encoded, '\n'), nil
}
