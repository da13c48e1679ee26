import { describe, expect, test } from 'vitest'
import { passGroups, readPass } from './pass'

// Check characters by polynomial arithmetic in Python: with mul the product in
// GF(32) modulo 0b100101, the sum of mul(A.index(c[i]), α^(11-i)).
const codes = ['000000000000', '000000000012', '0123456789AM', '7KQ2M9XDAAAJ', 'ZZZZZZZZZZZK']

describe('a code is read however it is written', () => {
  test.each(codes)('%s', (code) => {
    const grouped = passGroups(code)
    const full = grouped.replace(/[0-9A-Z-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
    for (const written of [code, grouped, grouped.toLowerCase(), ` ${grouped.replaceAll('-', '  ')}\n`, full, `BIDROOM:PASS:${code}`, grouped.replaceAll('-', '—'), code.replaceAll('0', 'o').replaceAll('1', 'l')]) {
      expect(readPass(written), written).toEqual({ code })
    }
  })
})

test('what is no code is told from a slip in one', () => {
  const none = ['', '7KQ2M9XDAAA', '7KQ2M9XDAAAJ0', 'U' + codes[3]!.slice(1), '王' + codes[3]!.slice(1), `BIDROOM:KIOSK:${codes[3]}`, 'https://example.org', '0'.repeat(5000)]
  for (const text of none) expect(readPass(text), text).toEqual({ wrong: 'form' })
})

test('every wrong character and every two that were exchanged are a slip', () => {
  const code = codes[2]!
  for (let i = 0; i < code.length; i++) {
    for (const c of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      if (c !== code[i]) expect(readPass(code.slice(0, i) + c + code.slice(i + 1))).toEqual({ wrong: 'slip' })
    }
    for (let j = i + 1; j < code.length; j++) {
      const swapped = [...code]
      ;[swapped[i], swapped[j]] = [swapped[j]!, swapped[i]!]
      expect(readPass(swapped.join(''))).toEqual({ wrong: 'slip' })
    }
  }
})
