package document

//catalogue:data the numerals of Chinese amounts, which are the same in every language

import (
	"strconv"
	"strings"
)

var (
	capitalDigits = [...]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	capitalPlaces = [...]string{"", "拾", "佰", "仟"}
	plainDigits   = [...]string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
)

// Capital writes an amount in fen in capital figures (人民币大写), as bank
// papers have it: 支付结算办法, annex 1 (银发〔1997〕393号). 整 follows 元 only;
// one 零 stands for any zeros between figures, none between 元 and 角.
func Capital(fen int64) string {
	var b strings.Builder
	amount := uint64(fen)
	if fen < 0 {
		b.WriteString("负")
		amount = -amount
	}
	yuan, jiao, cents := amount/100, amount/10%10, amount%10
	if yuan > 0 {
		b.WriteString(capitalNumber(yuan) + "元")
	}
	switch {
	case yuan == 0 && jiao == 0 && cents == 0:
		b.WriteString("零元整")
	case jiao == 0 && cents == 0:
		b.WriteString("整")
	case jiao == 0 && yuan > 0:
		b.WriteString("零")
	}
	if jiao > 0 {
		b.WriteString(capitalDigits[jiao] + "角")
	}
	if cents > 0 {
		b.WriteString(capitalDigits[cents] + "分")
	}
	return b.String()
}

// Miswritten returns an amount above 0 in capital figures if written is not the
// same, and nothing if it is: 人民币 before it, 圆 for 元, 正 for 整 or neither,
// and 零 where it may stand or not (the same annex) say the same.
func Miswritten(fen int64, written string) string {
	right := Capital(fen)
	if plainCapital(written) == plainCapital(right) {
		return ""
	}
	return right
}

var plain = strings.NewReplacer("圆", "元", "正", "", "整", "", capitalDigits[0], "")

// plainCapital leaves out what may be left out: every figure but the last has
// its place behind it, so no 零 is needed to read an amount.
func plainCapital(text string) string {
	return plain.Replace(strings.TrimPrefix(strings.Join(strings.Fields(text), ""), "人民币"))
}

// capitalNumber writes n > 0: what stands before 亿, before 万, and the rest,
// with one 零 where a figure is left out between them.
func capitalNumber(n uint64) string {
	for _, unit := range []struct {
		size uint64
		name string
	}{{1_0000_0000, "亿"}, {1_0000, "万"}} {
		if n < unit.size {
			continue
		}
		high, low := n/unit.size, n%unit.size
		text := capitalNumber(high) + unit.name
		if low > 0 {
			if low < unit.size/10 || high%10 == 0 {
				text += capitalDigits[0]
			}
			text += capitalNumber(low)
		}
		return text
	}
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	zero := false
	for i, c := range digits {
		digit := c - '0'
		if digit == 0 {
			zero = true
			continue
		}
		if zero {
			b.WriteString(capitalDigits[0])
			zero = false
		}
		b.WriteString(capitalDigits[digit] + capitalPlaces[len(digits)-1-i])
	}
	return b.String()
}

// ordinal numbers a section in Chinese, from 1 to 99: 一, 十, 二十一.
func ordinal(n int) string {
	tens, ones := n/10, n%10
	switch tens {
	case 0:
		return plainDigits[ones]
	case 1:
		return "十" + plainDigits[ones]
	default:
		return plainDigits[tens] + "十" + plainDigits[ones]
	}
}
