// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { antdTheme } from './src/style/antd-theme.ts'

/**
 * Writes antd's styles at build time, as one file of the few components used: the node's policy forbids styles that a
 * script puts into the page.
 */
function antdStyles(): Plugin {
  const name = 'virtual:antd.css'
  return {
    name: 'probity-antd-styles',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? extractAntdStyles() : null),
  }
}

function extractAntdStyles(): string {
  // Both must come by the same way, or antd would write into a cache of its own.
  const require = createRequire(import.meta.url)
  const { createElement: h } = require('react') as typeof import('react')
  const { renderToString } = require('react-dom/server') as typeof import('react-dom/server')
  const cssinjs = require('@ant-design/cssinjs') as typeof import('@ant-design/cssinjs')
  const { Button, ConfigProvider, Segmented, Skeleton } = require('antd') as typeof import('antd')
  const cache = cssinjs.createCache()
  const used = [
    h(Button, { key: 'button' }, 'x'),
    h(Segmented, { key: 'segmented', options: ['x'] }),
    h(Skeleton, { key: 'skeleton', active: true }),
  ]
  renderToString(h(cssinjs.StyleProvider, { cache }, h(ConfigProvider, { theme: antdTheme }, used)))
  return cssinjs.extractStyle(cache, { plain: true, types: ['style', 'token', 'cssVar'] })
}

/** A browser has no crypto of Node: the suite on it stays out, and nobody here could use it by mistake. */
function withoutNode(): Plugin {
  return {
    name: 'probity-without-node',
    enforce: 'pre',
    load: (id) =>
      /\/verify\/dist\/platform-suite\.js$/.test(id)
        ? 'export const platformSuite = undefined, generateSigningKey = undefined'
        : null,
  }
}

/** As the node serves it: the page that checks files is a document of its own. */
function verifyPage(): Plugin {
  return {
    name: 'probity-verify-page',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _response, next) => {
        if (request.url?.split('?')[0] === '/verify') request.url = '/verify.html'
        next()
      })
    },
  }
}

const libraries = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
  { name: 'words', test: /node_modules\/(i18next|react-i18next)\// },
  { name: 'routes', test: /node_modules\/@tanstack\// },
]

export default defineConfig({
  plugins: [react(), antdStyles(), verifyPage(), withoutNode()],
  resolve: {
    alias: [
      {
        // What remains of antd's run-time styles goes through a style sheet object, which the policy allows.
        find: /^.*\/Dom\/dynamicCSS(\.js)?$/,
        replacement: fileURLToPath(new URL('src/style/dynamic-style.ts', import.meta.url)),
      },
    ],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Libraries change less often than our pages: apart, they stay in the reader's cache.
    rolldownOptions: {
      input: ['index.html', 'verify.html'],
      output: { codeSplitting: { groups: libraries } },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/v1', '/log'].map((path) => [path, process.env.PROBITY_URL ?? 'http://127.0.0.1:8080']),
    ),
  },
})
