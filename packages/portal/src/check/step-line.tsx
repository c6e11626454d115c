// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { verificationMessages } from '@probity/verify'
import type { ReactNode } from 'react'
import { showInstant } from '../desk/show.ts'
import { useWords } from '../i18n/language.ts'
import { plainText } from './plain-text.ts'
import { Sign } from './sign.tsx'
import type { Step, Why } from './walk.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** A step as a sentence; one that does not hold says why, with its code. */
export function StepLine({ step }: { step: Step }): ReactNode {
  const { t, language } = useWords()
  const { says, facts, outcome } = step
  const wordsOf = (fact: string) => (INSTANT.test(fact) ? showInstant(fact, language) : plainText(fact))
  const plain = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? wordsOf(fact) : fact]),
  )
  return (
    <li className={`check-step check-step-${outcome}`}>
      <Sign outcome={outcome} />
      <div>
        <span className="only-read">{t(`check.outcome.${outcome}`)}</span>
        {step.outcome === 'invalid' ? (
          <>
            <p>{t('check.doesNotHold', { what: t(`check.asks.${step.says}`) })}</p>
            <Reason why={step.why} />
          </>
        ) : (
          <p>{t(`check.step.${says}`, plain)}</p>
        )}
      </div>
    </li>
  )
}

export function Reason({ why: { code, where } }: { why: Why }): ReactNode {
  const { t, language } = useWords()
  return (
    <p className="check-why">
      {verificationMessages[code][language]} <code>{code}</code>
      {where !== undefined && <span> {t('check.where', { where: plainText(where) })}</span>}
    </p>
  )
}
