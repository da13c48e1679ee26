package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"bidroom/evaluation"
	"bidroom/evaluation/rule"
	"bidroom/server/access"
	"bidroom/server/document"
	"bidroom/server/rooms"
	"bidroom/server/store/files"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// BidLimit bounds a bid's file, in bytes.
const BidLimit = 200 << 20

// ReceiveBid takes a bid's PDF into keeping, sealed until the opening.
func (h *Handlers) ReceiveBid(c *fiber.Ctx, by rooms.Actor) error {
	return h.receive(c, by, nil, h.Rooms.ReceiveBid)
}

// ReceivePricePart takes the second envelope of a bid into keeping.
func (h *Handlers) ReceivePricePart(c *fiber.Ctx, by rooms.Actor) error {
	return h.receive(c, by, nil, h.takes(rooms.PriceOfBid))
}

// takes returns what takes a part of a bid that was kept.
func (h *Handlers) takes(part rooms.BidPart) take {
	return func(ctx context.Context, by rooms.Actor, lot, bidder, hash string, size int64) error {
		return h.Rooms.ReceiveBidPart(ctx, by, lot, bidder, part, hash, size)
	}
}

// ReceiveBlindPart takes the part of a bid that is marked blind into keeping.
func (h *Handlers) ReceiveBlindPart(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), c.Params("lot"), by, access.BidReceive)
	if err != nil {
		return err
	}
	return h.receive(c, by, func(name string, content []byte) error {
		var refusals rule.Collect
		for i := range cs.Bidders {
			if bidder := &cs.Bidders[i]; bidder.ID == c.Params("bidder") {
				addNamed(&refusals, "file", name, bidder, content)
			}
		}
		return refusals.Err(rule.Invalid)
	}, h.takes(rooms.BlindPart))
}

// take takes a kept file into a case.
type take func(ctx context.Context, by rooms.Actor, lot, bidder, fileHash string, size int64) error

// receive keeps a PDF that a check, if there is one, lets pass, and has it taken.
func (h *Handlers) receive(c *fiber.Ctx, by rooms.Actor, check func(name string, content []byte) error, take take) error {
	name, content, err := upload(c, BidLimit)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(content, []byte(pdfBegins)) {
		return rule.Refuse(rule.Invalid, "", "bid.no_pdf", "file")
	}
	if check != nil {
		if err := check(name, content); err != nil {
			return err
		}
	}
	hash, size, err := h.Files.Put(bytes.NewReader(content), BidLimit, uuid.NewString())
	if err != nil {
		return err
	}
	if err := take(c.UserContext(), by, c.Params("lot"), c.Params("bidder"), hash, size); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// BlindFile sends a member the part of a bid that is marked blind, by its code.
func (h *Handlers) BlindFile(c *fiber.Ctx, by rooms.Actor) error {
	cs, _, err := h.Rooms.Case(c.UserContext(), by.Lot, by, access.BidRead)
	if err != nil {
		return err
	}
	bid := cs.Bid(cs.Meeting.Codes.Bid(c.Params("code")))
	if bid == nil {
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "code")
	}
	return h.sendPDF(c, bid.BlindHash)
}

// BidFile sends a bid's PDF, after the opening.
func (h *Handlers) BidFile(c *fiber.Ctx, by rooms.Actor) error {
	return h.bidPart(c, by, rooms.WholeBid)
}

// PriceFile sends the second envelope of a bid, once it is open.
func (h *Handlers) PriceFile(c *fiber.Ctx, by rooms.Actor) error {
	return h.bidPart(c, by, rooms.PriceOfBid)
}

func (h *Handlers) bidPart(c *fiber.Ctx, by rooms.Actor, part rooms.BidPart) error {
	lot := c.Params("lot")
	if by.Role == access.Member {
		lot = by.Lot
	}
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.BidRead)
	if err != nil {
		return err
	}
	bid := cs.Bid(c.Params("bid"))
	switch {
	case bid == nil:
		return rule.Refuse(rule.NotFound, "", "bid.unknown", "bid")
	case cs.OpenedMs == 0:
		return rule.Refuse(rule.Premature, "", "opening.missing", "")
	case part == rooms.PriceOfBid && (bid.PriceHash == "" || !cs.Priced(bid.ID)):
		return rule.Refuse(rule.Premature, "", "prices.sealed", "bid")
	}
	hash, _ := part.Of(*bid)
	return h.sendPDF(c, hash)
}

func (h *Handlers) sendPDF(c *fiber.Ctx, hash string) error {
	file, err := h.kept(hash)
	if err != nil {
		return err
	}
	defer file.Close()
	c.Set(fiber.HeaderContentType, "application/pdf")
	return copyFile(c, file, file.Size)
}

// kept opens a kept file, which may be gone.
func (h *Handlers) kept(hash string) (*files.File, error) {
	file, err := h.Files.Open(hash)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, rule.Refuse(rule.NotFound, "", "file.unknown", "")
	}
	return file, err
}

// IssueReport renders the report and lays it before the panel.
func (h *Handlers) IssueReport(c *fiber.Ctx, by rooms.Actor) error {
	lot := c.Params("lot")
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.ReportIssue)
	if err != nil {
		return err
	}
	report, err := h.keepReport(c, cs)
	if err != nil {
		return err
	}
	if err := h.Rooms.IssueReport(c.UserContext(), by, lot, report); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// Seal renders the report with its signatures and closes the meeting.
func (h *Handlers) Seal(c *fiber.Ctx, by rooms.Actor) error {
	lot := c.Params("lot")
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.MeetingSeal)
	if err != nil {
		return err
	}
	if err := cs.MayAdvance(); err != nil {
		return err
	}
	report, err := h.keepReport(c, cs)
	if err != nil {
		return err
	}
	if err := h.Rooms.Seal(c.UserContext(), by, lot, (*evaluation.MeetingSealed)(report)); err != nil {
		return err
	}
	if err := h.Media.EndMeeting(c.UserContext(), lot, cs.Meeting.ID); err != nil {
		return err
	}
	return h.Lot(c, by)
}

// keepReport renders the report of a case as it stands and keeps it, as PDF and
// as a workbook of the same value; a case of which something does not hold gets
// none.
func (h *Handlers) keepReport(c *fiber.Ctx, cs *evaluation.Case) (*evaluation.ReportIssued, error) {
	checked, err := h.Rooms.Integrity(c.UserContext(), cs)
	if err != nil {
		return nil, err
	}
	if err := evaluation.Refusal(checked); err != nil {
		return nil, err
	}
	report, err := h.report(c.UserContext(), cs)
	if err != nil {
		return nil, err
	}
	var pdf, book bytes.Buffer
	if err := document.RenderReport(&pdf, report, reportLanguage); err != nil {
		return nil, err
	}
	if err := document.WriteReport(&book, report, reportLanguage); err != nil {
		return nil, err
	}
	var kept evaluation.ReportIssued
	if kept.FileHash, kept.FileSize, err = h.Files.Put(&pdf, BidLimit, uuid.NewString()); err != nil {
		return nil, err
	}
	kept.WorkbookHash, kept.WorkbookSize, err = h.Files.Put(&book, BidLimit, uuid.NewString())
	return &kept, err
}

// Report sends the report: the signed one once the meeting is sealed.
func (h *Handlers) Report(c *fiber.Ctx, by rooms.Actor) error {
	files, err := h.reportFiles(c, by)
	if err != nil {
		return err
	}
	return h.sendPDF(c, files.FileHash)
}

// ReportWorkbook sends the same report as an Excel workbook.
func (h *Handlers) ReportWorkbook(c *fiber.Ctx, by rooms.Actor) error {
	files, err := h.reportFiles(c, by)
	if err != nil {
		return err
	}
	file, err := h.kept(files.WorkbookHash)
	if err != nil {
		return err
	}
	defer file.Close()
	asWorkbook(c, "report.xlsx")
	return copyFile(c, file, file.Size)
}

// reportFiles are those of the report that stands, for who may see it.
func (h *Handlers) reportFiles(c *fiber.Ctx, by rooms.Actor) (files evaluation.ReportIssued, err error) {
	lot := c.Params("lot")
	if by.Role == access.Member {
		lot = by.Lot
	}
	cs, _, err := h.Rooms.Case(c.UserContext(), lot, by, access.ReportView)
	if err != nil {
		return files, err
	}
	switch m := cs.Meeting; {
	case m.Sealing != nil:
		files = evaluation.ReportIssued(*m.Sealing)
	case m.Report != nil:
		files = *m.Report
	}
	return files, nil
}

// asWorkbook says that an answer is an Excel file to be kept under a name.
func asWorkbook(c *fiber.Ctx, name string) {
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment(name)
}

func sendWorkbook(c *fiber.Ctx, name string, book *bytes.Buffer) error {
	asWorkbook(c, name)
	return c.Send(book.Bytes())
}

// copyFile sends a kept file, in part if the request asks for a range.
func copyFile(c *fiber.Ctx, file io.ReaderAt, size int64) error {
	from, to := int64(0), size-1
	if c.Get(fiber.HeaderRange) != "" {
		ranges, err := c.Range(int(size))
		if err != nil || len(ranges.Ranges) != 1 {
			c.Set(fiber.HeaderContentRange, "bytes */"+itoa(size))
			return c.SendStatus(fiber.StatusRequestedRangeNotSatisfiable)
		}
		from, to = int64(ranges.Ranges[0].Start), int64(ranges.Ranges[0].End)
		to = min(to, from+longestRange-1)
		c.Status(fiber.StatusPartialContent)
		c.Set(fiber.HeaderContentRange, "bytes "+itoa(from)+"-"+itoa(to)+"/"+itoa(size))
	}
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	body := make([]byte, to-from+1)
	if _, err := file.ReadAt(body, from); err != nil && err != io.EOF {
		return err
	}
	return c.Send(body)
}
