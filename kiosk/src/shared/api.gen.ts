// Generated from the shapes of server/api; do not edit.
export type { Page } from './api/page.gen'
export type * from './api/account.gen'
export type * from './api/lot.gen'
export type * from './api/draw.gen'
export type * from './api/place.gen'
export type * from './api/register.gen'
export type * from './api/kiosk.gen'
export type * from './api/wall.gen'
