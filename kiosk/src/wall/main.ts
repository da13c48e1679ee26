import { start } from '@shared/app'
import RoomsPage from './RoomsPage.vue'
import WallApp from './WallApp.vue'

start('wall', WallApp, [{ path: '/', name: 'rooms', component: RoomsPage }])
