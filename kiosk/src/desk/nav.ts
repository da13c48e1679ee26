// The pages of the desk, and who finds them in the bar. A page that does not
// exist is not listed.
import type { RouteRecordRaw } from 'vue-router'
import NowherePage from '@shared/pages/NowherePage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** The catalogue key of the page's name in the bar; without it the page is reached from others only. */
    nav?: string
    /** The path of the page in the bar that this one belongs to. */
    under?: string
    /** The roles that find the page in the bar; everyone if not given. The server decides what they may do there. */
    roles?: string[]
    /** The page is of the register, which one centre keeps for all: only its people find it. */
    register?: boolean
    /** The page is for anybody: it stands by itself, without a session. */
    open?: boolean
  }
}

/** The roles that work on cases and see the list of them. */
export const caseRoles = ['staff', 'agent', 'witness', 'supervisor']

export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'cases', component: () => import('./CasesPage.vue'), meta: { nav: 'shell.nav.cases', roles: caseRoles } },
  { path: '/lots/:id', name: 'lot', component: () => import('./LotPage.vue'), meta: { under: '/' } },
  { path: '/lots/:id/seats/:seat', name: 'served', component: () => import('./ServedPage.vue'), meta: { under: '/' } },
  { path: '/lots/:id/assessments', name: 'assessments', component: () => import('./AssessmentsPage.vue'), meta: { under: '/' } },
  { path: '/lots/:id/fees', name: 'fees', component: () => import('./FeesPage.vue'), meta: { under: '/' } },
  { path: '/new', name: 'new', component: () => import('./NewLotPage.vue'), meta: { nav: 'desk-setup.title', roles: ['staff', 'agent'] } },
  { path: '/method', name: 'method', component: () => import('./MethodPage.vue'), meta: { under: '/new' } },
  { path: '/draws/:id', name: 'draw', component: () => import('./DrawPage.vue'), meta: { under: '/' } },
  { path: '/choices/:id', name: 'choice', component: () => import('./ChoicePage.vue'), meta: { under: '/' } },
  { path: '/register', name: 'register', component: () => import('./RegisterPage.vue'), meta: { nav: 'desk-register.title', roles: ['staff'], register: true } },
  { path: '/register/new', name: 'new-expert', component: () => import('./NewExpertPage.vue'), meta: { under: '/register' } },
  { path: '/experts/twins', name: 'expert-twins', component: () => import('./ExpertTwinsPage.vue'), meta: { under: '/register' } },
  { path: '/experts/:id/compared/:other', name: 'expert-pair', component: () => import('./ExpertPairPage.vue'), meta: { under: '/register' } },
  { path: '/experts/:id', name: 'expert', component: () => import('./ExpertPage.vue'), meta: { under: '/register' } },
  { path: '/matches', name: 'matches', component: () => import('./MatchesPage.vue'), meta: { nav: 'desk-match.title', roles: ['supervisor'], register: true } },
  { path: '/matches/:id', name: 'match', component: () => import('./MatchPage.vue'), meta: { under: '/matches' } },
  { path: '/companies', name: 'companies', component: () => import('./CompaniesPage.vue'), meta: { nav: 'desk-company.title', roles: ['staff', 'supervisor'] } },
  { path: '/companies/new', name: 'company-new', component: () => import('./CompanyPage.vue'), meta: { under: '/companies' } },
  { path: '/companies/twins', name: 'company-twins', component: () => import('./CompanyTwinsPage.vue'), meta: { under: '/companies' } },
  { path: '/companies/:id/compared/:other', name: 'company-pair', component: () => import('./CompanyPairPage.vue'), meta: { under: '/companies' } },
  { path: '/companies/:id', name: 'company', component: () => import('./CompanyPage.vue'), meta: { under: '/companies' } },
  { path: '/rooms', name: 'rooms', component: () => import('./RoomsPage.vue'), meta: { nav: 'desk-rooms.title', roles: ['staff', 'sysadmin'] } },
  { path: '/accounts', name: 'accounts', component: () => import('./AccountsPage.vue'), meta: { nav: 'desk-accounts.title', roles: ['sysadmin', 'secadmin', 'auditor'] } },
  { path: '/account', name: 'account', component: () => import('./MyAccountPage.vue') },
  { path: '/audit', name: 'audit', component: () => import('./AuditPage.vue'), meta: { nav: 'desk-accounts.audit', roles: ['auditor'] } },
  { path: '/verify', name: 'verify', component: () => import('./VerifyPage.vue'), meta: { open: true } },
  { path: '/:rest(.*)*', component: NowherePage },
]

/** firstPage is where a role begins: the first page in its bar, or the account's own. */
export function firstPage(role: string): string {
  return routes.find(({ meta }) => meta?.nav && (meta.roles?.includes(role) ?? true))?.path ?? '/account'
}
