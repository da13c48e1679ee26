import { expect, test } from 'vitest'
import { secretOf } from './secret'

test.each([
  // the example of the Key Uri Format that authenticators follow
  ['otpauth://totp/Example:alice@google.com?secret=JBSWY3DPEHPK3PXP&issuer=Example', 'JBSW Y3DP EHPK 3PXP'],
  ['otpauth://totp/%E5%8E%BF:staff?issuer=%E5%8E%BF&secret=ABCDE', 'ABCD E'],
  ['otpauth://totp/x', ''],
])('%s', (uri, secret) => expect(secretOf(uri)).toBe(secret))
