// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useId } from 'react'
import { useWords } from '../i18n/language.ts'
import { plainText } from './plain-text.ts'
import { ShownView } from './shown-view.tsx'
import { Sign } from './sign.tsx'
import { StepLine } from './step-line.tsx'
import { type Finding, verdictOf } from './walk.ts'

type Props = { readonly finding: Finding; readonly onTrust: (() => void) | undefined }

/** What was found of one file: the verdict, each step as a sentence, and what the file says. */
export function FindingCard({ finding, onTrust }: Props): ReactNode {
  const { t } = useWords()
  const id = useId()
  const verdict = verdictOf(finding)
  return (
    <article className={`finding finding-${verdict}`} aria-labelledby={id}>
      <header>
        <div>
          <h3 id={id}>{plainText(finding.name)}</h3>
          <p className="quiet">{t(`check.kind.${finding.kind}`)}</p>
        </div>
        <strong className={`verdict verdict-${verdict}`}>
          <Sign outcome={verdict} />
          {t(`check.verdict.${verdict}`)}
        </strong>
      </header>
      <ol className="check-steps">
        {finding.steps.map((step) => (
          <StepLine key={`${step.says} ${JSON.stringify(step.facts)}`} step={step} />
        ))}
      </ol>
      {onTrust && (
        <button type="button" className="small-button" onClick={onTrust}>
          {t('check.trust')}
        </button>
      )}
      {finding.shown.map((shown) => (
        <ShownView key={shown.kind} shown={shown} />
      ))}
    </article>
  )
}
