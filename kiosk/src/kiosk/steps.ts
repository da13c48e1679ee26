// Which page a member sees, by what the meeting asks of the seat
// (KioskState.duty). One thing at a time: there is no other navigation.
import type { Component } from 'vue'
import type { KioskState } from '@shared/api.gen'
import CheckInPage from './CheckInPage.vue'
import DeclarePage from './DeclarePage.vue'
import ExaminePage from './examine/ExaminePage.vue'
import OutcomePage from './examine/OutcomePage.vue'
import PricingPage from './examine/PricingPage.vue'
import IdlePage from './IdlePage.vue'
import ResultPage from './result/ResultPage.vue'
import ExplainPage from './score/ExplainPage.vue'
import ScorePage from './score/ScorePage.vue'
import SuspendedPage from './SuspendedPage.vue'
import VotePage from './VotePage.vue'
import WaitPage from './WaitPage.vue'
import SubmittedPage from './score/SubmittedPage.vue'
import EndPage from './sign/EndPage.vue'
import SignPage from './sign/SignPage.vue'

/** A page by duty, or by duty and stage ("wait/tallied") where the same duty looks different. */
const steps: Record<string, Component> = {
  none: IdlePage,
  'none/suspended': SuspendedPage,
  'check_in/suspended': SuspendedPage,
  check_in: CheckInPage,
  declare: DeclarePage,
  score: ScorePage,
  explain: ExplainPage,
  vote: VotePage,
  examine: ExaminePage,
  wait: WaitPage,
  'wait/examining': OutcomePage,
  'wait/evaluating': SubmittedPage,
  'wait/pricing': PricingPage,
  'wait/tallied': ResultPage,
  'wait/reporting': ResultPage,
  sign: SignPage,
  'wait/signing': EndPage,
}

/** stepOf returns the page that a state asks for; none where there is no page of its own. */
export function stepOf(state: KioskState | null): Component | undefined {
  if (!state) return undefined
  return steps[`${state.duty}/${state.lot?.stage}`] ?? steps[state.duty]
}
