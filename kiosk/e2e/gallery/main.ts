// The gallery: each component with sample data, for eyes. It is served in
// development and to tests, and is no part of the build.
//   /e2e/gallery/index.html?part=table&surface=desk&lang=en&night=1
import { createApp, defineAsyncComponent } from 'vue'
import 'element-plus/theme-chalk/base.css'
import '@shared/base.css'
import '@shared/tokens.css'
import { i18n } from '@shared/i18n'
import { settings, useSettings, type Language, type Surface } from '@shared/settings'
import WithLocale from '@shared/components/WithLocale.vue'
import { h } from 'vue'

const query = new URLSearchParams(location.search)
useSettings((query.get('surface') ?? 'desk') as Surface)
settings.language = (query.get('lang') ?? 'zh-CN') as Language
settings.night = query.get('night') === '1'
settings.textSize = 1

const parts = import.meta.glob('./parts/*.vue')
const part = parts[`./parts/${query.get('part')}.vue`]
if (!part) document.body.append(...Object.keys(parts).map((path) => Object.assign(document.createElement('p'), { textContent: path })))
else createApp({ render: () => h(WithLocale, () => h(defineAsyncComponent(part as () => Promise<never>))) }).use(i18n).mount('#app')
