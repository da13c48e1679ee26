import 'fake-indexeddb/auto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fromHex } from './bytes'
import { Database } from './database'
import { datumHash, newSalt, signingText, SigningKey } from './keys'

const folder = mkdtempSync(join(tmpdir(), 'bidroom-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** openssl checks a raw r‖s signature, which it wants as DER. */
function opensslAccepts(publicKey: string, text: string, signature: string): boolean {
  const spki = '3059301306072a8648ce3d020106082a8648ce3d030107034200' + publicKey
  const integer = (h: string) => {
    const digits = h.replace(/^(?:00)+/, '')
    const positive = parseInt(digits.slice(0, 2), 16) > 127 ? '00' + digits : digits
    return '02' + (positive.length / 2).toString(16).padStart(2, '0') + positive
  }
  const both = integer(signature.slice(0, 64)) + integer(signature.slice(64))
  writeFileSync(join(folder, 'key.der'), fromHex(spki))
  writeFileSync(join(folder, 'sig.der'), fromHex('30' + (both.length / 2).toString(16).padStart(2, '0') + both))
  writeFileSync(join(folder, 'text'), text)
  try {
    execFileSync('openssl', ['pkey', '-pubin', '-inform', 'DER', '-in', 'key.der', '-out', 'key.pem'], { cwd: folder, stdio: 'pipe' })
    execFileSync('openssl', ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'sig.der', 'text'], { cwd: folder, stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

test('a signature verifies with openssl, and no other text does', async () => {
  const key = await SigningKey.make(await Database.open('keys-1'), 'kiosk')
  const text = signingText('sheet.submitted', 'lot', 'meeting', 3, 'ab'.repeat(32))
  expect(text).toBe(`bidroom/signature/1\nsheet.submitted\nlot\nmeeting\n3\n${'ab'.repeat(32)}\n`)
  const signature = await key.sign(text)
  expect(signature).toMatch(/^[0-9a-f]{128}$/)
  expect(opensslAccepts(key.publicKey, text, signature)).toBe(true)
  expect(opensslAccepts(key.publicKey, text + ' ', signature)).toBe(false)
})

test('a key survives the page, and can be forgotten', async () => {
  const database = await Database.open('keys-2')
  expect(await SigningKey.load(database, 'kiosk')).toBeNull()
  const made = await SigningKey.make(database, 'kiosk')
  database.close()
  const again = await Database.open('keys-2')
  const loaded = await SigningKey.load(again, 'kiosk')
  expect(loaded?.publicKey).toBe(made.publicKey)
  expect(loaded?.fingerprint).toBe(made.fingerprint)
  expect(opensslAccepts(made.publicKey, 'x', await loaded!.sign('x'))).toBe(true)
  await SigningKey.forget(again, 'kiosk')
  expect(await SigningKey.load(again, 'kiosk')).toBeNull()
})

test('what is kept cannot be read out', async () => {
  const database = await Database.open('keys-3')
  await SigningKey.make(database, 'kiosk')
  const kept = await database.get<{ privateKey: CryptoKey }>('keys', 'kiosk')
  expect(kept!.privateKey.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', kept!.privateKey)).rejects.toThrow()
})

test('a fingerprint is the first forty bits of the hash, five to a character', async () => {
  const key = await SigningKey.make(await Database.open('keys-4'), 'kiosk')
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-r'], { input: fromHex(key.publicKey) }).toString().slice(0, 64)
  expect(key.hash).toBe(digest)
  const forty = BigInt('0x' + digest.slice(0, 10)).toString(2).padStart(40, '0')
  const characters = forty.match(/.{5}/g)!.map((five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(five, 2)])
  expect(key.fingerprint).toBe(characters.join(''))
})

// printf '%s' 'value' | openssl dgst -sha256  and the four lines likewise.
test('a datum is the hash that the server makes', async () => {
  const salt = '000102030405060708090a0b0c0d0e0f'
  const sum = (text: string) => execFileSync('openssl', ['dgst', '-sha256', '-r'], { input: text }).toString().slice(0, 64)
  const lines = `bidroom/datum/1\nsheet\n${salt}\n${sum('{"分":"1"}')}\n`
  expect(await datumHash('sheet', salt, '{"分":"1"}')).toBe(sum(lines))
  expect(newSalt()).toMatch(/^[0-9a-f]{32}$/)
  expect(readFileSync(new URL('./keys.ts', import.meta.url), 'utf8')).not.toContain('Math.random')
})
