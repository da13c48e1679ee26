package main

import (
	"errors"
	"io"

	"bidroom/evaluation/lead"
	"bidroom/server/api"
	"bidroom/server/document/pdfinfo"
	"bidroom/server/rooms"
	"bidroom/server/store/files"
)

// bidReader reads what a kept bid says of itself. One that cannot be read is a
// bid that is said to be so: a bidder's file is no fault of the centre's.
func bidReader(kept *files.Store) rooms.BidReader {
	return func(hash string) (_ lead.Document, err error) {
		file, err := kept.Open(hash)
		if err != nil {
			return lead.Document{}, err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		content, err := io.ReadAll(io.LimitReader(file, api.BidLimit))
		if err != nil {
			return lead.Document{}, err
		}
		return documentOf(content), nil
	}
}

// documentOf reads a PDF that comes from outside.
func documentOf(content []byte) lead.Document {
	info := pdfinfo.Read(content)
	switch {
	case info.Encrypted:
		return lead.Document{Unread: lead.Encrypted}
	case info.Unreadable:
		return lead.Document{Unread: lead.Unreadable}
	}
	return lead.Document{Author: lead.Text(info.Author), Title: lead.Text(info.Title), Creator: lead.Text(info.Creator), Producer: lead.Text(info.Producer),
		Created: lead.Text(info.Created), Modified: lead.Text(info.Modified), Origin: info.ID, Pages: info.Pages, Images: info.Images}
}
