// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useMemo, useState } from 'react'
import { usePageTitle } from '../frame/use-page-title.ts'
import { useWords } from '../i18n/language.ts'
import { KeysField } from '../proof/keys-field.tsx'
import { textOfKeys } from '../proof/offered-keys.ts'
import { readKeys } from '../proof/trusted-keys.ts'
import { About, Privacy } from './about-checking.tsx'
import { DropZone } from './drop-zone.tsx'
import { FindingCard } from './finding-card.tsx'
import type { NodeOfPage } from './node-of-page.ts'
import { FILE_BYTES_MAX, type NamedFile, type ReadFile, readFile } from './read-files.ts'
import { type Given, recognise } from './recognise.ts'
import { useFindings } from './use-findings.ts'
import { type Finding, verdictOf } from './walk.ts'

type Trouble = Extract<ReadFile, { trouble: string }>

export function CheckPage({ node }: { node: NodeOfPage | null }): ReactNode {
  const { t } = useWords()
  const [keysText, setKeysText] = useState(() => (node ? textOfKeys(node, t('check.keysRetired')) : ''))
  const [given, setGiven] = useState<readonly Given[]>([])
  const [troubles, setTroubles] = useState<readonly Trouble[]>([])
  const keys = useMemo(() => readKeys(keysText), [keysText])
  const { findings, isWorking } = useFindings(given, keys)
  usePageTitle(t('check.title'))

  const take = async (files: readonly NamedFile[]) => {
    const read = await Promise.all(files.map(readFile))
    setTroubles(read.filter((one): one is Trouble => 'trouble' in one))
    const taken = read.flatMap((one) => ('bytes' in one ? recognise(one.name, one.bytes) : []))
    // What is given again replaces what was given under that name.
    const names = new Set(taken.map(({ name }) => name))
    setGiven((before) => [...before.filter(({ name }) => !names.has(name)), ...taken])
  }
  const trust = (finding: Finding) => {
    const key = given.find(({ name }) => name === finding.name)
    if (!key) return
    setKeysText((before) => `${before.trim()}\n${new TextDecoder().decode(key.bytes).trim()}`.trim())
    setGiven((before) => before.filter((one) => one !== key))
  }

  return (
    <div className="width page check-page">
      <h1>{t('check.title')}</h1>
      <p className="check-lead">{t('check.lead')}</p>
      <div className="check-columns">
        <div className="check-main">
          <DropZone onFiles={(files) => void take(files)} />
          <Troubles troubles={troubles} />
          <Results
            findings={findings}
            isWorking={isWorking}
            onTrust={trust}
            onClear={() => {
              setGiven([])
              setTroubles([])
            }}
          />
          {given.length === 0 && <About />}
        </div>
        <aside className="check-aside">
          <Privacy />
          <section>
            <h2>{t('check.keysTitle')}</h2>
            <p>{t('check.keysLead')}</p>
            <KeysField
              text={keysText}
              keys={keys}
              note={t(node ? 'check.keysOwn' : 'check.keysNone')}
              onText={setKeysText}
            />
          </section>
        </aside>
      </div>
    </div>
  )
}

function Troubles({ troubles }: { troubles: readonly Trouble[] }): ReactNode {
  const { t } = useWords()
  return troubles.map(({ name, trouble }) => (
    <p key={name} role="alert" className="keys-wrong">
      {trouble === 'too-large'
        ? t('check.tooLarge', { name, size: `${FILE_BYTES_MAX / 1_048_576} MiB` })
        : t('check.unreadable', { name })}
    </p>
  ))
}

type ResultsProps = {
  readonly findings: readonly Finding[]
  readonly isWorking: boolean
  readonly onTrust: (finding: Finding) => void
  readonly onClear: () => void
}

function Results({ findings, isWorking, onTrust, onClear }: ResultsProps): ReactNode {
  const { t } = useWords()
  const count = (verdict: string) => findings.filter((finding) => verdictOf(finding) === verdict).length
  return (
    <section className="check-results" aria-labelledby="results-title">
      <h2 id="results-title" className="only-read">
        {t('check.results')}
      </h2>
      <p role="status" className="check-summary">
        {isWorking && t('check.working')}
        {findings.length > 0 &&
          t('check.summary', {
            count: findings.length,
            valid: count('valid'),
            invalid: count('invalid'),
            open: count('open'),
          })}
      </p>
      {findings.map((finding) => (
        <FindingCard
          key={`${finding.kind} ${finding.name}`}
          finding={finding}
          onTrust={finding.kind === 'key' ? () => onTrust(finding) : undefined}
        />
      ))}
      {findings.length > 0 && (
        <button type="button" className="small-button" onClick={onClear}>
          {t('check.clear')}
        </button>
      )}
    </section>
  )
}
