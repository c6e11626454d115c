// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'
import type { Polarity, QuarantineState } from './api/contract.ts'
import { PageFrame } from './frame/page-frame.tsx'
import { isLanguage, type Language } from './i18n/language.ts'
import { StartPage } from './start/start-page.tsx'
import { NotFound } from './states/not-found.tsx'
import { PageLoading } from './states/page-loading.tsx'
import { PageTrouble } from './states/page-trouble.tsx'

type Given = Record<string, unknown>
export type EverywhereSearch = { lang?: Language | undefined }
export type ResultsSearch = { q: string }
export type OrganisationSearch = {
  asOf?: string | undefined
  knownAt?: string | undefined
  polarity?: Polarity | undefined
  type?: string | undefined
}
export type FaultSearch = {
  weight?: 'note' | undefined
  rule?: string | undefined
  column?: string | undefined
  row?: number | undefined
}
export type LinksSearch = { subject?: string | undefined }
export type LogSearch = {
  entry?: number | undefined
  /** A subtree to look at: `64-128`. */
  at?: string | undefined
  older?: number | undefined
}
export type QuarantineSearch = { state?: QuarantineState | undefined }

const root = createRootRoute({
  validateSearch: (given: Given): EverywhereSearch => (isLanguage(given.lang) ? { lang: given.lang } : {}),
  search: { middlewares: [retainSearchParams(['lang'])] },
  component: PageFrame,
  notFoundComponent: NotFound,
})

const start = createRoute({ getParentRoute: () => root, path: '/', component: StartPage })

const results = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: (given: Given): ResultsSearch => ({ q: textOf(given.q) ?? '' }),
  component: lazyRouteComponent(() => import('./search/results-page.tsx'), 'ResultsPage'),
})

const organisation = createRoute({
  getParentRoute: () => root,
  path: '/organisations/$id',
  validateSearch: (given: Given): OrganisationSearch => {
    const [asOf, knownAt, type] = [textOf(given.asOf), textOf(given.knownAt), textOf(given.type)]
    return {
      ...(asOf ? { asOf } : {}),
      ...(knownAt ? { knownAt } : {}),
      ...(isPolarity(given.polarity) ? { polarity: given.polarity } : {}),
      ...(type ? { type } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./organisation/organisation-page.tsx'), 'OrganisationPage'),
})

const transparency = createRoute({
  getParentRoute: () => root,
  path: '/transparency',
  validateSearch: (given: Given): LogSearch => {
    const [entry, older, at] = [countOf(given.entry), countOf(given.older), textOf(given.at)]
    return {
      ...(entry === undefined ? {} : { entry }),
      ...(at ? { at } : {}),
      ...(older ? { older } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./transparency/transparency-page.tsx'), 'TransparencyPage'),
})

const desk = createRoute({
  getParentRoute: () => root,
  path: '/desk',
  component: lazyRouteComponent(() => import('./desk/desk-page.tsx'), 'DeskPage'),
})

const deskBatch = createRoute({
  getParentRoute: () => root,
  path: '/desk/batches/$id',
  validateSearch: (given: Given): FaultSearch => {
    const [rule, column] = [textOf(given.rule), textOf(given.column)]
    const row = Number(given.row)
    return {
      ...(given.weight === 'note' ? { weight: 'note' as const } : {}),
      ...(rule ? { rule } : {}),
      ...(column ? { column } : {}),
      ...(Number.isInteger(row) && row > 0 ? { row } : {}),
    }
  },
  component: lazyRouteComponent(() => import('./desk/batch-page.tsx'), 'BatchPage'),
})

const deskQuarantine = createRoute({
  getParentRoute: () => root,
  path: '/desk/quarantine',
  validateSearch: (given: Given): QuarantineSearch =>
    isQuarantineState(given.state) ? { state: given.state } : {},
  component: lazyRouteComponent(() => import('./desk/quarantine-page.tsx'), 'QuarantinePage'),
})

const deskLinks = createRoute({
  getParentRoute: () => root,
  path: '/desk/links',
  validateSearch: (given: Given): LinksSearch => {
    const subject = textOf(given.subject)
    return subject ? { subject } : {}
  },
  component: lazyRouteComponent(() => import('./desk/links-page.tsx'), 'LinksPage'),
})

const quarantineStates: readonly QuarantineState[] = [
  'waiting',
  'corrected',
  'superseded',
  'released',
  'expired',
]

function isQuarantineState(value: unknown): value is QuarantineState {
  return quarantineStates.some((state) => state === value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function countOf(value: unknown): number | undefined {
  const count = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined
}

function isPolarity(value: unknown): value is Polarity {
  return value === 'positive' || value === 'neutral' || value === 'adverse'
}

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    results,
    organisation,
    transparency,
    desk,
    deskBatch,
    deskQuarantine,
    deskLinks,
  ]),
  // Plain query strings: a number typed as a query stays the text it was.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search: Given) => {
    const given = Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    )
    const text = new URLSearchParams(given).toString()
    return text === '' ? '' : `?${text}`
  },
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: PageTrouble,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
