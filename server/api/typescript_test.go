package api

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write kiosk/src/shared/api.gen.ts anew")

const twin = "../../kiosk/src/shared/api.gen.ts"

// The pages' types must be those that the server sends.
func TestTypeScriptTwin(t *testing.T) {
	want := TypeScript()
	if *update {
		if err := os.WriteFile(twin, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(twin)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("kiosk/src/shared/api.gen.ts is not what the shapes say; run go test ./server/api -run TypeScriptTwin -update")
	}
}
