// Which page a member sees, by what the meeting asks of the seat
// (KioskState.duty). One thing at a time: there is no other navigation.
import type { Component } from 'vue'
import CheckInPage from './CheckInPage.vue'
import IdlePage from './IdlePage.vue'

export const steps: Record<string, Component> = {
  none: IdlePage,
  check_in: CheckInPage,
}
