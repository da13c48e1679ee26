import { start } from '@shared/app'
import RoomPage from './RoomPage.vue'
import RoomsPage from './RoomsPage.vue'
import WallApp from './WallApp.vue'

start('wall', WallApp, [
  { path: '/', name: 'rooms', component: RoomsPage },
  { path: '/rooms/:room', name: 'room', component: RoomPage },
])
