package register

//catalogue:data the marks of a time as it is typed in Chinese

import (
	"math/big"
	"regexp"
	"strings"
	"time"
)

// shownDigits is how many digits of a number Excel shows; what it keeps beyond
// them is how binary numbers miss decimal ones.
const shownDigits = 15

// maxDecimals bounds a [Decimal] behind the point.
const maxDecimals = 12

// shownNumber is the number that Excel shows of one that it keeps: rounded to
// fifteen digits, in exact numbers.
func shownNumber(kept *big.Rat) *big.Rat {
	whole := new(big.Int).Quo(kept.Num(), kept.Denom())
	digits := len(strings.TrimLeft(whole.String(), "-0"))
	shown, _ := new(big.Rat).SetString(kept.FloatString(max(0, shownDigits-digits)))
	return shown
}

// grouped is a number with a comma before every three digits.
var grouped = regexp.MustCompile(`^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$`)

// typed is a number as a person writes it: 1E7 is what a program makes of one.
var typed = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// figure reads a number as it stands in a cell, without a binary number on the
// way.
func figure(text string, r raw) (*big.Rat, bool) {
	if grouped.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	if !r.number && !typed.MatchString(text) {
		return nil, false
	}
	number, ok := decimal(text)
	if ok && r.number {
		number = shownNumber(number)
	}
	return number, ok
}

// most is what an amount has to stay below, in yuan: its digits are all shown.
var most = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(13), nil))

func money(text string, r raw) (value, code string) {
	amount, ok := figure(text, r)
	switch {
	case !ok || r.percent || amount.Sign() < 0 || amount.Cmp(most) >= 0:
		return "", "import.money"
	case !new(big.Rat).Mul(amount, big.NewRat(100, 1)).IsInt():
		return "", "import.cents"
	}
	return amount.FloatString(2), ""
}

func anyDecimal(text string, r raw) (value, code string) {
	number, ok := figure(text, r)
	if !ok || r.percent {
		return "", "import.decimal"
	}
	value = number.FloatString(maxDecimals)
	if again, _ := new(big.Rat).SetString(value); again.Cmp(number) != 0 {
		return "", "import.decimal"
	}
	return strings.TrimSuffix(strings.TrimRight(value, "0"), "."), ""
}

var clock = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?:日[ T]*|[ T]+)([0-9]{1,2})[:时点]([0-9]{1,2})(?:[:分]([0-9]{1,2})秒?|分)?$`)

// moment reads a time as it is typed in Chinese, or a day number of Excel with
// the part of the day behind its point.
func moment(text string, r raw) (value, code string) {
	var at time.Time
	if r.number {
		number, ok := decimal(text)
		if !ok {
			return "", "import.moment"
		}
		seconds, _ := new(big.Rat).SetString(number.Mul(number, big.NewRat(86400, 1)).FloatString(0))
		whole := new(big.Int).Quo(seconds.Num(), big.NewInt(86400))
		day, code := date(whole.String(), r)
		if code != "" {
			return "", "import.moment"
		}
		midnight, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return "", "import.moment"
		}
		at = midnight.Add(time.Duration(new(big.Int).Rem(seconds.Num(), big.NewInt(86400)).Int64()) * time.Second)
	} else {
		m := clock.FindStringSubmatch(text)
		if m == nil {
			return "", "import.moment"
		}
		if m[6] == "" {
			m[6] = "0"
		}
		var err error
		if at, err = time.Parse("2006-1-2 15:4:5", m[1]+"-"+m[2]+"-"+m[3]+" "+m[4]+":"+m[5]+":"+m[6]); err != nil {
			return "", "import.moment"
		}
	}
	if _, code := inCentury(at); code != "" {
		return "", "import.moment"
	}
	return at.Format("2006-01-02T15:04:05"), ""
}
