package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"iter"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"bidroom/evaluation/rule"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
	"bidroom/server/store"
)

// imports are the register files that this process has read. What must
// outlive it is in the database and among the kept files: an import is open
// until its rows are in, and its file is sealed. After a restart an open one
// is read again when somebody looks at it.
type imports struct {
	mu   sync.Mutex // guards what follows
	list map[string]*importJob
	life context.Context // of reading, which ends with the process; nil before the first
	end  context.CancelFunc
	wait sync.WaitGroup
}

// An importJob is one register file on its way in.
type importJob struct {
	mu      sync.Mutex // guards what follows
	row     store.Import
	state   string // as in ImportView
	read    *registerFile
	hash    string // SHA-256 of the file, hex
	bad     int64
	done    int64
	failure []rule.Reason
}

// problemsShown bounds how many faults a page is sent; the file to mend has
// them all.
const problemsShown = 100

// importDomain separates a sealed register file from whatever else is sealed.
const importDomain = "import"

// UploadRegister keeps a register file, sealed, and begins to read it. Nothing
// goes into the register yet.
func (h *Handlers) UploadRegister(c *fiber.Ctx, by rooms.Actor) error {
	name, content, err := upload(c, register.MaxSize)
	if err != nil {
		return err
	}
	if _, err := register.Open(bytes.NewReader(content), int64(len(content)), name); err != nil {
		return err
	}
	sealed, err := h.Rooms.Box.Seal(importDomain, content)
	if err != nil {
		return err
	}
	kept, _, err := h.Files.Put(bytes.NewReader(sealed), int64(len(sealed)), uuid.NewString())
	if err != nil {
		return err
	}
	row, err := h.Rooms.KeepImport(c.UserContext(), by, name, kept)
	if err != nil {
		h.forgetFile(kept)
		return err
	}
	return h.renderImport(c, h.job(row))
}

// forgetFile removes a kept register file. One that stays because of a fault
// stays sealed.
func (h *Handlers) forgetFile(kept string) {
	if err := h.Files.Remove(kept); err != nil {
		h.Fault("removing a register file", err)
	}
}

// job returns the job of an import, which begins to read its file if this
// process has not yet.
func (h *Handlers) job(row store.Import) *importJob {
	h.imports.mu.Lock()
	defer h.imports.mu.Unlock()
	if h.imports.list == nil {
		h.imports.list = map[string]*importJob{}
		h.imports.life, h.imports.end = context.WithCancel(context.Background())
	}
	job := h.imports.list[row.ID]
	if job == nil {
		job = &importJob{row: row, state: "reading", bad: row.Bad}
		h.imports.list[row.ID] = job
		if row.Kept != "" {
			life := h.imports.life
			h.imports.wait.Go(func() { job.readFile(life, h) })
		}
	}
	return job
}

// content returns the file of an import.
func (h *Handlers) content(kept string) ([]byte, error) {
	file, err := h.Files.Open(kept)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	sealed, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return h.Rooms.Box.Open(importDomain, sealed)
}

// reader opens the file of an import for reading its rows.
func (h *Handlers) reader(row store.Import) (reader *register.Reader, hash string, err error) {
	content, err := h.content(row.Kept)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(content)
	reader, err = register.Open(bytes.NewReader(content), int64(len(content)), row.FileName)
	return reader, hex.EncodeToString(sum[:]), err
}

func (j *importJob) readFile(life context.Context, h *Handlers) {
	var read *registerFile
	reader, hash, err := h.reader(j.row)
	if err == nil {
		read, err = readRegister(life, reader, h.Rooms)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if life.Err() != nil { // the next process reads it again
		return
	}
	if err != nil {
		j.fail(h, err)
		return
	}
	bad := map[[2]any]bool{}
	for _, p := range read.problems {
		bad[[2]any{p.Sheet, p.Row}] = true
	}
	j.read, j.hash, j.bad, j.state = read, hash, int64(len(bad)), "ready"
}

// fail is called locked. Of a fault a page is told that it was one.
func (j *importJob) fail(h *Handlers, err error) {
	j.state = "failed"
	if j.failure = reasonsOf(err); len(j.failure) == 0 {
		j.failure = []rule.Reason{rule.NewReason("", "import.failed", "")}
		h.Fault("register import", err)
	}
}

func (h *Handlers) importOf(c *fiber.Ctx) (*importJob, error) {
	row, err := h.Rooms.ImportOf(c.UserContext(), c.Params("import"))
	if err != nil {
		return nil, err
	}
	return h.job(row), nil
}

// Import shows how far an import is.
func (h *Handlers) Import(c *fiber.Ctx, _ rooms.Actor) error {
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	return h.renderImport(c, job)
}

// Imports lists the imports. It reads no file; see [Handlers.Import].
func (h *Handlers) Imports(c *fiber.Ctx, _ rooms.Actor) error {
	offset, limit := paging(c)
	page := Page[ImportView]{}
	err := h.Rooms.DB.Read(c.UserContext(), func(tx *store.Tx) error {
		rows, total, err := tx.Imports(offset, limit)
		page.Total = total
		for _, row := range rows {
			h.imports.mu.Lock()
			job := h.imports.list[row.ID]
			h.imports.mu.Unlock()
			if job == nil {
				job = &importJob{row: row, state: "kept", bad: row.Bad}
			}
			view := h.importView(h.Language(c), job)
			view.Problems = nil
			page.Items = append(page.Items, view)
		}
		return err
	})
	if err != nil {
		return err
	}
	return render(c, page)
}

func (h *Handlers) renderImport(c *fiber.Ctx, job *importJob) error {
	return render(c, h.importView(h.Language(c), job))
}

func (h *Handlers) importView(lang string, j *importJob) ImportView {
	j.mu.Lock()
	defer j.mu.Unlock()
	view := ImportView{ID: j.row.ID, File: j.row.FileName, State: j.state, CreatedMs: j.row.CreatedAt, Done: j.done, Bad: j.bad,
		Total: j.row.Total, Good: j.row.Good, Failed: h.reasonViews(lang, j.failure)}
	if j.read != nil {
		view.Total, view.Good = j.read.rows, j.read.rows-j.bad
		for _, p := range j.read.problems[:min(len(j.read.problems), problemsShown)] {
			view.Problems = append(view.Problems, problemView(lang, p))
		}
	}
	if j.row.State == "done" {
		view.State, view.Done = "done", view.Good
	}
	return view
}

func problemView(lang string, p register.Problem) ProblemView {
	sheet, _ := register.SheetByKey(p.Sheet)
	view := ProblemView{Sheet: sheet.Name(lang), Row: p.Row, Text: p.Fault(lang)}
	if column, ok := sheet.Column(p.Column); ok {
		view.Column = column.Head(lang)
	}
	return view
}

// CommitImport lets an import in: all of it, or its good rows without the bad.
func (h *Handlers) CommitImport(c *fiber.Ctx, by rooms.Actor) error {
	in, err := decode[struct {
		GoodOnly bool `json:"goodOnly"`
	}](c)
	if err != nil {
		return err
	}
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	if err := job.begin(in.GoodOnly); err != nil {
		return err
	}
	h.imports.wait.Go(func() { job.write(h, by) })
	return h.renderImport(c, job)
}

// begin takes a job from ready to writing. What failed to be written was not
// half written and may be tried again.
func (j *importJob) begin(goodOnly bool) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.row.State == "done" || j.read == nil || j.state == "writing":
		return rule.Refuse(rule.Premature, "", "import.state", "")
	case j.bad > 0 && !goodOnly:
		return rule.Refuse(rule.Invalid, "", "import.bad_rows", "goodOnly")
	}
	j.state, j.failure = "writing", nil
	j.read.out.Bad = j.bad
	return nil
}

// write lets the rows in, in one transaction, after the request has ended. A
// file without bad rows has then served its purpose.
func (j *importJob) write(h *Handlers, by rooms.Actor) {
	finished := j.row
	finished.State, finished.Total, finished.Good, finished.Bad = "done", j.read.rows, j.read.rows-j.bad, j.bad
	if j.bad == 0 {
		finished.Kept = ""
	}
	err := h.Rooms.Import(context.Background(), by, finished, &j.read.out, j.hash, func(done int64) {
		j.mu.Lock()
		j.done = done
		j.mu.Unlock()
	})
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		j.done = 0
		j.fail(h, err)
		return
	}
	if len(j.read.out.Classes) > 0 {
		if err := h.Rooms.ReadClasses(context.Background()); err != nil {
			h.Fault("reading the specialties", err)
		}
	}
	if finished.Kept == "" {
		h.forgetFile(j.row.Kept)
	}
	j.row, j.read = finished, &registerFile{rows: j.read.rows, problems: j.read.problems}
}

// DropImport throws an import and its file away.
func (h *Handlers) DropImport(c *fiber.Ctx, by rooms.Actor) error {
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	job.mu.Lock()
	defer job.mu.Unlock()
	if job.state == "writing" && job.row.State != "done" {
		return rule.Refuse(rule.Premature, "", "import.state", "")
	}
	if err := h.Rooms.DropImport(c.UserContext(), by, job.row.ID); err != nil {
		return err
	}
	h.imports.mu.Lock()
	delete(h.imports.list, job.row.ID)
	h.imports.mu.Unlock()
	if job.row.Kept != "" {
		h.forgetFile(job.row.Kept)
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// CloseImports ends the reading of files, and waits until no import is under
// way.
func (h *Handlers) CloseImports() {
	h.imports.mu.Lock()
	if h.imports.end != nil {
		h.imports.end()
	}
	h.imports.mu.Unlock()
	h.imports.wait.Wait()
}

// ImportProblems is the file to mend: the bad rows in the template's layout,
// with what is wrong. The look is logged.
func (h *Handlers) ImportProblems(c *fiber.Ctx, by rooms.Actor) error {
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	job.mu.Lock()
	row, read, act := job.row, job.read, &rooms.ProblemsTaken{File: job.hash, Bad: job.bad}
	job.mu.Unlock()
	if read == nil || row.Kept == "" {
		return rule.Refuse(rule.Premature, "", "import.state", "")
	}
	byRow := map[[2]any][]register.Problem{}
	for _, p := range read.problems {
		key := [2]any{p.Sheet, p.Row}
		byRow[key] = append(byRow[key], p)
	}
	reader, _, err := h.reader(row)
	if err != nil {
		return err
	}
	if err := h.Rooms.TakeProblems(c.UserContext(), by, act); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := register.WriteProblems(&file, badRows(reader, byRow), h.Language(c)); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Attachment("problems.xlsx")
	return c.Send(file.Bytes())
}

func badRows(reader *register.Reader, byRow map[[2]any][]register.Problem) iter.Seq2[register.Row, []register.Problem] {
	return func(yield func(register.Row, []register.Problem) bool) {
		for row := range reader.Rows() {
			if problems := byRow[[2]any{row.Sheet, row.Number}]; len(problems) > 0 && !yield(row, problems) {
				return
			}
		}
	}
}
