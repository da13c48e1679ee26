package store

import (
	"context"
	"fmt"
)

// invariants are queries that find nothing in a sound database.
var invariants = []struct{ name, query string }{
	{"a tree is as long as its entries", `SELECT t.tree FROM log_trees t WHERE t.size <> (SELECT COUNT(*) FROM log_entries e WHERE e.tree = t.tree)`},
	{"sequence numbers have no gap", `SELECT tree FROM log_entries GROUP BY tree HAVING MIN(seq) <> 0 OR MAX(seq) <> COUNT(*) - 1`},
	{"entries stand in the order of time", `SELECT a.tree FROM log_entries a JOIN log_entries b ON b.tree = a.tree AND b.seq = a.seq + 1 WHERE b.at_ms < a.at_ms`},
	{"a checkpoint is not ahead of its tree", `SELECT c.tree FROM checkpoints c JOIN log_trees t ON t.tree = c.tree WHERE c.size > t.size`},
	{"every lot has a log", `SELECT l.id FROM lots l LEFT JOIN log_trees t ON t.tree = l.id WHERE t.tree IS NULL`},
	{"every lot has a tender", `SELECT l.id FROM lots l LEFT JOIN tenders t ON t.id = l.tender_id WHERE t.id IS NULL`},
	{"a lot is of its tender's centre", `SELECT l.id FROM lots l JOIN tenders t ON t.id = l.tender_id WHERE l.centre_id <> t.centre_id`},
	{"a meeting is in a room of its lot's centre", `SELECT l.id FROM lots l JOIN eval_rooms r ON r.id = l.room_id WHERE r.centre_id <> l.centre_id`},
	{"a remote room is there, and is not the main one", `SELECT l.id FROM lots l LEFT JOIN eval_rooms r ON r.id = l.remote_room_id WHERE l.remote_room_id <> '' AND (r.id IS NULL OR l.remote_room_id = l.room_id)`},
	{"an opening belongs to an entry", `SELECT o.hash FROM openings o LEFT JOIN log_entries e ON e.tree = o.tree AND e.seq = o.seq WHERE e.tree IS NULL`},
	{"a room holds one meeting", `SELECT room_id FROM (SELECT room_id, stage FROM lots UNION ALL SELECT remote_room_id, stage FROM lots) held WHERE room_id <> '' AND stage IN ` + runningStages + ` GROUP BY room_id HAVING COUNT(*) > 1`},
	{"what a company was merged into stands", `SELECT c.id FROM companies c LEFT JOIN companies i ON i.id = c.merged_into AND i.merged_into = '' WHERE c.merged_into <> '' AND i.id IS NULL`},
	{"what an expert was merged into stands", `SELECT e.id FROM experts e LEFT JOIN experts i ON i.id = e.merged_into AND i.merged_into = '' WHERE e.merged_into <> '' AND i.id IS NULL`},
	{"a session has an account", `SELECT s.token_hash FROM sessions s LEFT JOIN accounts a ON a.id = s.account_id WHERE a.id IS NULL`},
}

// Invariants returns the names of the invariants that do not hold, each with
// a row that breaks it.
func (db *DB) Invariants(ctx context.Context) ([]string, error) {
	var broken []string
	err := db.Read(ctx, func(tx *Tx) error {
		for _, i := range invariants {
			var rows []string
			if err := tx.list(&rows, i.query); err != nil {
				return fmt.Errorf("invariant %q: %w", i.name, err)
			}
			if len(rows) > 0 {
				broken = append(broken, i.name+": "+rows[0])
			}
		}
		return nil
	})
	return broken, err
}
