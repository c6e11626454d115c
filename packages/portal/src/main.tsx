// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './style/base.ts'
import { queryClient, statusQuery } from './api/queries.ts'
import { chooseLanguage, speak, startLanguage } from './i18n/language.ts'
import { router } from './router.tsx'
import { antdTheme } from './style/antd-theme.ts'

const language = chooseLanguage(new URLSearchParams(location.search).get('lang'))
await startLanguage(language)
await speak(language)

// What kind of node this is stands at the head of every page: waiting a moment for it spares the reader a jump.
const MOMENT_MS = 400
await Promise.race([
  queryClient.prefetchQuery(statusQuery),
  new Promise((settle) => setTimeout(settle, MOMENT_MS)),
])

// Styles are extracted at build time: see vite.config.ts.
const theme = { ...antdTheme, zeroRuntime: true }

const root = document.getElementById('root')
if (!root) throw new Error('index.html has the root')
createRoot(root).render(
  <StrictMode>
    <ConfigProvider theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  </StrictMode>,
)
