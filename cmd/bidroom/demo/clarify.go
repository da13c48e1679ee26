package demo

import (
	"context"
	"encoding/hex"
	"io"
	"strconv"

	"bidroom/evaluation"
)

// Ask has the chair ask a bidder in writing.
func (p *Play) Ask(ctx context.Context, asks, bid string, minutes int, questions ...string) error {
	return p.AskWith(ctx, evaluation.ClarificationRequested{Asks: asks, Bid: bid, Minutes: minutes}, questions...)
}

// AskWith is [Play.Ask] for all that an act says; its number is the next.
func (p *Play) AskWith(ctx context.Context, act evaluation.ClarificationRequested, questions ...string) error {
	chair := p.seats[2]
	if err := chair.client.Get(ctx, "/api/kiosk/state", &chair.state); err != nil {
		return err
	}
	lot := chair.state.Lot
	var salt [16]byte
	if _, err := io.ReadFull(p.Random, salt[:]); err != nil {
		return err
	}
	act.No = len(lot.Asked) + 1
	steps := []map[string]string{}
	for _, step := range act.Corrections {
		steps = append(steps, map[string]string{"rule": step.Rule, "priceFen": strconv.FormatInt(step.PriceFen, 10)})
	}
	o := evaluation.Opening{Domain: evaluation.QuestionsDomain, Salt: hex.EncodeToString(salt[:]), Value: evaluation.QuestionsText(lot.ID, lot.Meeting, act, questions)}
	signature, err := p.sealText(chair, act.Kind(), string(o.DatumHash()))
	if err != nil {
		return err
	}
	in := map[string]any{"no": act.No, "asks": act.Asks, "bid": act.Bid, "minutes": act.Minutes, "corrections": steps, "questions": questions, "salt": o.Salt, "signature": signature}
	return chair.client.Post(ctx, "/api/kiosk/clarifications", in, &chair.state)
}

// Judge gives one member's judgement of an answer.
func (p *Play) Judge(ctx context.Context, seat, no int, accepted bool, reason string) error {
	t := p.seats[seat]
	return t.client.Post(ctx, "/api/kiosk/clarifications/"+strconv.Itoa(no)+"/judgement", map[string]any{"accepted": accepted, "reason": reason}, &t.state)
}

// clarify has the first bidder explain something, which every member takes
// into account.
func (p *Play) clarify(ctx context.Context, chair *terminal) error {
	bid := chair.state.Lot.Bidders[0].Bid
	if err := p.Ask(ctx, evaluation.AsksClarification, bid, 20, "投标文件第 12 页与第 3 页的项目负责人姓名不一致，请说明以哪一处为准。", "第 15 页进度表的单位未注明，请补正。"); err != nil {
		return err
	}
	no := len(chair.state.Lot.Asked)
	agent, err := p.As(ctx, "agent")
	if err != nil {
		return err
	}
	path := "/api/lots/" + p.lot.Brief.ID + "/clarifications/" + strconv.Itoa(no) + "/reply"
	if err := agent.PostForm(ctx, path, map[string]string{"text": "以第 3 页为准；进度表的单位为日历天。不改变投标报价和工期。"}, "", nil, nil); err != nil {
		return err
	}
	if err := p.each(ctx, func(seat int, _ *terminal) error { return p.Judge(ctx, seat, no, true, "") }); err != nil {
		return err
	}
	return chair.client.Get(ctx, "/api/kiosk/state", &chair.state)
}
