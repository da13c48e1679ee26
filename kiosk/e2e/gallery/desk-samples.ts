// Sample answers of the server for the desk's pages: a case in its detailed
// evaluation, one being set up, and a draw in the middle of its ceremony.
import type { AwardView, CentreView, ChoiceView, CompanyDetail, CompanyExpertsView, CompanyGroupView, CompanyTwinView, ComparedCompaniesView, ComparedExpertsView, DerivationLine, DrawView, ExpertBrief, ExpertMatch, ExpertMatchesView, ExpertTwinView, ExpertView, FactsRow, FactsSubject, FactsView, ImportView, LotView, MatchView, MethodBrief, MethodParam, PanelPreview, PanelSource, ProposedMatchView, RoomView, ServedView, WaitingMatch } from '../../src/shared/api.gen'
import type { Answers } from './pages'
import { centre, desk, lots, me } from './samples'

const now = Date.UTC(2026, 10, 23, 6, 5, 32)
const hash = (seed: string) => seed.repeat(64).slice(0, 64)
const names = ['清河县第一建筑工程有限公司', '江城建设集团股份有限公司', '云岭路桥工程有限责任公司']
const words = (zh: string, en: string) => ({ 'zh-CN': zh, en })
/** A param of a method, as the server says it. */
export const param = (key: string, zh: string, en: string, more: Partial<MethodParam> = {}): MethodParam => ({ key, names: words(zh, en), unit: '', default: '', oneOf: [], min: '', max: '', ofLot: false, given: '', ...more })
export const method: MethodBrief = { id: 'cn-works-baseline', names: words('综合评估法（评标基准价）', 'Works: baseline price'), hash: hash('4f'), criteria: [], params: [
  param('ceiling_fen', '最高投标限价', 'Ceiling price', { unit: 'money', min: '1', ofLot: true, given: '4860000000' }), param('ceiling_share', '限价权重', 'Share of the ceiling price', { unit: 'ratio', default: '0.4', min: '0', max: '1', given: '0.35' }),
  param('reduction', '下浮率', 'Reduction', { unit: 'ratio', default: '0.02', min: '0', max: '0.2' }), param('trim_from', '去高去低的最少家数', 'Bids from which extremes are set aside', { unit: 'count', default: '5', min: '3' }),
  param('loss_above', '每高1%扣分', 'Points lost per 1% above', { unit: 'points', default: '1', min: '0' }), param('loss_below', '每低1%扣分', 'Points lost per 1% below', { unit: 'points', default: '0.5', min: '0' }),
], openingValues: [{ key: 'deduction', names: words('小微企业价格扣除比例', 'Price deduction for small enterprises'), unit: 'ratio' }, { key: 'operating_fen', names: words('运行费用', 'Operating cost'), unit: 'money' }] }
const plan = [1, 2, 3, 4, 5].map((no) => ({ no, specialties: no === 1 ? [] : ['A080104', 'A080105'], fallback: no === 3 ? ['A0801'] : [], region: no === 1 ? '' : '330100', representative: no === 1, remote: false }))
const steps = (at: number) => ['bidders', 'draw', 'opening', 'schedule', 'assembling', 'declaring', 'electing', 'examining', 'evaluating', 'tallied', 'reporting', 'signing', 'sealed'].map((id, i) => ({
  id, state: i < at ? 'done' : i === at ? 'now' : 'later', owed: i === at && at > 4 ? [{ clause: '评标委员会和评标方法暂行规定 第三十五条', code: 'sheet.missing', field: '', args: {}, text: '席位 3、4 尚未提交评分表。' }] : [],
}))

export const preparing: LotView = {
  brief: { ...lots.items[2]!, id: 'L2' }, version: 3, entity: { name: '清河县第二中学', creditCode: '12330000MB0X0000X1' }, agency: { name: '江南招标代理有限公司', creditCode: '91330000MA2X0000X2' },
  ceilingFen: '4860000000', budgetFen: '5000000000', startedOn: '2026-10-08', profile: 'cn-tendering-2019', profileName: words('招标投标（2019）', 'Tendering (2019)'), method, plan,
  limits: { employer: 0, region: 3, home: '330100', outside: 1, month: 2, interval: 7, entity: true }, meetingOn: '2026-12-08', drawRoom: false, drawSeats: false, bidderChanges: [],
  bidders: names.map((name, i) => ({ id: `b${i}`, letter: 'ABC'[i]!, name, creditCode: ['91330100MA2H300110', '91330101MA2H30011E', '91330102MA2H30011W'][i]!, legalRepresentative: ['周建平', '吴海燕', '郑国强'][i]!, bid: i < 2 ? `bid${i}` : '', fileHash: i < 2 ? hash('3a') : '', fileSize: i < 2 ? 8_400_000 : 0, blindHash: '', blindSize: 0, priceHash: '', priceSize: 0, code: '', opening: null, unopened: null, withdrawn: '', rejection: null, corrections: [] })),
  openedMs: 0, openedFrom: null, offers: null, prices: null, hearings: null, mayMend: false, beacon: 'quicknet', draws: [], chosen: [], meeting: null, result: null, checks: [], steps: steps(0), assessed: [], asked: [], mayReply: false,
}
/** What was read out, with a slip that was mended; the third bid could not be decrypted. */
export const opened: LotView = {
  ...preparing, brief: { ...lots.items[2]!, id: 'L8' }, openedMs: now - 4e6, offers: null, prices: null, hearings: null, mayMend: true, steps: steps(3),
  bidders: preparing.bidders.map((bidder, i) => ({
    ...bidder, bid: i < 2 ? `bid${i}` : '', fileHash: hash('3a'), fileSize: 8_400_000,
    opening: i < 2 ? { priceFen: ['4688000000', '4721500050'][i]!, offeredFen: '', correctedFen: '', aboveCeiling: false, capital: '', duration: '420 日历天', quality: '合格', security: '80 万元', values: { deduction: '0.03', operating_fen: '120050000' } } : null,
    unopened: i < 2 ? null : { bid: 'bid2', fault: 'bidder', reason: 'CA 证书已过期，在规定的 30 分钟内未完成解密' },
    corrections: i === 1 ? [{ was: { priceFen: '4712500050', offeredFen: '', correctedFen: '', aboveCeiling: false, capital: '', duration: '400 日历天', quality: '合格', security: '80 万元', values: { deduction: '0.03', operating_fen: '120050000' } }, reason: '唱标时误读，已与投标函核对', by: '周敏', atMs: now - 3e6 }] : [],
  })),
}
export const evaluating: LotView = {
  ...preparing, brief: { ...lots.items[0]!, id: 'L1', stage: 'evaluating' }, openedMs: now - 5e6, steps: steps(8),
  bidders: preparing.bidders.map((bidder, i) => ({ ...bidder, bid: `bid${i}`, fileHash: hash('3a'), fileSize: 8_400_000, opening: { priceFen: ['4688000000', '4721500050', '4599999999'][i]!, offeredFen: '', correctedFen: '', aboveCeiling: false, capital: '', duration: '420 日历天', quality: '合格', security: '80 万元', values: {} }, rejection: null })),
  draws: [{ id: 'D1', stage: 'filled', createdMs: now - 9e7, confirmed: 4, seats: 4, outside: false, wants: false }],
  chosen: [
    { purpose: 'coefficient', subject: 'reduction', names: words('下浮系数δ', 'Reduction δ'), options: ['0.01', '0.015', '0.02', '0.025', '0.03'], moment: 'opening', due: false, again: false, outcome: [['0.015']], draws: [{ id: 'C0', stage: 'void', createdMs: now - 5e6, confirmed: 0, seats: 0, outside: false, wants: false }, { id: 'C1', stage: 'ordered', createdMs: now - 45e5, confirmed: 0, seats: 0, outside: false, wants: false }] },
    { purpose: 'tie', subject: 'M', names: {}, options: [`A ${names[0]}`, `C ${names[2]}`], moment: '', due: true, again: false, outcome: [], draws: [] },
  ],
  meeting: {
    id: 'M', room: 'r', roomName: '一号评标室', remote: '', remoteName: '', roomOrder: [], plannedMs: now - 36e5, stage: 'evaluating', held: '', openedMs: now - 35e5, sealedMs: 0, chair: 2, round: 1, nextStage: 'tallied', reportHash: '', workbook: false, voidReason: '', tied: true,
    owed: steps(8)[8]!.owed, pauses: [{ fromMs: now - 2e6, toMs: now - 15e5, reason: '停电' }], returns: [],
    incidents: [{ id: 'i1', atMs: now - 2e6, what: 'equipment', text: '机位 4 停电，十分钟后恢复。', feed: '', seat: 0, grounds: [], shared: [], by: '李敏', closedMs: 0, answer: '' }, { id: 'i2', atMs: now - 1e6, what: 'member_conflict', text: '', feed: '', seat: 3, grounds: ['R01', 'R16'], shared: [], by: 'system', closedMs: 0, answer: '' }, { id: 'i3', atMs: now - 5e5, what: 'member_alert', text: '', feed: '', seat: 2, grounds: ['R22'], shared: [{ kind: 'phone', with: names[0]!, seat: 0 }, { kind: 'address', with: '', seat: 5 }], by: 'system', closedMs: 0, answer: '' }],
    seats: plan.map(({ no, specialties, representative, remote }) => ({ no, specialties, representative, remote, present: true, name: '', kiosk: `k${no}`, kioskName: `机位 ${no}`, workplace: '', workplaceName: '', declared: true, voted: true, findingsDone: 12, findingsOf: 12, marksDone: no > 2 ? 7 : 12, marksOf: 12, submitted: no < 3, returned: false, concluded: '', duty: '' })),
  },
}
/** Its room was drawn, and the first fell out; the places stand in the plan. */
export const placed: LotView = {
  ...evaluating, brief: { ...evaluating.brief, id: 'L4', stage: 'scheduled' }, drawRoom: true, drawSeats: true, steps: steps(4), draws: evaluating.draws,
  chosen: [{ purpose: 'rooms', subject: 'M', names: {}, options: ['一号评标室', '二号评标室', '多功能厅'], moment: '', due: false, again: false, outcome: [['一号评标室']], draws: [{ id: 'C3', stage: 'ordered', createdMs: now - 45e5, confirmed: 0, seats: 0, outside: false, wants: false }] },
    { purpose: 'seats', subject: 'r', names: {}, options: [1, 2, 3, 4, 5, 6, 7].map((no) => `机位 ${no}`), moment: '', due: false, again: false, outcome: [[4, 7, 3, 6, 2, 1, 5].map((no) => `机位 ${no}`)], draws: [{ id: 'C4', stage: 'ordered', createdMs: now - 4e6, confirmed: 0, seats: 0, outside: false, wants: false }] }],
  meeting: { ...evaluating.meeting!, tied: false, stage: 'scheduled', openedMs: 0, plannedMs: now + 36e5, chair: 0, nextStage: 'assembling', owed: [], pauses: [], incidents: [], roomOrder: [{ name: '多功能厅', state: 'out', reason: '空调故障，室温超过三十度' }, { name: '一号评标室', state: 'taken', reason: '' }, { name: '二号评标室', state: 'next', reason: '' }], seats: evaluating.meeting!.seats.map((seat) => ({ ...seat, present: false, declared: false, submitted: false, kiosk: '', kioskName: '', workplace: `k${seat.no}`, workplaceName: `机位 ${((seat.no * 3) % 7) + 1}`, marksOf: 0, findingsOf: 0 })) },
}
/** The plan has the room drawn, and the meeting waits for that. */
export const unplaced: LotView = {
  ...placed, brief: { ...placed.brief, id: 'L5' }, meeting: { ...placed.meeting!, room: '', roomName: '', roomOrder: [], seats: placed.meeting!.seats.map((seat) => ({ ...seat, workplace: '', workplaceName: '' })) },
  chosen: [{ ...placed.chosen[0]!, options: [], outcome: [], due: true, draws: [] }],
}
/** Two of its seats are in a room of another centre. */
const away = plan.map((seat) => (seat.no > 3 ? { ...seat, region: '330127', remote: true } : seat))
export const remotely: LotView = {
  ...placed, brief: { ...placed.brief, id: 'L6' }, drawRoom: false, drawSeats: false, plan: away,
  meeting: { ...placed.meeting!, remote: 'r9', remoteName: '临溪县 远程评标室', roomOrder: [], seats: placed.meeting!.seats.map((seat) => ({ ...seat, remote: seat.no > 3, workplace: '', workplaceName: '' })) },
}
const line = (more: Partial<DerivationLine>): DerivationLine => ({ kind: 'formula', bid: '', name: '', names: {}, unit: '', expr: '', formula: {}, values: '', over: '', frozen: '', workings: [], exact: '', approx: '', rounding: '', digits: '', result: '', ...more })
export const tallied: LotView = {
  ...evaluating, brief: { ...evaluating.brief, stage: 'sealed' }, steps: steps(13), assessed: [{ role: 'staff', given: 3, of: 4, waits: 1 }, { role: 'agent', given: 4, of: 4, waits: 0 }], meeting: { ...evaluating.meeting!, stage: 'sealed', tied: false, owed: [], sealedMs: now, reportHash: hash('9c'), workbook: true, seats: evaluating.meeting!.seats.map((seat) => ({ ...seat, submitted: true, marksDone: 12, concluded: seat.no === 4 ? 'dissented' : 'signed', name: ['孙立', '钱文', '赵敏', '冯刚', '陈洁'][seat.no - 1]! })) },
  result: {
    candidates: ['bid0', 'bid2'], marks: [], unit: 'points',
    hangs: {
      extremes: [{ seat: 4, bid: 'bid2', criterion: words('施工方案', 'Construction plan'), value: '2.5', mean: '7.10', reason: '未结合本项目地质条件，关键工序缺少针对性措施' }],
      margins: [{ first: 'bid0', other: 'bid2', by: '3.15' }],
      without: [1, 2, 3, 4, 5].map((seat) => ({ seat, why: seat === 1 ? 'untrimmed' : '', changed: seat === 4, candidates: ['bid0', 'bid2'], ranking: (seat === 4 ? [2, 0, 1] : [0, 2, 1]).map((i, n) => ({ bid: `bid${i}`, rank: n + 1, total: ['91.35', '88.20', '86.02'][n]! })) })),
      spreads: [0, 2, 1].flatMap((i) => [{ bid: `bid${i}`, criterion: words('施工方案', 'Construction plan'), max: '10', least: '6', mean: '8.33', greatest: '9.5' }, { bid: `bid${i}`, criterion: words('企业业绩', 'Similar contracts'), max: '6', least: '6', mean: '6.00', greatest: '6' }]),
    },
    ranking: [0, 2, 1].map((i, at) => ({ bid: `bid${i}`, bidder: names[i]!, letter: 'ABC'[i]!, rank: at + 1, tied: false, unranked: '', failed: '', total: ['91.35', '88.20', '86.02'][at]!, parts: [{ name: 'price_score', names: words('报价得分', 'Price score'), unit: 'points', score: ['58.10', '57.00', '55.72'][at]! }, { name: 'marks(technical)', names: words('技术得分', 'Technical'), unit: 'points', score: ['33.25', '31.20', '30.30'][at]! }] })),
    derivation: [
      line({ kind: 'input', name: 'ceiling', names: words('最高投标限价', 'Ceiling price'), unit: 'money', exact: '48600000', result: '48600000.00' }),
      line({ name: 'average', names: words('去高去低后的平均报价', 'Mean price without extremes'), unit: 'money', formula: words('mean(投标报价 trim(投标报价, 1, 1))', 'mean(Price trim(Price, 1, 1))'), values: 'mean(46880000)', over: 'passed', frozen: 'examination', exact: '46880000', result: '46880000', workings: [{ expr: '', values: 'mean(46880000)', exact: '46880000', approx: '', rounding: '', digits: '', result: '46880000', setAside: ['bid1', 'bid2'] }] }),
      ...[0, 2, 1].flatMap((i) => [
        line({ kind: 'marks', bid: `bid${i}`, name: 'marks(technical)', names: words('技术得分', 'Technical'), unit: 'points', values: '(33 + 33.5 + 33.25) ÷ 3', exact: '33.25', rounding: 'half_up', digits: '2', result: '33.25' }),
        line({ bid: `bid${i}`, name: 'deviation', names: words('偏差率', 'Deviation'), unit: 'percent', formula: words('round((投标报价 - 评标基准价) ÷ 评标基准价 × 100, 2)', 'round((Price - Benchmark price) ÷ Benchmark price × 100, 2)'), values: 'round((45586800 - 45827661.6) ÷ 45827661.6 × 100, 2)', exact: '-17700/33677', approx: '-0.525581', rounding: 'half_up', digits: '2', result: '-0.53' }),
      ]),
    ],
  },
}
const checks = ['missing', 'range', 'objective', 'extremes', 'weights', 'sums', 'ranks', 'candidates', 'composition', 'log'].map((check) => ({ check, clause: ['range', 'objective', 'sums'].includes(check) ? '政府采购货物和服务招标投标管理办法 第六十四条' : '', state: 'passed', faults: [] as { text: string; stated: string; found: string }[] }))
const reporting: LotView = {
  ...evaluating, brief: { ...evaluating.brief, id: 'L7', stage: 'reporting' }, steps: steps(10), meeting: { ...evaluating.meeting!, stage: 'reporting', tied: false, owed: [] },
  checks: checks.map((one) => (one.check === 'objective' ? { ...one, state: 'failed', faults: [{ text: '清河建设集团有限公司 的客观分“企业业绩”各成员不一致。', stated: '', found: '' }] } : one)),
}

const fact = (more: Partial<FactsRow>): FactsRow => ({ kind: '', name: '', known: 0, company: '', creditCode: '', bidder: '', bidderName: '', on: '', ...more })
const subjects: FactsSubject[] = [
  { subject: 'units', asked: 'some', facts: hash('a1'), rows: [fact({ kind: 'approval', company: '清河县教育局', creditCode: '11330100MB0Q00001X' }), fact({ kind: 'supervisor', company: '清河县住房和城乡建设局' })], proposal: null },
  { subject: 'roles', asked: 'some', facts: hash('a2'), rows: [fact({ kind: 'tender_documents', name: '许文博', known: 1, company: '江南招标代理有限公司', creditCode: '91330000MA2X0000X2', on: '2026-09-18' }), fact({ kind: 'design', company: '清河县建筑设计院', on: '2026-03-02' })], proposal: null },
  { subject: 'former_panel', asked: 'none', facts: '', rows: [], proposal: null },
  { subject: 'named', asked: 'never_asked', facts: hash('a3'), rows: [fact({ name: '林涛', known: 1, bidder: 'b0', bidderName: names[0]! })], proposal: null },
  { subject: 'disputes', asked: 'never_asked', facts: '', rows: [], proposal: null },
  { subject: 'challenges', asked: 'none', facts: '', rows: [], proposal: null },
]
const known: FactsView = { subjects, drawn: false, mayEdit: true, mayDecide: false }
/** A proposal waits while a panel is drawn. */
export const proposed: FactsView = { ...known, drawn: true, subjects: subjects.map((one) => (one.subject === 'challenges' ? { ...one, proposal: { asked: 'some', facts: hash('b7'), rows: [fact({ name: '孙立', kind: 'open', bidder: 'b1', bidderName: names[1]!, on: '2026-11-22' })], reason: '开标当日收到书面回避申请', by: '沈一鸣', atMs: now - 9e5 } } : one)) }

const share = (party: string, name: string, role: string, seed: string, revealed: boolean) => ({ party, name, role, commitment: hash(seed), committedMs: now - 6e5, nonce: revealed ? hash(seed + '7') : '', enteredHash: revealed ? hash('0b') : '', revealedMs: revealed ? now - 1e5 : 0 })
export const committing: DrawView = {
  id: 'D1', lot: evaluating.brief, stage: 'committing', poolHash: hash('5d'), poolSize: '146', alerts: '<5', dismissed: '<5', unknown: '12',
  chances: {
    groups: [
      { seats: [2, 3], experts: '97', mean: '2', least: '', most: '', exact: '', error: '' }, { seats: [2, 3, 4, 5], experts: '6', mean: '5.2', least: '', most: '', exact: '', error: '' },
      { seats: [4, 5], experts: '43', mean: '4', least: '', most: '', exact: '', error: '' },
    ],
    draws: 0, panels: '4,180,000', atLeast: false, guessable: false, blurred: false, repeats: { panels: '38', served: '61', pairs: '<5', most: '', frequent: false },
  },
 
  exclusions: [
    { ground: 'R01', clause: '招标投标法 第三十七条第四款', action: 'exclude', count: '23', ofPlan: false }, { ground: 'R02', clause: '招标投标法 第三十七条第四款', action: 'exclude', count: '<5', ofPlan: false },
    { ground: 'R05', clause: '评标委员会和评标方法暂行规定 第十二条第三项', action: 'decide', count: '<5', ofPlan: false }, { ground: 'R06', clause: '评标委员会和评标方法暂行规定 第十二条第一项', action: 'exclude', count: '6', ofPlan: false },
    { ground: 'R11', clause: '招标投标法 第五十六条', action: 'not_eligible', count: '9', ofPlan: false }, { ground: 'R13', clause: '招标投标法 第三十七条第二款', action: 'switch_role', count: '7', ofPlan: false }, { ground: 'R16', clause: '', action: 'exclude', count: '8', ofPlan: false },
    { ground: 'month', clause: '', action: 'exclude', count: '11', ofPlan: true }, { ground: 'interval', clause: '', action: 'exclude', count: '<5', ofPlan: true }, { ground: 'entity', clause: '', action: 'exclude', count: '5', ofPlan: true },
  ],
  unasked: ['companies', 'disputes', 'named'],
  limits: { employer: 0, region: 3, home: '330100', outside: 1, month: 2, interval: 7, entity: true },
  plan: plan.slice(1), shares: [share('server', '', 'system', 'e1', false), share('a2', '李敏', 'staff', '7b', false), share('a3', '何卫东', 'supervisor', 'c4', false)], mayCommit: true, mayReveal: false, mayPublic: true, publicShare: '', publicBy: '', beacon: null, seed: '', tickets: [], seats: [], channels: ['manual', 'sip', 'sms', 'webhook'], inviting: { clause: '', from: '08:00', until: '21:00', answer: 30, calls: 4, messages: 12 }, confirmed: 0, voidReason: '', former: '', outside: null, ownCase: false, unattended: null, mayLeave: false, mayAttend: false, supplement: false,
  reason: '', checkpoint: 'bidroom/lot-1\n42\nq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=\n\n— bidroom/centre AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ=\n', version: 4,
}
const round = { chain: hash('52'), name: 'quicknet', round: '123', dueMs: now - 6e4, signature: '', missing: 'signature', mayGive: true, fetched: true }
/** A round of a public beacon is the public share, and its signature is missing. */
export const awaiting: DrawView = { ...committing, mayCommit: false, mayPublic: false, beacon: round }
const ceremony = { id: 'C1', lot: evaluating.brief, mayCommit: false, mayReveal: false, mayPublic: false, publicShare: '', publicBy: '', beacon: null, seed: '', voidReason: '', former: '', reason: '', checkpoint: committing.checkpoint, version: 4 }
const values = ['0.01', '0.015', '0.02', '0.025', '0.03'].map((word) => ({ option: `reduction ${word}`, word, group: 0, ticket: '' }))
export const coefficient: ChoiceView = {
  ...ceremony, stage: 'committing', purpose: 'coefficient', names: words('下浮系数δ', 'Reduction δ'), options: values, optionsHash: hash('6c'), order: [], former: 'C0', reason: '一方中途离场，未揭示份额', mayCommit: true,
  shares: committing.shares.slice(0, 2),
}
export const tie: ChoiceView = {
  ...ceremony, id: 'C2', stage: 'ordered', purpose: 'tie', names: {}, optionsHash: hash('6c'), options: [0, 2].map((i) => ({ option: `bid${i}`, word: `${'ABC'[i]} ${names[i]}`, group: 0, ticket: '' })),
  order: [2, 0].map((i) => ({ option: `bid${i}`, word: `${'ABC'[i]} ${names[i]}`, group: 0, ticket: hash(`1${i}f3`) })), seed: hash('2f'), publicShare: '3516243165243516243165241', publicBy: '何卫东',
  shares: [share('server', '', 'system', 'e1', true), share('a2', '李敏', 'staff', '7b', true), share('a3', '何卫东', 'supervisor', 'c4', true)],
}
export const rooms: ChoiceView = {
  ...tie, id: 'C3', purpose: 'rooms', options: ['一号评标室', '二号评标室', '多功能厅'].map((word, i) => ({ option: `r${i} ${word}`, word, group: 0, ticket: '' })),
  order: [['多功能厅', 2], ['一号评标室', 0], ['二号评标室', 1]].map(([word, i]) => ({ option: `r${i} ${word}`, word: String(word), group: 0, ticket: hash(`0${i}c7`) })),
}
export const filled: DrawView = {
  ...committing, stage: 'filled', chances: {
    groups: [{ seats: [2, 3], experts: '97', mean: '2', least: '1.8', most: '2.2', exact: '', error: '0.05' }, { seats: [2, 3, 4, 5], experts: '3', mean: '5.2', least: '', most: '', exact: '', error: '0.13' }, { seats: [], experts: '46', mean: '0', least: '', most: '', exact: '', error: '' }],
    draws: 10000, panels: '640', atLeast: true, guessable: true, blurred: false, repeats: { panels: '38', served: '61', pairs: '17', most: '14', frequent: true },
  }, shares: [share('server', '', 'system', 'e1', true), share('a2', '李敏', 'staff', '7b', true), share('a3', '何卫东', 'supervisor', 'c4', true)], mayCommit: false, mayPublic: false, publicShare: '3516243165243516243165241', publicBy: '何卫东', seed: hash('1f'), confirmed: 1,
  tickets: [2, 0, 3, 0, 4, 5, 0].map((seat, i) => ({ order: i + 1, ticket: hash(`0${i}a4`), label: hash(`${i}e6f`), seat, left: seat === 2 ? 'declined' : '', skip: seat ? '' : ['', 'unfit', '', 'employer', '', '', 'needed'][i]!, for: seat ? 0 : 3 })),
  seats: [2, 3, 4, 5].map((seat, i) => ({ seat, label: hash(`${i}e6f`), state: ['accepted', 'invited', 'filled', 'unanswered'][i]!, calls: i % 3, channel: ['manual', 'sip', '', 'smtp'][i]!, outcome: ['called', 'no_key', '', 'refused'][i]!, atMs: now - i * 6e4, mayCall: i < 2, place: 0 })),
}
const left = { by: '李敏', setMs: now - 4e7, startMs: now - 3e7, channel: 'sip', checkInMs: now + 8e7, untilMs: now + 836e5, answer: 60, next: 'answer', nextSeat: 3, nextMs: now + 2e6, why: '', endedMs: 0, endedBy: '', seat: 0, reason: '' }
/** Nobody attends; and then nobody is left, and a supervisor is asked. */
export const unattended: DrawView = { ...filled, unattended: left, mayAttend: true }
export const exhausted: DrawView = { ...filled, unattended: { ...left, next: '', nextSeat: 0, nextMs: 0, why: 'exhausted', endedMs: now - 1e6, seat: 5 }, supplement: true }
const library: PanelSource = { library: '浙江省综合性评标专家库', recordNo: 'CQ-2026-3117', body: '浙江省公共资源交易中心', person: '蒋惠兰', drawnMs: now - 9e6, file: hash('8e'), record: hash('c1'), recordSize: 184_320 }
/** A panel that a library drew: one seat by a substitute, one open. */
export const drawnOutside: DrawView = {
  ...committing, id: 'D3', stage: 'filled', poolHash: '', poolSize: '0', alerts: '0', dismissed: '0', unknown: '', chances: null, exclusions: [], unasked: ['disputes'], shares: [], mayCommit: false, mayPublic: false, confirmed: 3,
  seats: [2, 3, 4, 5].map((seat, i) => ({ seat, label: i === 2 ? '' : hash(`${i}e6f`), state: i === 2 ? 'open' : 'outside', calls: 0, channel: '', outcome: '', atMs: now - i * 6e4, mayCall: false, place: i === 1 ? 1 : 0 })),
  outside: {
    source: library, lists: [], listsLeft: 4, substitutes: 2, followers: [{ no: 1, for: 0, sat: true }, { no: 2, for: 5, sat: false }], deviations: [{ seat: 5, kind: 'specialty' }, { seat: 5, kind: 'employer' }], arrived: 0,
  },
}
export const previewed: PanelPreview = { source: library, seats: 4, substitutes: 2, deviations: drawnOutside.outside!.deviations }
const room: RoomView = { id: 'r', centre: '清河县公共资源交易中心', name: '一号评标室', seats: 5, offered: false, lot: '', guest: '', version: 1, kiosks: [1, 2, 3].map((seat) => ({ id: `k${seat}`, room: 'r', seat, name: `机位 ${seat}`, fingerprint: `7KQ2-M9X${seat}`, pairedMs: now - 1e8, online: seat !== 2 })) }
const listed: ExpertBrief = {
  id: 'e1', name: '欧阳明', identity: '••••18', region: '330100', status: 'active', specialties: [{ code: 'A080104', parent: 'A0801', names: words('建筑工程', 'Building works'), read: '' }], employers: ['江城设计院有限公司'],
}
const inLibrary = { ground: 'R26', clause: '招标投标法 第三十七条第三款', state: 'clear', lacks: [], data: [{ kind: 'comprehensive', name: '浙江省综合性评标专家库', on: '2028-03-14' }] }
const qualified = (clause: string) => ({ ground: 'R31', clause, state: 'clear', lacks: [], data: [{ kind: 'title_senior', name: '', on: '' }, { kind: 'education_master', name: '', on: '' }, { kind: 'in_field', name: '', on: '2004-07-01' }] })
export const expert: ExpertView = {
  ...listed, mergedInto: null, altered: false, version: 3, photo: '', day: '', phone: '••••01', title: '高级工程师', until: '2028-12-31', reason: '续聘', despite: '', decidedBy: '市公共资源交易监督管理办公室',
  affiliations: { asked: 'some', on: '2026-03-02', rows: [{ company: '江城设计院有限公司', creditCode: '91330100MA2H300110', position: '副总工程师', from: '2019-03-01', to: '' }, { company: '江城第二建筑设计所', creditCode: '', position: '', from: '2011-07-01', to: '2019-02-28' }] },
  offices: { asked: 'some', on: '2026-03-02', rows: [{ company: '清河水利工程有限公司', creditCode: '91330100MA2H300221', office: 'director', document: '企业信用公示 2026-03-02', from: '2020-05-01', to: '2024-04-30' }] },
  holdings: { asked: 'some', on: '2026-03-02', rows: [{ company: '江城绿源园林有限公司', creditCode: '', percent: '49.01', controlling: 'no', document: '股东名册', from: '2018-03-01', to: '' }] },
  qualification: { education: 'master', titleLevel: 'senior', titledOn: '2015-12-01', fieldSince: '2004-07-01', languages: ['英语'] },
  evidence: { rows: [{ code: 'A080104', text: '一级注册建造师（建筑工程）', on: '2015-09-01' }] },
  leave: { rows: [{ from: '2026-12-20', to: '2027-01-10' }] },
  penalties: { asked: 'none', on: '2026-01-15', rows: [] },
  libraries: { asked: 'some', on: '2026-01-15', rows: [{ kind: 'comprehensive', name: '浙江省综合性评标专家库', document: '浙评聘〔2025〕0315 号', from: '2025-03-15', to: '2028-03-14' }, { kind: 'other', name: '清河市小额工程专家库', document: '', from: '2019-01-01', to: '2023-12-31' }] },
  eligibility: [
    { profile: words('招标投标（重庆市）', 'Tendering (Chongqing)'), state: 'not_eligible', because: [inLibrary, qualified('招标投标法 第三十七条第三款'), { ground: 'R32', clause: '重庆市招标投标条例 第二十七条', state: 'conflict', lacks: [], data: [{ kind: 'of_age', name: '', on: '' }] }] },
    { profile: words('政府采购招标（全国）', 'Government procurement by tender (national)'), state: 'not_eligible', because: [{ ground: 'R26', clause: '政府采购货物和服务招标投标管理办法 第四十八条', state: 'conflict', lacks: [], data: [{ kind: 'comprehensive', name: '浙江省综合性评标专家库', on: '2028-03-14' }, { kind: 'other', name: '清河市小额工程专家库', on: '2023-12-31' }] }, qualified('政府采购评审专家管理办法 第六条'), { ground: 'R32', clause: '政府采购评审专家管理办法 第六条', state: 'clear', lacks: [], data: [{ kind: 'of_age', name: '', on: '' }, { kind: 'relaxed', name: '', on: '' }] }] },
    { profile: words('招标投标（全国）', 'Tendering (national)'), state: 'unknown', because: [{ ground: 'R28', clause: '评标专家和评标专家库管理办法', state: 'unknown', lacks: ['penalties'], data: [] }, inLibrary, qualified('招标投标法 第三十七条第三款')] },
  ],
  relations: { related: 'some', relatedOn: '2026-03-02', interested: 'never_asked', interestedOn: '', rows: [{ relation: 'spouse', name: '沈佩', company: '清河建设集团有限公司', creditCode: '', position: '财务总监', declaredOn: '2026-03-02' }] },
  history: [
    { version: 3, atMs: now - 2e9, by: '周敏', act: 'edit', changed: ['reason', 'decided_by', 'until'], reason: '', merged: null },
    { version: 2, atMs: now - 9e9, by: '周敏', act: 'import', changed: ['affiliations', 'phone', 'title'], reason: '', merged: null },
    { version: 1, atMs: 0, by: '', act: 'before', changed: [], reason: '', merged: null },
  ],
  assessed: { means: [{ years: 1, mean: '96.50', count: 2 }, { years: 2, mean: '97.67', count: 3 }, { years: 3, mean: '97.67', count: 3 }, { years: 0, mean: '97.67', count: 3 }], items: [{ atMs: now - 9e8, lot: 'L3', lotNumber: '2026-009-01', lotName: '乡道改造施工', tenderName: '清河县乡道改造工程', by: 'staff', total: '96.5', full: '100', state: 'replied' }, { atMs: now - 91e7, lot: 'L3', lotNumber: '2026-009-01', lotName: '乡道改造施工', tenderName: '清河县乡道改造工程', by: 'agent', total: '96.5', full: '100', state: 'answered' }, { atMs: now - 4e10, lot: 'L0', lotNumber: '2025-031-02', lotName: '水库除险加固', tenderName: '清河县小型水库除险加固', by: 'staff', total: '100', full: '100', state: 'given' }] },
  services: [
    { atMs: now - 3e8, lot: 'L1', lotNumber: '2026-017-01', lotName: '一标段：地下综合管廊土建工程', tenderName: '清河市滨江片区综合管廊二期工程', entity: '清河市城市建设投资集团有限公司', seat: 2, outside: false },
    { atMs: now - 4e9, lot: 'L3', lotNumber: '2026-009-02', lotName: '二标段', tenderName: '清河市第二人民医院住院楼', entity: '清河市卫生健康局', seat: 4, outside: true },
  ],
}
const match: MatchView = {
  id: hash('c3'), own: 'name', name: '欧阳明', firm: '', firmCode: '', position: '', from: '', to: '', held: '', part: '', declaredOn: '', company: names[0]!, creditCode: '91330100MA2H0XK11J', office: 'director', percent: '', officeFrom: '2018-05-01', officeTo: '',
}
const matched: ExpertMatch = { ...match, found: true, state: 'open', reason: '', declined: '', by: '', decidedBy: '', on: '' }
const reason = '社保记录显示专家 2019 年起在江城设计院参保；企业提供的董事身份证号与专家不同'
export const matches: ExpertMatchesView = {
  mayTell: true,
  matches: [
    matched,
    { ...matched, id: hash('c4'), company: '江北工程咨询有限公司', creditCode: '91330100MA2H0XK448', office: 'shareholder', percent: '12', officeFrom: '2021-01-01', state: 'dismissed', reason, by: '周敏', decidedBy: '何正', on: '2026-10-08' },
    { ...matched, id: hash('c5'), own: 'spouse', name: '沈佩', firm: '清河建设集团有限公司', position: '财务总监', declaredOn: '2026-03-02', company: '南桥建筑劳务有限公司', creditCode: '91330100MA2H0XK55T', office: 'legal_representative', officeFrom: '', state: 'waiting', reason: '配偶的工作单位已核实', by: '周敏' },
    { ...matched, id: hash('c6'), own: 'affiliation', name: '', firm: '江城第二建筑设计所', from: '2011-07-01', to: '2019-02-28', company: '江城第二建筑设计有限公司', creditCode: '91330100MA2H0XK66P', office: '', officeFrom: '', state: 'declined', reason: '名称不同', declined: '曾用名相同，请附工商登记资料', by: '周敏' },
    { ...matched, id: hash('c7'), found: false, office: 'supervisor', officeFrom: '2016-03-01', state: 'dismissed', reason, by: '周敏', decidedBy: '何正', on: '2026-05-20' },
  ],
}
const waiting: WaitingMatch = { id: 'm1', expert: '欧阳明', company: names[0]!, back: false, by: '周敏', atMs: now - 4e6 }
export const proposedMatch: ProposedMatchView = { ...waiting, match, reason, state: 'waiting' }
export const company: CompanyDetail = {
  id: 'c1', version: 4, altered: false, day: '', name: names[0]!, formerNames: ['清河一建公司', '清河市第一建筑工程公司'], creditCode: '91330100MA2H0XK11J', formerCodes: [], mergedInto: null, legalRepresentative: '周建平',
  people: [{ name: '周建平', office: 'director', from: '2018-05-01', to: '' }, { name: '陆文', office: 'manager', from: '2021-02-15', to: '' }, { name: '高蓉', office: 'supervisor', from: '2016-03-01', to: '2024-02-29' }],
  shareholders: [{ name: '清河市城市建设投资集团有限公司', creditCode: '91330100MA2H0XK22X', percent: '51', from: '2018-05-01', to: '' }, { name: '周建平', creditCode: '', percent: '30', from: '2018-05-01', to: '' }, { name: '陆文', creditCode: '', percent: '19', from: '2020-01-01', to: '' }],
  signals: [{ kind: 'phone', hash: hash('4b') }, { kind: 'bank_account', hash: hash('e0') }],
  history: [{ version: 4, atMs: now - 2e9, by: '周敏', act: 'edit', changed: ['shareholders', 'signals'], reason: '', merged: null }, { version: 1, atMs: now - 9e9, by: '周敏', act: 'import', changed: [], reason: '', merged: null }],
}
/** The same company, entered again after it changed its form. */
const renamed: CompanyDetail = {
  ...company, id: 'c9', version: 2, name: '清河建設集團股份有限公司', formerNames: ['清河一建公司'], creditCode: '91330110MA2H0XK11Q', legalRepresentative: '周建国',
  people: [company.people[0]!, { name: '唐颖', office: 'supervisor', from: '2024-03-01', to: '' }], shareholders: [{ name: '清河市城市建设投资集团有限公司', creditCode: '91330100MA2H0XK22X', percent: '67', from: '2025-01-01', to: '' }],
  signals: [company.signals[0]!, { kind: 'address', hash: hash('77') }],
}
const signs = [{ kind: 'organisation', value: 'MA2H0XK11' }, { kind: 'name', value: '清河建设集团' }, { kind: 'former_name', value: '清河一建' }, { kind: 'phone', value: '' }]
const brief = (one: CompanyDetail) => ({ ...one, people: one.people.length, shareholders: one.shareholders.length })
export const comparedCompanies: ComparedCompaniesView = {
  one: company, other: renamed, signs, judged: null, changed: ['former_codes', 'former_names', 'people', 'signals'],
  merged: { ...company, formerNames: [...company.formerNames, renamed.name], formerCodes: [renamed.creditCode], people: [...company.people, renamed.people[1]!], signals: [...company.signals, renamed.signals[1]!] },
}
/** The same expert, entered again under a number that was misread. */
const again: ExpertView = {
  ...expert, id: 'e9', version: 2, identity: '••••2X', phone: '••••01', status: 'suspended', until: '2027-06-30', reason: '迟到两次', decidedBy: '市公共资源交易监督管理办公室', title: '',
  affiliations: { asked: 'some', on: '2025-09-01', rows: [expert.affiliations.rows[0]!, { company: '江城大学', creditCode: '', position: '兼职教授', from: '2022-09-01', to: '' }] },
  penalties: { asked: 'some', on: '2026-06-30', rows: [{ kind: 'bad_record', document: '公管〔2026〕31 号', from: '2026-06-30', to: '2027-06-30' }] },
  history: [{ version: 2, atMs: now - 2e9, by: '周敏', act: 'merge', changed: [], reason: '', merged: { id: 'e1', name: expert.name, into: true, reason: '身份证号抄错一位，本人证件已核对' } }, { version: 1, atMs: now - 9e9, by: '周敏', act: 'import', changed: [], reason: '', merged: null }],
}
export const comparedExperts: ComparedExpertsView = {
  one: expert, other: again, signs: [{ kind: 'person_phone', value: '' }, { kind: 'person_employer', value: '江城设计院' }], judged: null, changed: ['affiliations', 'former_indexes', 'penalties', 'reason', 'status', 'until'],
  merged: { ...expert, status: 'suspended', until: again.until, reason: again.reason, affiliations: { ...expert.affiliations, rows: [...expert.affiliations.rows, again.affiliations.rows[1]!] }, penalties: again.penalties },
}
const expertTwins: ExpertTwinView[] = [{ one: listed, other: { ...listed, id: 'e9', identity: '••••2X', status: 'suspended' }, signs: comparedExperts.signs }, { one: { ...listed, id: 'e3', name: '王喆', employers: [] }, other: { ...listed, id: 'e4', name: '王喆', identity: '••••36' }, signs: [{ kind: 'person_birth', value: '' }] }]
const companyTwins: CompanyTwinView[] = [
  { one: brief(company), other: brief(renamed), signs },
  { one: { ...brief(company), id: 'c4', name: '江北工程咨询有限公司', creditCode: '91330100MA2H0XK448', formerNames: [] }, other: { ...brief(company), id: 'c5', name: '江北劳务服务有限公司', creditCode: '91330100MA2H0XK55T', formerNames: [] }, signs: [{ kind: 'bank_account', value: '' }, { kind: 'legal_representative', value: '周建平' }] },
]
const merged: CompanyDetail = {
  ...renamed, mergedInto: { id: 'c1', name: company.name },
  history: [{ version: 2, atMs: now - 2e9, by: '周敏', act: 'merge', changed: [], reason: '', merged: { id: 'c1', name: company.name, into: true, reason: '公司改制后重复登记，营业执照已核对' } }, { version: 1, atMs: now - 9e9, by: '周敏', act: 'import', changed: [], reason: '', merged: null }],
}
const companyGroup: CompanyGroupView = {
  percent: 50,
  members: [
    { id: 'c2', name: '清河市城市建设投资集团有限公司', creditCode: '91330100MA2H0XK22X', way: [{ name: '清河市城市建设投资集团有限公司', up: true, office: '', percent: '51' }] },
    { id: 'c3', name: '清河市政园林有限公司', creditCode: '91330100MA2H0XK33L', way: [{ name: '清河市城市建设投资集团有限公司', up: true, office: '', percent: '51' }, { name: '清河市政园林有限公司', up: false, office: '', percent: '100' }] },
    { id: 'c4', name: '江北工程咨询有限公司', creditCode: '91330100MA2H0XK448', way: [{ name: '清河市城市建设投资集团有限公司', up: true, office: '', percent: '51' }, { name: '郑国安', up: true, office: 'controller', percent: '' }, { name: '江北工程咨询有限公司', up: false, office: '', percent: '66' }] },
  ],
  sharers: [{ id: 'c5', name: '南桥建筑劳务有限公司', creditCode: '91330100MA2H0XK55T', kinds: ['phone', 'bank_account'] }],
}
const employees: CompanyExpertsView = { total: 2, today: 1, items: [{ id: 'e1', name: '欧阳明', status: 'active', from: '2019-03-01', to: '' }, { id: 'e2', name: '沈佩', status: 'suspended', from: '2011-07-01', to: '2023-02-28' }] }
export const imported: ImportView = {
  id: 'im1', file: '专家库 2026-11.xlsx', state: 'ready', total: 412, done: 0, good: 409, bad: 3, createdMs: now, failed: [],
  problems: [{ sheet: '专家', row: 18, column: '身份证号', text: '校验码不对。' }, { sheet: '专家', row: 77, column: '专业代码', text: '没有这个专业代码：A999999。' }, { sheet: '企业', row: 5, column: '统一社会信用代码', text: '校验码不对。' }],
}
const page = (items: unknown[]) => ({ json: { items, total: items.length } })

const declared = [['declined', '放弃中标', 'gave the award up'], ['no_bond', '不按照招标文件要求提交履约保证金', 'gave no performance bond as the tender documents ask']].map(([code, zh, en]) => ({ code: code!, clause: '招标投标法实施条例 第五十五条', names: words(zh!, en!) }))
export const awarded: AwardView = {
  candidates: [0, 2].map((i, n) => ({ bid: `bid${i}`, letter: 'ABC'[i]!, bidder: names[i]!, rank: n + 1, priceFen: ['3862114500', '0', '3910880000'][i]!, before: n ? ['bid0'] : [] })), grounds: declared, days: 3, clause: '招标投标法实施条例 第五十四条第一款', others: 2,
  published: { on: '2026-11-25', until: '2026-11-28', medium: '四川省公共资源交易信息网', objectionsTo: '清河县教育局基建科 李敏，028-88001234', reason: '', by: '周敏', atMs: now }, mayEnter: true, mayPublish: true,
  award: { bid: 'bid2', on: '2026-12-01', objections: 'none', reason: '', by: '周敏', atMs: now, passed: [{ bid: 'bid0', ground: 'no_bond', reason: '招标人书面催告后仍未在 11 月 30 日前提交履约保证金' }] },
}

/** The desk of one role with every page's answers. */
const market: CentreView = { id: 'c', name: centre.name, printed: centre.name, region: '510100', code: '', register: true, closed: false, version: 1 }
const markets = [{ ...market, name: '江城市', printed: '江城市公共资源交易中心' }, { ...market, id: 'c2', name: '清河县', printed: '清河县公共资源交易中心', region: '510131', code: 'QH', register: false }, { ...market, id: 'c3', name: '临溪县', printed: '临溪县公共资源交易中心', region: '510132', code: 'LX', register: false, closed: true }]

export const office = (role: string): Answers => ({
  ...desk(role),
  'GET /api/lots/L1': () => ({ json: evaluating }), 'GET /api/lots/L2': () => ({ json: preparing }), 'GET /api/lots/L3': () => ({ json: tallied }), 'GET /api/lots/L7': () => ({ json: reporting }), 'GET /api/lots/L8': () => ({ json: opened }), 'GET /api/lots/L8/facts': () => ({ json: known }), 'GET /api/lots/L7/facts': () => ({ json: known }), 'GET /api/lots/L4': () => ({ json: placed }), 'GET /api/lots/L5': () => ({ json: unplaced }), 'GET /api/lots/L6': () => ({ json: remotely }),
  'GET /api/lots/L6/rooms': () => page([{ id: 'r', name: '一号评标室', centre: evaluating.brief.centre, seats: 5 }, { id: 'r9', name: '远程评标室', centre: '临溪县', seats: 3 }]),
  'GET /api/lots/L1/facts': () => ({ json: proposed }), 'GET /api/lots/L2/facts': () => ({ json: known }), 'GET /api/lots/L4/facts': () => ({ json: known }), 'GET /api/lots/L5/facts': () => ({ json: known }), 'GET /api/lots/L6/facts': () => ({ json: known }), 'GET /api/lots/L3/facts': () => ({ json: { ...known, mayEdit: false } }),
  ...Object.fromEntries(['lots/L1/log', 'lots/L2/log', 'lots/L4/log', 'lots/L5/log', 'lots/L6/log', 'lots/L7/log', 'lots/2026-017-01/log', 'audit'].map((path) => [`GET /api/${path}`, () => page([{ seq: 41, kind: 'bids.opened', atMs: now - 5e6, actor: 'a', role: 'staff', body: {}, feed: '' }, { seq: 42, kind: 'meeting.opened', atMs: now - 35e5, actor: 'a', role: 'staff', body: { meeting: '0199a3f2-4c7e-7b10-8f00-123456789abc' }, feed: '' }, { seq: 43, kind: 'finding.made', atMs: now - 3e6, actor: 'seat:3', role: 'member', body: { seat: '3', bid: 'bid1', item: 'licence', pass: 'false', page: '12', reason: '安全生产许可证已过有效期' }, feed: '' }])])),
  'GET /api/draws/D1': () => ({ json: committing }), 'GET /api/draws/D2': () => ({ json: filled }), 'GET /api/draws/D3': () => ({ json: drawnOutside }), 'GET /api/draws/D6': () => ({ json: awaiting }), 'GET /api/draws/D4': () => ({ json: unattended }), 'GET /api/draws/D5': () => ({ json: exhausted }), 'GET /api/draws/C1': () => ({ json: coefficient }), 'GET /api/draws/C2': () => ({ json: tie }), 'GET /api/draws/C3': () => ({ json: rooms }),
  'GET /api/lots/L1/award': () => ({ json: awarded }),
  'GET /api/assessments/due': () => ({ json: { lots: [{ lot: 'L3', number: '2026-009-01', name: '乡道改造施工', given: 3, of: 4, waits: 1, sinceMs: now - 2e8 }] } }),
  'GET /api/rooms': () => page([room]),
  'GET /api/pairings': () => page([{ id: 'p1', fingerprint: '4TRW-8QZN', createdMs: now, expiresMs: Date.now() + 9e8, kiosk: '' }]),
  'POST /api/experts/find': () => ({ json: { items: [listed], total: 1, regions: ['510100', '510700'] } }), 'GET /api/experts/e1': () => ({ json: expert }),
  'GET /api/experts/e1/matches': () => ({ json: matches }), 'GET /api/matches': () => ({ json: { waiting: [waiting, { ...waiting, id: 'm2', expert: '沈佩', company: '江北工程咨询有限公司', back: true }] } }), 'GET /api/matches/m1': () => ({ json: proposedMatch }),
  'GET /api/companies': () => page([{ id: 'c1', name: names[0], formerNames: ['清河一建公司'], creditCode: company.creditCode, legalRepresentative: '周建平', people: 3, shareholders: 3 }]),
  'GET /api/companies/c1': () => ({ json: company }), 'GET /api/companies/c1/group': () => ({ json: companyGroup }), 'GET /api/companies/c1/experts': () => ({ json: employees }),
  'GET /api/experts/twins': () => page(expertTwins), 'GET /api/experts/e1/compared/e9': () => ({ json: comparedExperts }), 'GET /api/experts/e9': () => ({ json: { ...again, mergedInto: { id: 'e1', name: expert.name } } }),
  'GET /api/companies/twins': () => page(companyTwins), 'GET /api/companies/c1/compared/c9': () => ({ json: comparedCompanies }), 'GET /api/companies/c9': () => ({ json: merged }),
  'POST /api/imports': () => ({ json: imported }), 'GET /api/imports': () => page([{ ...imported, problems: [] }, { ...imported, id: 'im0', file: '专家库 2026-05.xlsx', state: 'done', problems: [] }]),
  'GET /api/tenders': () => page([{ id: 't1', number: '2026-021', name: '实验设备采购', lots: 1 }]),
  'GET /api/specialties': () => page([{ code: 'A080104', parent: 'A0801', names: words('建筑工程 · 土建工程', 'Building construction · Civil and structural works'), read: 'jian zhu gong cheng tu jian gong cheng' }]),
  'GET /api/account': () => ({ json: { ...me(role).account, second: false } }),
  'GET /api/profiles': () => page([{ id: 'cn-tendering-2019', names: preparing.profileName, regime: 'tendering', lowBid: { meanPercent: 0, secondPercent: 0, ceilingPercent: 0 }, mostPercent: 0 }]), 'GET /api/methods': () => page([method]),
  'GET /api/centres': () => page([market]),
  'GET /api/accounts': () => page(['sysadmin', 'secadmin', 'auditor', 'staff', 'supervisor'].map((of, i) => ({ ...me(of).account, id: `a${i}`, login: of, kind: of === 'supervisor' ? 'regulator' : '', disabled: i === 4, second: i < 2 }))),
})
/** city answers where one server serves several centres: to an administrator of them all, or to staff of one that does not keep the register. */
export const city = (role: string): Answers => {
  const wide = role !== 'staff'
  const account = { ...me(role).account!, centre: wide ? '' : 'c2', keeps: wide }
  return {
    ...office(role),
    'GET /api/me': () => ({ json: me(role, { account, centre: { ...centre, several: true } }) }),
    'GET /api/centres': () => page(markets),
    'GET /api/accounts': () => page(['sysadmin', 'staff', 'staff', 'supervisor', 'supervisor'].map((of, i) => ({ ...account, role: of, id: `a${i}`, login: `${of}${i}`, centre: ['', 'c', 'c2', 'c2', ''][i], kind: of === 'supervisor' ? 'regulator' : '', disabled: i === 2 }))),
    'GET /api/lots/L1/seats/2/expert': () => ({ json: served }),
  }
}
const served: ServedView = { name: expert.name, status: expert.status, until: expert.until, specialties: expert.specialties, services: expert.services.map((one, i) => (i ? one : { ...one, lot: 'L1' })) }
