package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"bidroom/evaluation/rule"
)

// What nobody can be held to is no profile; a province may state a part.
func TestInvitationBounds(t *testing.T) {
	text := load(t, "cn-tendering-2019").Text()
	for was, tries := range map[string]map[string]bool{
		`"from":"08:00"`:       {`"from":"00:00"`: true, `"from":"8:00"`: false, `"from":"21:00"`: false, `"from":""`: false, `"from":"20:59"`: true},
		`"until":"21:00"`:      {`"until":"23:59"`: true, `"until":"24:00"`: false, `"until":"08:00"`: false, `"until":""`: false},
		`"answer_minutes":30`:  {`"answer_minutes":0`: true, `"answer_minutes":10080`: true, `"answer_minutes":10081`: false},
		`"tries":4`:            {`"tries":1`: true, `"tries":100`: true, `"tries":0`: false, `"tries":101`: false},
		`"pause_seconds":10,`:  {`"pause_seconds":1,`: true, `"pause_seconds":1800,`: true, `"pause_seconds":0,`: false, `"pause_seconds":1801,`: false},
		`"pause_seconds":120,`: {`"pause_seconds":1800,`: true, `"pause_seconds":1801,`: false},
	} {
		for is, want := range tries {
			changed := strings.Replace(text, was, is, 1)
			if _, err := rule.ReadProfile(changed); changed == text || (err == nil) != want {
				t.Errorf("%s: %v", is, err)
			}
		}
	}
	if i := load(t, "cn-zhejiang-tendering-2014").Invitation; i.AnswerMinutes != 30 || i.By("sip").Tries != 4 || i.By("sms").Tries != 12 || i.By("webhook") != i.Message {
		t.Errorf("the province's invitations: %+v", i)
	}
	for _, tt := range []struct {
		from, until string
		want        string
	}{{"08:00", "21:00", "480 1260 true"}, {"00:00", "23:59", "0 1439 true"}, {"19:07", "20:10", "1147 1210 true"}, {"", "", "0 0 false"}} {
		if got := fmt.Sprint((rule.Invitation{From: tt.from, Until: tt.until}).Hours()); got != tt.want {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.until, got, tt.want)
		}
	}
}
