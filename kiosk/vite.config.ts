import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { clearDist, pdfAssets, precompress, surfacePaths } from './build/plugins.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    vue(),
    // Element Plus parts are imported where a template names them; our own are imported by hand.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    pdfAssets(),
    surfacePaths(),
    clearDist(),
    precompress(),
  ],
  resolve: { alias: { '@shared': here('./src/shared') } },
  define: {
    // Only the Composition API; messages are read by our own compiler (i18n.ts), so that no page needs eval.
    __VUE_OPTIONS_API__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: false, // the committed placeholder stays; clearDist removes the rest
    assetsInlineLimit: 0, // the content security policy knows no data: addresses
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { kiosk: here('./kiosk.html'), desk: here('./desk.html'), wall: here('./wall.html') } },
  },
  server: { proxy: { '/api': { target: process.env.BIDROOM_ADDRESS ?? 'http://127.0.0.1:8080', ws: true } } },
  test: {
    include: ['src/**/*.test.ts', 'e2e/*.test.ts'],
    environment: 'node',
    server: { deps: { inline: ['element-plus'] } },
  },
})
