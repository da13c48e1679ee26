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

	"bidroom/evaluation/rule"
	"bidroom/server/document/register"
	"bidroom/server/rooms"
)

// imports are the register files that are being read or wait to go in. They
// live as long as the process: a file that is not in yet is sent again.
type imports struct {
	mu   sync.Mutex // guards list
	list map[string]*importJob
	wait sync.WaitGroup
}

// An importJob is one register file on its way in.
type importJob struct {
	mu      sync.Mutex // guards what follows
	view    ImportView
	file    []byte
	name    string
	read    *registerFile
	problem []register.Problem
}

// problemsShown bounds how many faults a page is sent; the file to mend has
// them all.
const problemsShown = 100

// UploadRegister reads a register file and says what is wrong with it. Nothing
// goes in yet.
func (h *Handlers) UploadRegister(c *fiber.Ctx, by rooms.Actor) error {
	name, content, err := upload(c, register.MaxSize)
	if err != nil {
		return err
	}
	reader, err := register.Open(bytes.NewReader(content), int64(len(content)), name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	id := hex.EncodeToString(sum[:16])
	job := &importJob{file: content, name: name, view: ImportView{ID: id, File: name, State: "reading", CreatedMs: h.Now().UnixMilli()}}
	h.imports.mu.Lock()
	if h.imports.list == nil {
		h.imports.list = map[string]*importJob{}
	}
	h.imports.list[id] = job
	h.imports.mu.Unlock()
	h.imports.wait.Go(func() { job.readFile(reader) })
	return h.renderImport(c, job)
}

func (j *importJob) readFile(reader *register.Reader) {
	read, err := readRegister(reader)
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		j.view.State = "failed"
		return
	}
	j.read, j.problem = read, read.problems
	bad := map[[2]any]bool{}
	for _, p := range read.problems {
		bad[[2]any{p.Sheet, p.Row}] = true
	}
	j.view.State, j.view.Total, j.view.Bad = "ready", read.rows, int64(len(bad))
	j.view.Good = read.rows - j.view.Bad
}

func (h *Handlers) importOf(c *fiber.Ctx) (*importJob, error) {
	h.imports.mu.Lock()
	defer h.imports.mu.Unlock()
	job := h.imports.list[c.Params("import")]
	if job == nil {
		return nil, rule.Refuse(rule.NotFound, "", "import.unknown", "import")
	}
	return job, nil
}

// Import shows how far an import is.
func (h *Handlers) Import(c *fiber.Ctx, _ rooms.Actor) error {
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	return h.renderImport(c, job)
}

func (h *Handlers) renderImport(c *fiber.Ctx, job *importJob) error {
	job.mu.Lock()
	view := job.view
	for _, p := range job.problem[:min(len(job.problem), problemsShown)] {
		view.Problems = append(view.Problems, ProblemView{Sheet: p.Sheet, Row: p.Row, Column: p.Column, Text: p.Text(h.Language(c))})
	}
	job.mu.Unlock()
	return render(c, view)
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
	job.mu.Lock()
	defer job.mu.Unlock()
	switch {
	case job.view.State != "ready":
		return rule.Refuse(rule.Premature, "", "import.state", "")
	case job.view.Bad > 0 && !in.GoodOnly:
		return rule.Refuse(rule.Invalid, "", "import.bad_rows", "goodOnly")
	}
	job.view.State = "writing"
	job.read.out.Bad = job.view.Bad
	h.imports.wait.Go(func() { job.write(h, by) })
	return c.JSON(job.view)
}

// write lets the rows in, in one transaction, after the request has ended.
func (j *importJob) write(h *Handlers, by rooms.Actor) {
	sum := sha256.Sum256(j.file)
	err := h.Rooms.Import(context.Background(), by, &j.read.out, hex.EncodeToString(sum[:]), func(done int64) {
		j.mu.Lock()
		j.view.Done = done
		j.mu.Unlock()
	})
	j.mu.Lock()
	defer j.mu.Unlock()
	j.view.State = "done"
	if err != nil {
		j.view.State = "failed"
		h.Fault("register import", err)
		return
	}
	j.view.Done = j.view.Good
}

// CloseImports waits until no import is under way.
func (h *Handlers) CloseImports() { h.imports.wait.Wait() }

// ImportProblems is the file to mend: the bad rows in the template's layout,
// with what is wrong.
func (h *Handlers) ImportProblems(c *fiber.Ctx, _ rooms.Actor) error {
	job, err := h.importOf(c)
	if err != nil {
		return err
	}
	job.mu.Lock()
	defer job.mu.Unlock()
	byRow := map[[2]any][]register.Problem{}
	for _, p := range job.problem {
		key := [2]any{p.Sheet, p.Row}
		byRow[key] = append(byRow[key], p)
	}
	reader, err := register.Open(bytes.NewReader(job.file), int64(len(job.file)), job.name)
	if err != nil {
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
