package notify

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// An smsGateway is an operator's, as the test says.
func smsGateway(t *testing.T, take func(http.ResponseWriter, *http.Request, string)) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		take(w, r, string(body))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func open(t *testing.T, s *SMS) *SMS {
	t.Helper()
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// What would break out of a template stays inside its value.
func awkward() Message {
	m := invitation()
	m.ID, m.City, m.Text = "m1", `杭"州\市 & {pass}=`, "第一行\n\"第二行\" {to}"
	return m
}

func TestSMSBody(t *testing.T) {
	for name, tt := range map[string]struct {
		kind, body string
		read       func(string) (map[string]string, error)
	}{
		"JSON": {"", `{"mobile":"{to}","content":"{text}","place":"{city}","hours":{hours},"n":"{id}"}`, func(body string) (map[string]string, error) {
			var got struct {
				Mobile, Content, Place, N string
				Hours                     json.Number
			}
			err := json.Unmarshal([]byte(body), &got)
			return map[string]string{"mobile": got.Mobile, "content": got.Content, "place": got.Place, "hours": got.Hours.String(), "n": got.N}, err
		}},
		"form": {"application/x-www-form-urlencoded;charset=utf-8", "mobile={to}&content={text}&place={city}&hours={hours}&n={id}", func(body string) (map[string]string, error) {
			values, err := url.ParseQuery(body)
			got := map[string]string{}
			for name := range values {
				got[name] = values.Get(name)
			}
			return got, err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var got map[string]string
			var err error
			address := smsGateway(t, func(w http.ResponseWriter, r *http.Request, body string) {
				if r.Method != http.MethodPost || r.Header.Get("Authorization") != "Bearer k" {
					t.Errorf("%s with %v", r.Method, r.Header)
				}
				got, err = tt.read(body)
			})
			s := &SMS{URL: address, Headers: map[string]string{"authorization": "Bearer k"}, Body: tt.body}
			if tt.kind != "" {
				s.Headers["content-type"] = tt.kind
			}
			if outcome, why := open(t, s).Send(ctx, awkward()); outcome != Delivered || why != nil {
				t.Fatal(outcome, why)
			}
			m := awkward()
			want := map[string]string{"mobile": m.To, "content": m.Text, "place": m.City, "hours": "6", "n": "m1"}
			for field, value := range want {
				if got[field] != value {
					t.Errorf("%s is %q, want %q", field, got[field], value)
				}
			}
			if err != nil || len(got) != len(want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestSMSAnswers(t *testing.T) {
	var code int
	var answer string
	address := smsGateway(t, func(w http.ResponseWriter, _ *http.Request, _ string) {
		w.WriteHeader(code)
		io.WriteString(w, answer)
	})
	s := open(t, &SMS{URL: address, Body: `{"to":"{to}","text":"{text}"}`, Success: `"code":"OK"`, Busy: `"code":"LIMIT"`})
	for _, tt := range []struct {
		code   int
		answer string
		want   Outcome
	}{
		{200, `{"code":"OK"}`, Delivered},
		{200, `{"code":"LIMIT"}`, Again},
		{200, `{"code":"NUMBER","of":"13800138000"}`, Refused},
		{200, ``, Refused},
		{200, strings.Repeat(" ", mostReply) + `{"code":"OK"}`, Refused}, // no gateway says so much
		{503, `{"code":"OK"}`, Again},
		{429, ``, Again},
		{401, `{"code":"OK"}`, Refused},
		{302, `{"code":"OK"}`, Refused},
	} {
		code, answer = tt.code, tt.answer
		got, err := s.Send(ctx, invitation())
		if got != tt.want || (err == nil) != (got == Delivered) {
			t.Errorf("%d %.40s: %s, %v, want %s", tt.code, tt.answer, got, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "1380013") {
			t.Errorf("a number in %q", err)
		}
	}
}

// A gateway that does not answer is given up with the context, and its
// address, which can hold a key, is not in the error.
func TestSMSHangs(t *testing.T) {
	release := make(chan struct{})
	address := smsGateway(t, func(http.ResponseWriter, *http.Request, string) { <-release })
	defer close(release)
	s := open(t, &SMS{URL: address + "/send?key=secret", Body: `{"to":"{to}","text":"{text}"}`})
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	outcome, err := s.Send(short, invitation())
	if outcome != Again || err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("%s, %v", outcome, err)
	}
}

func TestSMSConfig(t *testing.T) {
	good := `{"to":"{to}","text":"{text}"}`
	for why, s := range map[string]SMS{
		"GET":            {Method: "GET", URL: "https://sms.example", Body: good},
		"not encrypted":  {URL: "http://sms.example", Body: good},
		"no number":      {URL: "https://sms.example", Body: `{"text":"{text}"}`},
		"nothing to say": {URL: "https://sms.example", Body: `{"to":"{to}"}`},
		"not JSON":       {URL: "https://sms.example", Body: `{"to":"{to}","text":"{text}"`},
		"XML":            {URL: "https://sms.example", Body: good, Headers: map[string]string{"Content-Type": "text/xml"}},
	} {
		if err := s.Open(); err == nil {
			t.Errorf("%s is taken", why)
		}
	}
}
