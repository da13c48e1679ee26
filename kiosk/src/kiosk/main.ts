import { start } from '@shared/app'
import KioskApp from './KioskApp.vue'

start('kiosk', KioskApp, [{ path: '/:rest(.*)*', component: { render: () => null } }])
