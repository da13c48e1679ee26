// Package evidence writes a lot's evidence file and re-runs it: whoever holds
// the file computes, without network and on another machine, the log, the
// draw, the exclusions, the scores and the ranking again, and with the
// recordings beside it the hash of every second.
//
// An evidence file is a ZIP archive whose members are stored without
// compression. docs/process-log.md gives every byte of it, for whoever writes
// another verifier; testdata/verify.py is one, written from that text alone.
//
//	manifest.json               what the file is
//	log.jsonl                   the lot's entries, one canonical JSON object a line
//	leaves.txt                  the leaf hash of each, as the log kept it
//	checkpoint.txt              the signed note over exactly these entries
//	centre.txt                  the signed note over the centre's tree
//	centre.jsonl                entries of the centre's tree, each with its proof
//	openings.jsonl              what stands behind data of the entries
//	draws/ID/pool.jsonl         what stands behind the labels of a draw
//	draws/ID/candidates.jsonl   everybody who was considered
//	draws/ID/companies.jsonl    the companies that conflicts were decided by
//	draws/ID/others.jsonl       who bade for the tender's other lots
//	files/SHA256.pdf            the reports that entries name by hash
//
// A public file holds the members up to openings.jsonl, and of the openings
// only the sheets of a tallied meeting: enough for the order of the draw, the
// scores and the ranking, and nobody's name. A full file, which goes to the
// authority, holds everything that has not been erased.
//
// [Verify] says of each part that it is checked, not contained, erased by a
// rule, or broken, and where.
package evidence
