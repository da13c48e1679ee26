package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"bidroom/cmd/bidroom/demo"
	"bidroom/server/access"
	"bidroom/server/api"
	"bidroom/server/rooms"
	"bidroom/server/store"
	"bidroom/server/store/storetest"
)

const takenAt = "30.2741N 120.1551E"

// painted is a PNG of one colour that says where it was taken.
func painted(t *testing.T, width, height int, with color.Color) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(p, p.Rect, image.NewUniform(with), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	chunk := []byte("tEXtLocation\x00" + takenAt)
	text := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4))
	text = binary.BigEndian.AppendUint32(append(text, chunk...), crc32.ChecksumIEEE(chunk))
	return slices.Insert(out.Bytes(), 8+25, text...) // after the signature and the header
}

func putPhoto(ctx context.Context, t *testing.T, c *demo.Client, expert string, version int64, content []byte) error {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "photo.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.WriteField("version", strconv.FormatInt(version, 10)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return c.Raw(ctx, http.MethodPut, "/api/experts/"+expert+"/photo", form.FormDataContentType(), &body)
}

// A photo of an expert is a fact of the register like any other: each change a
// version, each look in the log, and of a past day the one of that day. Of the
// file nothing is kept but what is seen.
func TestExpertPhoto(t *testing.T) {
	storetest.EachDSN(t, func(t *testing.T, db string) {
		c, _ := begin(t, db)
		p := setUp(t, &demo.Play{Base: c.address()})
		staff, ctx := as(t, p, "staff"), t.Context()
		bring(ctx, t, staff, "experts.xlsx", entriesOf(t, entered("龚岚", "110101199003070011", "13800000000", "active", ""), entered("龚兰", "110101199003070038", "13800000000", "active", "")))
		id := foundBy(ctx, t, staff, map[string]string{"identity": "110101199003070011"})[0]
		other := foundBy(ctx, t, staff, map[string]string{"identity": "110101199003070038"})[0]
		path := "/api/experts/" + id
		red, blue := painted(t, 960, 960, color.RGBA{R: 255, A: 255}), painted(t, 30, 40, color.RGBA{B: 255, A: 255})

		refused(t, staff.Get(ctx, path+"/photo", nil), "photo.none")
		refused(t, putPhoto(ctx, t, staff, id, 1, []byte("no picture")), "photo.unread")
		refused(t, putPhoto(ctx, t, staff, id, 1, red[:len(red)/2]), "photo.unread")
		huge := bytes.Clone(red)
		binary.BigEndian.PutUint32(huge[16:], 12_000_001) // its width; the header's sum follows
		binary.BigEndian.PutUint32(huge[20:], 1)
		binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
		refused(t, putPhoto(ctx, t, staff, id, 1, huge), "photo.pixels")
		refused(t, putPhoto(ctx, t, staff, id, 1, make([]byte, api.PhotoLimit+1)), "file.too_large")
		refused(t, putPhoto(ctx, t, staff, id, 1, make([]byte, api.PhotoLimit+128<<10)), "request.large")
		refused(t, putPhoto(ctx, t, staff, id, 2, red), "stale")
		for _, login := range []string{"agent", "supervisor", "auditor", "sysadmin"} {
			refused(t, putPhoto(ctx, t, as(t, p, login), id, 1, red), "access.role")
			refused(t, as(t, p, login).Get(ctx, path+"/photo", nil), "access.role")
			refused(t, as(t, p, login).Delete(ctx, path+"/photo", map[string]int{"version": 1}, nil), "access.role")
		}

		if err := putPhoto(ctx, t, staff, id, 1, red); err != nil {
			t.Fatal(err)
		}
		if err := putPhoto(ctx, t, staff, id, 2, blue); err != nil {
			t.Fatal(err)
		}
		var view api.ExpertView
		if err := staff.Get(ctx, path, &view); err != nil || view.Version != 3 || view.History[0].Act != "edit" || !slices.Equal(view.History[0].Changed, []string{"photo"}) || view.Name != "龚岚" || view.Phone != "••••00" {
			t.Fatalf("%+v %v", view, err)
		}
		var photo []byte
		if err := staff.Get(ctx, path+"/photo", &photo); err != nil {
			t.Fatal(err)
		}
		colour(t, "now", photo, 30, 40, "blue")
		then := func(before int64) []byte {
			photo, err := c.handlers.Rooms.ViewPhoto(ctx, rooms.Actor{Account: "s", Role: access.Staff}, id, "2026-11-30", before)
			if err != nil {
				t.Fatal(err)
			}
			return photo
		}
		first := then(view.History[0].AtMs)
		colour(t, "before the second", first, 480, 480, "red")
		colour(t, "after the second", then(view.History[0].AtMs+1), 30, 40, "blue")
		if bytes.Contains(first, []byte(takenAt)) || !bytes.Contains(red, []byte(takenAt)) {
			t.Error("the photo says where it was taken")
		}
		holdsNoPhoto(t, c, view.Photo, photo)

		// What a file says takes no photo away, and a merge none either.
		bring(ctx, t, staff, "experts.xlsx", entriesOf(t, entered("龚岚", "110101199003070011", "13900000001", "active", "")))
		if merged := mergeExperts(ctx, t, staff, other, id); merged.Photo != view.Photo || !slices.Contains(merged.History[0].Changed, "photo") {
			t.Errorf("merged %+v", merged)
		}
		if err := staff.Get(ctx, "/api/experts/"+other+"/photo", &photo); err != nil {
			t.Fatal(err)
		}
		colour(t, "merged", photo, 30, 40, "blue")
		refused(t, putPhoto(ctx, t, staff, id, 5, red), "register.merged")
		if err := staff.Delete(ctx, "/api/experts/"+other+"/photo", map[string]int{"version": 2}, &view); err != nil || view.Photo != "" || view.Version != 3 {
			t.Fatalf("%+v %v", view, err)
		}
		refused(t, staff.Get(ctx, "/api/experts/"+other+"/photo", nil), "photo.none")
		photosInLog(ctx, t, as(t, p, "auditor"), id, other)
	})
}

func colour(t *testing.T, when string, photo []byte, width, height int, want string) {
	t.Helper()
	p, err := jpeg.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	r, _, b, _ := p.At(width/2, height/2).RGBA()
	got := "red"
	if b > r {
		got = "blue"
	}
	if size := p.Bounds().Size(); size != (image.Point{X: width, Y: height}) || got != want {
		t.Errorf("%s the photo is %s and %v, want %s and %d by %d", when, got, size, want, width, height)
	}
}

// holdsNoPhoto holds that a photo is sealed to its hash.
func holdsNoPhoto(t *testing.T, c *centre, hash string, photo []byte) {
	t.Helper()
	if err := c.handlers.Rooms.DB.Read(t.Context(), func(tx *store.Tx) error {
		row, err := tx.Photo(hash)
		if bytes.Contains(row.Sealed, photo[:64]) || row.Version != 3 {
			t.Errorf("kept plain, or as of version %d, want 3", row.Version)
		}
		if _, err := c.handlers.Rooms.Box.Open("photo/"+strings.Repeat("0", 64), row.Sealed); err == nil {
			t.Error("it passes for another photo")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// photosInLog holds that the log has each change of a photo and each look at
// one, and no word of what is seen.
func photosInLog(ctx context.Context, t *testing.T, auditor *demo.Client, id, other string) {
	t.Helper()
	var log api.Page[api.EntryView]
	if err := auditor.Get(ctx, "/api/audit?limit=200", &log); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, e := range log.Items {
		if text := fmt.Sprint(e.Body); strings.Contains(text, "龚") || e.Body["hash"] != "" || e.Body["photo"] != "" {
			t.Errorf("the log says of the photo more than that there is one: %s", text)
		}
		if e.Kind == "register.viewed" && e.Body["part"] == "photo" || e.Body["changed"] == "photo" {
			seen[e.Kind+map[string]string{id: " one", other: " other"}[e.Body["subject"]]]++
		}
	}
	want := map[string]int{"register.changed one": 2, "register.changed other": 1, "register.viewed one": 3, "register.viewed other": 1}
	if fmt.Sprint(seen) != fmt.Sprint(want) {
		t.Errorf("in the log are %v, want %v", seen, want)
	}
}
