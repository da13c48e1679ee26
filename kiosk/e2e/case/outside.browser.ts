// A panel that a provincial library drew: imported on the desk, checked in at
// the kiosks by who the people are, and verified as what it is.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../browser'
import { bidroom, Centre } from './centre'
import { Desk } from './desk'
import { Kiosk } from './kiosk'
import { lot, opening, room } from './tender'
import { zh } from './words'

const library = '浙江省综合性评标专家库'
const recordNo = 'CQ-2026-3117'

interface Person {
  seat: number | null // null: of the substitutes
  name: string
  identity: string
  phone: string
  codes: string
  employer: string
}

// Made-up people; the last characters of their numbers are as GB 11643 says.
const panel: Person[] = [
  { seat: 1, name: '章怀远', identity: '110105197001010003', phone: '13720001111', codes: 'A080104', employer: '杭湾建筑设计研究院' },
  { seat: 2, name: '钱若水', identity: '110105197001010011', phone: '13720002222', codes: 'A080104', employer: '' }, // the first bidder
  { seat: 3, name: '周牧之', identity: '11010519700101002X', phone: '13720003333', codes: 'A060101', employer: '杭湾市政工程研究院' },
  { seat: 4, name: '沈听澜', identity: '110105197001010038', phone: '13720004444', codes: 'B013202', employer: '杭湾造价咨询研究院' }, // not what the plan asks for
  { seat: null, name: '许知行', identity: '110105197001010046', phone: '13720005555', codes: 'A080104；A060101', employer: '杭湾交通规划研究院' },
]

let centre: Centre
let office: Browser
let desk: Desk
let fingerprint: string
const kiosks: Kiosk[] = []

beforeAll(async () => {
  ;[centre, office] = await Promise.all([Centre.start('sqlite', 'tender'), launch()])
  desk = await Desk.open(office, centre, 'staff')
})
afterAll(async () => {
  const errors = [desk, ...kiosks].flatMap((window) => window?.errors ?? [])
  await kiosks[0]?.close()
  await office?.close()
  const code = await centre?.stop()
  expect(errors, 'what the pages reported').toEqual([])
  expect(centre?.said ?? '', 'what the server reported').toBe('')
  expect(code).toBe(0)
})

/** bidders reads the bidders of the lot whose page is open. */
async function bidders(): Promise<{ name: string }[]> {
  const view = await desk.page.evaluate(async () => (await fetch(`/api/lots/${location.pathname.split('/').at(-1)!}`)).json() as Promise<{ bidders: { name: string }[] }>)
  return view.bidders
}

/** drawnAgo fills in who drew, and when: an hour ago. */
async function drawnAgo(): Promise<void> {
  await desk.field('desk-outside.library').fill(library)
  await desk.field('desk-outside.recordNo').fill(recordNo)
  await desk.field('desk-outside.body').fill('浙江省公共资源交易中心')
  await desk.field('desk-outside.person').fill('蒋惠兰')
  const at = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(Date.now() - 3_600_000)
  const field = desk.page.locator('form.import .fields label').nth(4).locator('input')
  await field.fill(at)
  await field.press('Enter')
}

/** listFile is the library's list as a table. */
function listFile(people: Person[]) {
  const head = '类别,席位,姓名,身份证号,手机号码,专业代码,所在地区,工作单位,单位信用代码'
  const rows = people.map((one) => [one.seat ? '正选' : '候补', one.seat ?? '', one.name, one.identity, one.phone, one.codes, '330100', one.employer, ''].join(','))
  return { name: '评标专家名单.csv', mimeType: 'text/csv', buffer: Buffer.from('\ufeff' + [head, ...rows].join('\r\n') + '\r\n') }
}

test('a list with a wrong row is refused with the row and without what stands in it', async () => {
  await desk.lot(lot)
  panel[1]!.employer = (await bidders())[0]!.name
  await desk.page.locator('summary', { hasText: zh('desk-outside.begin') }).click()
  const [list, record] = [0, 1].map((nth) => desk.page.locator('form.import input[type=file]').nth(nth))
  await list!.setInputFiles(listFile(panel.map((one) => (one.seat === 3 ? { ...one, identity: '110105197001010021' } : one))))
  await record!.setInputFiles({ name: '抽取记录.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') })
  await drawnAgo()
  await desk.button('desk-outside.check').click()
  await desk.page.getByText(zh('refusal.outside.identity', { row: 4 })).waitFor()
  expect(await desk.page.locator('form.import').innerText()).not.toContain('110105197001010021')
})

test('the list is looked through, imported sealed, and whoever works for a bidder is replaced', async () => {
  await desk.page.locator('form.import input[type=file]').nth(0).setInputFiles(listFile(panel))
  await desk.button('desk-outside.check').click()
  await desk.text('desk-outside.checked', { seats: 4, persons: 4, substitutes: 1 }).waitFor()
  await desk.text('desk-outside.seatDeviates', { seat: 4, what: zh('desk-outside.deviation.specialty') }).waitFor()
  await desk.deed(zh('desk-outside.import'))
  await desk.page.getByRole('heading', { level: 1, name: zh('desk-outside.title') }).waitFor()
  await desk.page.getByText(zh('desk-outside.tell', { record: recordNo, no: 1, seat: 2 })).waitFor()
  const text = await desk.page.locator('body').innerText()
  for (const { name, identity, phone } of panel) for (const one of [name, identity, phone]) expect(text).not.toContain(one)
})

test('the bids are opened, the meeting is planned and opened', async () => {
  await desk.lot(lot)
  await desk.openBids(opening)
  await desk.schedule(room, new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Shanghai' }).format(Date.now() + 30 * 60_000))
  kiosks.push(...(await Kiosk.row(centre, [1, 2])))
  fingerprint = await kiosks[0]!.page.locator('.log .hash').innerText()
  await desk.page.getByRole('link', { name: zh('desk-rooms.title') }).click()
  for (const kiosk of kiosks) await desk.confirmKiosk(await kiosk.fingerprint(), room, kiosk.place)
  await desk.lot(lot)
  await desk.deed(zh('desk.open'))
  await desk.stage('assembling')
})

test('who was replaced is not let in, who is on the panel is, and what is typed is not shown', async () => {
  const [first, second] = kiosks as [Kiosk, Kiosk]
  const show = async (kiosk: Kiosk, identity: string, phone: string) => {
    await kiosk.page.getByLabel(zh('checkin.person.identity')).fill(identity)
    await kiosk.page.getByLabel(zh('checkin.person.phone')).fill(phone.slice(-4))
    for (const label of ['identity', 'phone']) expect(await kiosk.page.getByLabel(zh(`checkin.person.${label}`)).getAttribute('type')).toBe('password')
    await kiosk.button('checkin.deed').click()
  }
  await show(first, '110105197001010012', panel[0]!.phone)
  await first.text('checkin.person.identityWrong').waitFor()
  await show(first, panel[1]!.identity, panel[1]!.phone)
  await first.text('refusal.person.unknown').waitFor()
  await show(first, panel[0]!.identity, panel[0]!.phone)
  expect(await first.who()).toEqual({ name: '章怀远', seat: 1 })
  await show(second, panel[4]!.identity, panel[4]!.phone)
  expect(await second.who()).toEqual({ name: '许知行', seat: 2 })
})

test('a meeting that comes to nothing leaves a file that says who drew', async () => {
  await desk.deed(zh('desk.void'), { reason: '专家未到齐，改期评标', typed: lot })
  const file = await desk.download('desk.exportPublic')
  const { code, out } = await bidroom('verify', file, '--key', fingerprint)
  expect(out).toContain(zh('verify.line', { part: zh('verify.part.draw'), state: zh('verify.state.outside') }))
  for (const said of [library, recordNo, '蒋惠兰']) expect(out).toContain(said)
  for (const { name } of panel) expect(out).not.toContain(name)
  expect(code).toBe(0)
})
