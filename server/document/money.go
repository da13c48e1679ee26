package document

import "strconv"

// Yuan writes an amount in fen in yuan, with thousands: 1,234,567.89.
func Yuan(fen int64) string {
	sign, amount := "", uint64(fen)
	if fen < 0 {
		sign, amount = "-", -amount
	}
	text := strconv.FormatUint(amount/100, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	cents := amount % 100
	return sign + text + "." + string([]byte{'0' + byte(cents/10), '0' + byte(cents%10)})
}
