package api

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
)

// saying is a PDF with one property (ISO 32000-1, 14.3.3), in UTF-16.
func saying(property, value string) []byte {
	var text strings.Builder
	for _, unit := range utf16.Encode([]rune("\ufeff" + value)) {
		text.WriteString(hex.EncodeToString([]byte{byte(unit >> 8), byte(unit)}))
	}
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj\n<< /%s <%s> >>\nendobj\ntrailer\n<< /Info 1 0 R >>\n", property, text.String())
}

func TestBlindPartsThatNameTheirBidder(t *testing.T) {
	bidder := &evaluation.Bidder{Name: "杭湾建设集团有限公司", CreditCode: "91330100MA2H300110", Consortium: []evaluation.Party{{Name: "金陵设计院有限公司", CreditCode: "91330101MA2H30011E"}}}
	short := &evaluation.Bidder{Name: "中建有限公司"}
	for _, tt := range []struct {
		bidder          *evaluation.Bidder
		property, value string
		code            string
	}{
		{bidder, "Author", "杭湾建设集团有限公司", "bid.blind_named.author"},
		{bidder, "Title", "技术标（杭湾建设集团）", "bid.blind_named.title"},
		{bidder, "Creator", "杭湾建设 集团 投标软件", "bid.blind_named.creator"},
		{bidder, "Producer", "91330100ma2h300110", "bid.blind_named.producer"},
		{bidder, "Author", "金陵设计院", "bid.blind_named.author"},
		{bidder, "Author", "91330101MA2H30011E", "bid.blind_named.author"},
		{bidder, "Author", "杭湾建设", ""},
		{bidder, "Title", "施工组织设计", ""},
		{bidder, "Author", "Administrator", ""},
		{bidder, "Subject", "杭湾建设集团有限公司", ""}, // is not read
		{short, "Title", "中建有限公司技术标", "bid.blind_named.title"},
		{short, "Title", "中建标准图集", ""}, // what is left of a short name is others' too
	} {
		var refusals rule.Collect
		addNamed(&refusals, "file", "暗标.pdf", tt.bidder, saying(tt.property, tt.value))
		var codes []string
		if err := refusals.Err(rule.Invalid); err != nil {
			for _, reason := range err.(*rule.Refusal).Reasons {
				codes = append(codes, reason.Code)
			}
		}
		if want := strings.Fields(tt.code); !slices.Equal(codes, want) {
			t.Errorf("%s %q of %s: %v, want %v", tt.property, tt.value, tt.bidder.Name, codes, want)
		}
	}
}
