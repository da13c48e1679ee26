// The pages of the desk, and who finds them in the bar. A page that does not
// exist is not listed.
import type { RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** The catalogue key of the page's name in the bar; without it the page is reached from others only. */
    nav?: string
    /** The roles that find the page in the bar; everyone if not given. The server decides what they may do there. */
    roles?: string[]
  }
}

/** The roles that work on cases and see the list of them. */
export const caseRoles = ['staff', 'agent', 'witness', 'supervisor']

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'cases', component: () => import('./CasesPage.vue'), meta: { nav: 'shell.nav.cases', roles: caseRoles } },
  { path: '/lots/:id', name: 'lot', component: () => import('./LotPage.vue') },
  { path: '/draws/:id', name: 'draw', component: () => import('./DrawPage.vue') },
]
