import { start } from '@shared/app'
import NowherePage from '@shared/pages/NowherePage.vue'
import LotsPage from './LotsPage.vue'
import RoomPage from './RoomPage.vue'
import RoomsPage from './RoomsPage.vue'
import WallApp from './WallApp.vue'

start('wall', WallApp, [
  { path: '/', name: 'rooms', component: RoomsPage },
  { path: '/rooms/:room', name: 'room', component: RoomPage },
  { path: '/lots', name: 'lots', component: LotsPage },
  { path: '/lots/:lot/playback', name: 'playback', component: () => import('./PlaybackPage.vue') }, // its player is large
  { path: '/:rest(.*)*', component: NowherePage },
])
