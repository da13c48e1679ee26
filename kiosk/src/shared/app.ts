// How each of the three surfaces starts.
import { createPinia } from 'pinia'
import { createApp, watchEffect, type Component } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import 'element-plus/theme-chalk/base.css'
import './base.css'
import './tokens.css'
import { i18n, t } from './i18n'
import { useSettings, type Surface } from './settings'

/** start shows root on a surface whose pages are below /SURFACE. */
export function start(surface: Surface, root: Component, routes: RouteRecordRaw[]) {
  useSettings(surface)
  watchEffect(() => {
    document.title = t(`shell.title.${surface}`)
  })
  const router = createRouter({ history: createWebHistory(`/${surface}`), routes })
  createApp(root).use(createPinia()).use(router).use(i18n).mount('#app')
}
