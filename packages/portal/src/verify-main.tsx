// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './style/base.ts'
import './style/proof.css'
import './style/steps.css'
import './style/check.css'
import { CheckFrame } from './check/check-frame.tsx'
import { CheckPage } from './check/check-page.tsx'
import { readNodeOfPage } from './check/node-of-page.ts'
import { chooseLanguage, speak, startLanguage } from './i18n/language.ts'

// Everything this page will ever need comes with it: its policy lets it ask for nothing more.
const language = chooseLanguage(new URLSearchParams(location.search).get('lang'))
await startLanguage(language)
await speak(language)
const node = readNodeOfPage()

const root = document.getElementById('root')
if (!root) throw new Error('verify.html has the root')
createRoot(root).render(
  <StrictMode>
    <CheckFrame node={node}>
      <CheckPage node={node} />
    </CheckFrame>
  </StrictMode>,
)
