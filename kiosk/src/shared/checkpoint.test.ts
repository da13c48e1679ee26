import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { base64, base32, fromBase64, fromHex, hex, joined, sha256, utf8 } from './bytes'
import { CheckpointKeeper, Fork, pinned } from './checkpoint'
import { Database } from './database'
import { NoteError, openCheckpoint, parseCheckpoint, parseKey } from './note'
import { consistent, leafHash } from './rfc6962'
import vectors from './testdata/rfc6962-consistency.json'

describe('consistency proofs (transparency-dev/merkle test vectors)', () => {
  test.each(vectors.consistency)('$file', async ({ size1, size2, root1, root2, proof, wantErr }) => {
    const got = await consistent(size1, fromBase64(root1 ?? ''), size2, fromBase64(root2 ?? ''), (proof ?? []).map(fromBase64))
    expect(got).toBe(!wantErr)
  })
  test('a leaf', async () => expect(hex(await leafHash(new Uint8Array()))).toBe(vectors.roots_by_size[1]))
})

// The verifier key and the signed note that the documentation of golang.org/x/mod/sumdb/note prints.
const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const saying =
  'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

describe('signed notes', () => {
  test('a published note verifies, and is no checkpoint', async () => {
    await expect(openCheckpoint(saying, await parseKey(peter))).rejects.toThrow('not a checkpoint')
  })
  test('every changed byte of it is refused by the signature', async () => {
    const key = await parseKey(peter)
    const end = saying.indexOf('\n\n')
    for (let i = 0; i < end; i += 7) {
      const changed = saying.slice(0, i) + String.fromCharCode(saying.charCodeAt(i) ^ 1) + saying.slice(i + 1)
      await expect(openCheckpoint(changed, key), `byte ${i}`).rejects.toThrow('does not verify')
    }
  })
  test('another key of the same name has not signed it', async () => {
    const other = await signer('PeterNeumann')
    await expect(openCheckpoint(saying, other.key)).rejects.toThrow('has not signed')
  })
  test.each(['', 'x', 'name+c74f20a3', 'PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', peter.replace('ARpc', 'Ahpc'), peter + '!'])(
    'key %j is refused', (text) => expect(parseKey(text)).rejects.toThrow(NoteError))
  test.each(['origin\n1\n', 'origin\n01\n' + root(1), 'origin\n-1\n' + root(1), 'origin\nx\n' + root(1), '\n1\n' + root(1), 'origin\n1\nAAAA\n'])(
    'checkpoint %j is refused', (text) => expect(() => parseCheckpoint(text)).toThrow(NoteError))
  test('lines we do not know are passed over', () => {
    expect(parseCheckpoint('origin\n8\n' + root(8) + 'extension\n').size).toBe(8)
  })
})

function root(size: number) {
  return base64(fromHex(vectors.roots_by_size[size]!)) + '\n'
}

/** signer makes a log's key and signs checkpoints with it, as a server would. */
async function signer(name = 'centre') {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const point = joined(Uint8Array.of(1), new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const hash = (await sha256(joined(utf8(name + '\n'), point))).slice(0, 4)
  const sign = async (size: number, rootLine = root(size), origin = `${name}/lot-1`) => {
    const text = `${origin}\n${size}\n${rootLine}`
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, utf8(text)))
    return `${text}\n— ${name} ${base64(joined(hash, signature))}\n`
  }
  return { key: await parseKey(`${name}+${hex(hash)}+${base64(point)}`), sign }
}

describe('holding the server to its log', () => {
  const grown = vectors.consistency.find((c) => !c.wantErr && c.size1 === 1 && c.size2 === 8)!
  const open = async () => {
    const log = await signer()
    const database = await Database.open(`checkpoints-${crypto.randomUUID()}`)
    return { log, database, keeper: new CheckpointKeeper(database, log.key, () => 1) }
  }

  test('first, same, grown, older', async () => {
    const { log, keeper, database } = await open()
    expect(await keeper.size('lot-1')).toBe(0)
    const one = { note: await log.sign(1), proof: [] }
    const eight = { note: await log.sign(8), proof: grown.proof! }
    expect(await keeper.hold('lot-1', one, 0)).toBe('first')
    expect(await keeper.hold('lot-1', one, 1)).toBe('same')
    expect(await keeper.hold('lot-1', eight, 1)).toBe('grown')
    expect(await new CheckpointKeeper(database, log.key, () => 2).size('lot-1')).toBe(8)
    expect(await keeper.hold('lot-1', one, 8)).toBe('older')
    expect(await keeper.size('lot-1')).toBe(8)
  })
  test('a rewritten log is a fork with both notes, and the old one is kept', async () => {
    const { log, keeper } = await open()
    const first = await log.sign(1)
    await keeper.hold('lot-1', { note: first, proof: [] }, 0)
    const other = { note: await log.sign(8, root(7)), proof: grown.proof! }
    const fork = await keeper.hold('lot-1', other, 1).catch((error: unknown) => error)
    expect(fork).toBeInstanceOf(Fork)
    expect(fork).toMatchObject({ tree: 'lot-1', oldNote: first, newNote: other.note })
    expect(await keeper.size('lot-1')).toBe(1)
  })
  test.each([
    ['another root at the same size', 1, root(2), [], 'lot-1'],
    ['no proof', 8, root(8), [], 'lot-1'],
    ['a proof that is no base64', 8, root(8), ['!'], 'lot-1'],
    ['another origin', 8, root(8), grown.proof!, 'lot-2'],
  ])('%s is a fork', async (_, size, line, proof, origin) => {
    const { log, keeper } = await open()
    await keeper.hold('lot-1', { note: await log.sign(1), proof: [] }, 0)
    await expect(keeper.hold('lot-1', { note: await log.sign(size, line, `centre/${origin}`), proof }, 1)).rejects.toThrow(Fork)
  })
  test('a note of another key is no proof of anything', async () => {
    const { log, keeper } = await open()
    await keeper.hold('lot-1', { note: await log.sign(1), proof: [] }, 0)
    await expect(keeper.hold('lot-1', { note: await (await signer()).sign(8), proof: grown.proof! }, 1)).rejects.toThrow(NoteError)
  })
})

describe('what is kept of a finding', () => {
  const open = async () => {
    const log = await signer()
    const database = await Database.open(`checkpoints-${crypto.randomUUID()}`)
    const keeper = new CheckpointKeeper(database, log.key, () => 7)
    await keeper.hold('lot-1', { note: await log.sign(1), proof: [] }, 0)
    return { log, database, keeper }
  }

  test('an answer that crossed another page\'s newer checkpoint is judged by neither', async () => {
    const { log, keeper } = await open()
    expect(await keeper.hold('lot-1', { note: await log.sign(8, root(7)), proof: [] }, 0)).toBe('same')
    expect(await keeper.size('lot-1')).toBe(1)
  })
  test('the first checkpoint must be of the tree that was asked for', async () => {
    const { log, keeper } = await open()
    await expect(keeper.hold('lot-2', { note: await log.sign(1), proof: [] }, 0)).rejects.toThrow(NoteError)
  })
  test('the first stays, a fork outweighs it, and a reload and a growing log keep it', async () => {
    const { log, database, keeper } = await open()
    await keeper.accuse('lot-1', 'behind', 'first')
    await keeper.reported('lot-1')
    await keeper.accuse('lot-1', 'unsigned', 'second')
    expect((await keeper.kept('lot-1'))!.found).toEqual({ what: 'behind', note: 'first', atMs: 7, reported: true })
    await keeper.accuse('lot-1', 'forked', 'third')
    await keeper.accuse('lot-1', 'forked', 'fourth')
    await keeper.hold('lot-1', { note: await log.sign(8), proof: vectors.consistency.find((c) => !c.wantErr && c.size1 === 1 && c.size2 === 8)!.proof! }, 1)
    expect((await new CheckpointKeeper(database, log.key, () => 8).kept('lot-1'))!.found).toEqual({ what: 'forked', note: 'third', atMs: 7, reported: false })
    expect(await keeper.size('lot-1')).toBe(8)
  })
  test('the first key is trusted until the machine is paired anew', async () => {
    const { database } = await open()
    expect(await pinned(database, 'one', false)).toBe('one')
    expect(await pinned(database, 'two', false)).toBe('one')
    expect(await pinned(database, 'two', true)).toBe('two')
    expect(await pinned(database, 'one', false)).toBe('two')
  })
})

// base32: the alphabet of crockford.com/base32.html; 'foobar' is 0x666f6f626172.
test.each([['', 0, ''], ['00', 1, '0'], ['ff', 1, 'Z'], ['666f6f626172', 8, 'CSQPYRK1'], ['ffffffffff', 8, 'ZZZZZZZZ']])('base32 of %s', (bytes, n, text) =>
  expect(base32(fromHex(bytes), n)).toBe(text))
