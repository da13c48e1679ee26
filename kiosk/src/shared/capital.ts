// Amounts in capital figures, as a total is written beside its digits so that
// nobody can add a stroke to it: 正确填写票据和结算凭证的基本规定 (支付结算办法, annex 1).
// The figures are Chinese in either language: they are the legal form.
// catalogue:data the capital figures themselves
import { parseFen, type Fen } from './format'

const digits = '零壹贰叁肆伍陆柒捌玖'
const places = ['', '拾', '佰', '仟']
const sections = ['', '万', '亿', '万亿', '亿亿']

/** capital returns an amount in capital figures: "10050" is "壹佰元伍角". */
export function capital(fen: Fen): string {
  const [sign, all] = parseFen(fen)
  const padded = all.padStart(3, '0')
  const whole = wholePart(padded.slice(0, -2).replace(/^0+/, ''))
  const [jiao, cents] = [Number(padded.at(-2)), Number(padded.at(-1))]
  let text = whole && whole + '元'
  if (jiao) text += digits[jiao]! + '角'
  else if (cents && whole) text += '零'
  if (cents) text += digits[cents]! + '分'
  else text = (text || '零元') + (jiao ? '' : '整')
  return (sign && '负') + text
}

/** wholePart writes a whole number without leading zeros, "" for none. */
function wholePart(number: string): string {
  let text = ''
  let gap = false // a zero stands between what is written and the next digit
  for (let end = number.length % 4 || 4, start = 0; start < number.length; start = end, end += 4) {
    const four = number.slice(start, end)
    let some = false
    for (let i = 0; i < four.length; i++) {
      const digit = Number(four[i])
      if (digit === 0) {
        gap = true
        continue
      }
      if (gap && text) text += '零'
      gap = false
      some = true
      text += digits[digit]! + places[four.length - 1 - i]!
    }
    if (some) text += sections[(number.length - end) / 4]!
  }
  return text
}
