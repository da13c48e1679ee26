import type { Criterion, DraftView, KioskState } from '../../src/shared/api.gen'
import { evaluating } from './desk-samples'
import { askingRules, idle } from './samples'

const words = (zh: string, en: string) => ({ 'zh-CN': zh, en })
const criterion = (id: string, group: string, max: string, zh: string, en: string): Criterion => ({
  id, group, names: words(zh, en), standard: words('针对性强、切实可行得高分，一般得低分', 'High if specific and workable, low if ordinary'), kind: 'points', blind: group === 'technical', ofPrice: false, objective: group !== 'technical', max, min: '0', step: '0.5',
})
const criteria = [
  criterion('plan', 'technical', '8', '施工方案与技术措施', 'Construction plan and techniques'), criterion('schedule', 'technical', '5', '工程进度计划与措施', 'Programme of works'),
  criterion('works', 'commercial', '4', '企业类似工程业绩', 'Similar works of the company'),
]
const draft = (bid: string, id: string, value: string): DraftView => ({ bid, criterion: id, value, page: '', note: '', seq: 1 })
/** A member scores by a method that marks the technical part blind: three codes, and three bids. */
export const blindSheet: KioskState = {
  ...idle, duty: 'score',
  lot: {
    id: 'L', meeting: 'M', number: '2026-017-01', name: '滨河路改造工程施工', tenderName: '滨河片区基础设施提升项目', entity: '青溪市住房和城乡建设局', stage: 'evaluating', outside: false, bidders: [2, 0, 1].map((i) => evaluating.bidders[i]!), codes: ['02', '03', '01'], hearings: null, criteria,
    groups: [['technical', '13', '技术标（暗标）', 'Technical (blind)'], ['commercial', '4', '商务标', 'Commercial'], ['price', '60', '投标报价', 'Price']].map(([id, points, zh, en]) => ({ id: id!, parent: '', names: words(zh!, en!), points: points!, blind: id === 'technical' })),
    grounds: [], chair: 2, barred: '', round: 1, undecided: [], seats: [], majority: [], asked: [], leads: null, asking: askingRules, leftBids: 3, judged: '', tied: false, owed: [], checks: [], envelopes: false, sealed: 0, nextStage: 'tallied', result: null, reportHash: '', silence: '', pause: '', statement: '',
  },
  member: { seat: 3, name: '陈志强', key: '04', chair: false, findings: [], drafts: [draft('02', 'plan', '6.5'), draft('02', 'schedule', '4'), draft('03', 'plan', '9'), draft('bid0', 'works', '3')], readings: [], submitted: false, returned: '', sheetHash: '', receipt: null, extremes: [], concluded: '', voted: 2 },
}
