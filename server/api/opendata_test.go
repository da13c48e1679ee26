package api

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/document/ocds"
)

// ocdsSchema is the published schema of a release package, with the extensions
// that the package names merged into that of its releases. Nothing that is not
// in it may stand in what is checked.
func ocdsSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	read := func(name string) map[string]any {
		file, err := os.ReadFile("testdata/ocds/" + name)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		return value.(map[string]any)
	}
	release, pack := read("release-schema.json"), read("release-package-schema.json")
	for _, extension := range []string{"bids.json", "lots.json"} {
		mergePatch(release, read(extension))
	}
	closeObjects(release)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	for _, schema := range []map[string]any{release, pack} {
		if err := c.AddResource(schema["id"].(string), schema); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile(pack["id"].(string))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// mergePatch is RFC 7396, for patches that take nothing away.
func mergePatch(target, patch map[string]any) {
	for name, value := range patch {
		part, isObject := value.(map[string]any)
		if was, also := target[name].(map[string]any); isObject && also {
			mergePatch(was, part)
			continue
		}
		target[name] = value
	}
}

// closeObjects lets no object have what the schema does not name.
func closeObjects(schema map[string]any) {
	for _, definition := range append([]any{schema}, values(schema["definitions"].(map[string]any))...) {
		if one := definition.(map[string]any); one["properties"] != nil {
			one["additionalProperties"] = false
		}
	}
}

func values(of map[string]any) (list []any) {
	for _, value := range of {
		list = append(list, value)
	}
	return list
}

// openDataCase is a case of three bids that were ranked, one that was rejected
// and one that could not be decrypted.
func openDataCase(t *testing.T, profile string) *awardMaker {
	t.Helper()
	p, err := rule.LoadProfile(profile)
	if err != nil {
		t.Fatal(err)
	}
	bid := func(id string, fen int64) evaluation.Bid {
		return evaluation.Bid{ID: "bid-" + id, Bidder: id, Opening: &evaluation.OpeningRecord{Bid: "bid-" + id, PriceFen: fen}}
	}
	c := &evaluation.Case{Lot: evaluation.Lot{ID: "L1", Tender: "T1", TenderName: "服务中心建设工程", Name: "主体施工", CentreName: "南江市公共资源交易中心", CeilingFen: 100_000_000_05, TimeZone: "Asia/Shanghai",
		ProcuringEntity: evaluation.Party{Name: "南江市滨河新区开发建设管理委员会", CreditCode: "11510000MB6200000Q"}},
		Bidders:  []evaluation.Bidder{{ID: "a", Name: "公司甲", CreditCode: "91510000MA6200000N", Consortium: []evaluation.Party{{Name: "公司丁", CreditCode: "91510000MA6200001L"}}}, {ID: "b", Name: "公司乙", CreditCode: "91510000MA6200002J"}, {ID: "c", Name: "公司丙"}, {ID: "d", Name: "公司戊"}, {ID: "e", Name: "公司己"}},
		Bids:     []evaluation.Bid{bid("a", 95_123_456_78), bid("b", 96_000_000_10), bid("c", 97_000_000_00), bid("d", 12_000_000_00)},
		Unopened: []evaluation.Bid{{ID: "bid-e", Bidder: "e", Unopened: &evaluation.UnopenedBid{Bid: "bid-e"}}}}
	c.Bids[3].Rejection = &evaluation.RejectionDecided{Bid: "bid-d", Reason: "未提交投标保证金"}
	c.Meeting = &evaluation.Meeting{Tally: &evaluation.MeetingTallied{Candidates: []string{"bid-b", "bid-a"}, Ranking: []evaluation.RankedBid{{Bid: "bid-b", Rank: 1}, {Bid: "bid-a", Rank: 2}, {Bid: "bid-c", Rank: 3}}}}
	zone, err := time.LoadLocation(c.Lot.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	return &awardMaker{c: c, profile: p, zone: zone, lang: "zh-CN"}
}

// What is published is valid by the published schemas, and shows what the rules
// have published by then and nothing else.
func TestOpenData(t *testing.T) {
	schema, now := ocdsSchema(t), time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)
	pack := func(r *awardMaker) ([]byte, ocds.Release) {
		t.Helper()
		p, err := r.pack("ocds-a1b2c3", "https://centre.example/api/lots/L1/award/ocds.json", now)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
		return text, p.Releases[0]
	}
	published := &evaluation.Published{CandidatesPublished: evaluation.CandidatesPublished{On: "2026-11-25", Until: "2026-11-28"}, AtMs: 1764032400000}
	awarded := &evaluation.Awarded{AwardDecided: evaluation.AwardDecided{Bid: "bid-a", On: "2026-12-01"}, AtMs: 1764550800000}
	statuses := func(release ocds.Release) (list []string) {
		for _, bid := range release.Bids.Details {
			list = append(list, strings.TrimPrefix(bid.ID, "bid-")+" "+bid.Status+strings.Repeat(" #", bid.Rank))
		}
		return list
	}
	tendering, procurement := openDataCase(t, "cn-tendering-2019"), openDataCase(t, "cn-government-procurement-2017")
	for _, r := range []*awardMaker{tendering, procurement} {
		if _, err := r.pack("", "urn:x", now); err == nil {
			t.Error("nothing is published, and this is")
		}
	}
	tendering.c.Meeting.Published = published
	text, release := pack(tendering)
	if release.OCID != "ocds-a1b2c3-T1" || release.ID != "L1-1764032400000" || release.Tag[0] != "tenderUpdate" || release.Awards != nil || release.Tender.Lots[0].Status != "active" {
		t.Errorf("%+v", release)
	}
	if got, want := statuses(release), []string{"a valid # #", "b valid #", "c valid", "d disqualified", "e withdrawn"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, want := range []string{`"amount":95123456.78,`, `"amount":96000000.10,`, `"amount":100000000.05,`, `"measure":"bids","value":5,`, `"measure":"validBids","value":3,`, `"measure":"disqualifiedBids","value":1,`,
		`"measure":"lowestValidBidValue","value":95123456.78,"currency":"CNY"`, `"measure":"highestValidBidValue","value":97000000.00,`,
		`{"scheme":"CN-SAIC","id":"91510000MA6200001L","legalName":"公司丁"}`, `"identifier":{"id":"11510000MB6200000Q",`, `"roles":["buyer","procuringEntity"]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	if strings.Contains(string(text), "投标保证金") {
		t.Errorf("why a bid was rejected is its bidder's: %s", text)
	}

	tendering.c.Meeting.Award, procurement.c.Meeting.Award = awarded, awarded
	for _, r := range []*awardMaker{tendering, procurement} {
		text, release = pack(r)
		award := release.Awards[0]
		if release.ID != "L1-1764550800000" || release.Tag[0] != "award" || award.Date != "2026-12-01T00:00:00+08:00" || award.Value.Amount != 95_123_456_78 || !reflect.DeepEqual(award.RelatedBids, []string{"bid-a"}) || len(award.Suppliers) != 2 ||
			!strings.Contains(string(text), `"roles":["tenderer","supplier"]`) || release.Tender.Lots[0].Status != "complete" {
			t.Errorf("%s", text)
		}
		if ranks := strings.Contains(string(text), "rank"); ranks != (r == tendering) {
			t.Errorf("ranks are shown: %t: %s", ranks, text)
		}
	}
	again := *awarded
	again.Reason = "原中标人放弃"
	procurement.c.Meeting.Award = &again
	procurement.c.Offers = []evaluation.OffersRound{{OffersOpened: evaluation.OffersOpened{Round: 1}}} // offered again: nothing was read out
	text, release = pack(procurement)
	if got := statuses(release); !reflect.DeepEqual(got, []string{"a valid"}) || release.Tag[0] != "awardUpdate" || strings.Contains(string(text), "ValidBidValue") || strings.Contains(string(text), "公司乙") {
		t.Errorf("%q, %s", got, text)
	}

	// The schema takes nothing that it does not name.
	for _, forged := range []string{strings.Replace(string(text), `"status":"valid"`, `"status":"won"`, 1), strings.Replace(string(text), `"relatedBids"`, `"panel"`, 1), strings.Replace(string(text), `"date":"`, `"date":"am `, 1)} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(forged))
		if err != nil || schema.Validate(value) == nil {
			t.Errorf("taken: %v, %s", err, forged)
		}
	}
}
