import { start } from '@shared/app'
import './desk.css'
import DeskApp from './DeskApp.vue'
import { routes } from './nav'

start('desk', DeskApp, routes)
