// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Likeness, LinkAct, LinkedSubject } from '../api/contract.ts'
import { useWords } from '../i18n/language.ts'
import { schemeTitle } from '../report/scheme-title.ts'

type Props = {
  readonly joining: LinkedSubject
  readonly other: LinkedSubject
  readonly likeness: readonly Likeness[]
  readonly act: LinkAct
}

const against: readonly Likeness[] = ['names-differ', 'regions-differ']

/** Line by line beside each other: what an officer tells two organisations by. */
export function TwoSubjects({ joining, other, likeness, act }: Props): ReactNode {
  const { t } = useWords()
  const heads =
    act === 'link'
      ? [t('links.side.joining'), t('links.side.other')]
      : [t('links.side.first'), t('links.side.second')]
  const both = [joining, other]
  const line = (title: string, show: (subject: LinkedSubject) => ReactNode): ReactNode => (
    <tr>
      <th scope="row">{title}</th>
      {both.map((subject) => (
        <td key={subject.id}>{show(subject)}</td>
      ))}
    </tr>
  )
  return (
    <>
      <table className="two-subjects">
        <thead>
          <tr>
            <td />
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {line(t('links.row.name'), (subject) => (
            <Names subject={subject} />
          ))}
          {line(t('links.row.number'), (subject) => (
            <Numbers subject={subject} />
          ))}
          {line(t('links.row.region'), (subject) => (
            <Regions subject={subject} />
          ))}
          {line(t('links.row.kind'), ({ kind }) => t(`kind.${kind}`))}
          {line(t('links.row.now'), (subject) => (
            <Standing subject={subject} />
          ))}
        </tbody>
      </table>
      <Comparison likeness={likeness} />
    </>
  )
}

function Names({ subject }: { subject: LinkedSubject }): ReactNode {
  const { t } = useWords()
  if (subject.names.length === 0) return <span className="quiet">{t('links.noName')}</span>
  return (
    <ul>
      {subject.names.map(({ name, registered }) => (
        <li key={name} className="two-name">
          {name}
          {!registered && <span className="quiet"> {t('links.stated')}</span>}
        </li>
      ))}
    </ul>
  )
}

function Numbers({ subject }: { subject: LinkedSubject }): ReactNode {
  const { t } = useWords()
  if (subject.identifiers.length === 0) return <span className="quiet">{t('links.noNumber')}</span>
  return (
    <ul>
      {subject.identifiers.map(({ scheme, value }) => (
        <li key={`${scheme} ${value}`}>
          <span className="number">{value}</span> <span className="quiet">{schemeTitle(t, scheme)}</span>
        </li>
      ))}
    </ul>
  )
}

function Regions({ subject }: { subject: LinkedSubject }): ReactNode {
  const { t } = useWords()
  if (subject.regions.length === 0) return <span className="quiet">{t('links.noRegion')}</span>
  return subject.regions
    .map(({ code, name }) => name ?? (code === '999999' ? t('links.demoRegion') : code))
    .join(t('links.comma'))
}

function Standing({ subject }: { subject: LinkedSubject }): ReactNode {
  const { t } = useWords()
  const own = subject.leads > 0 ? t('links.leads', { count: subject.leads }) : t('links.alone')
  return (
    <>
      {subject.readAs === null ? own : t('links.readAs')}
      <span className="two-ways">
        <Link to="/organisations/$id" params={{ id: subject.id }} search={{}} target="_blank">
          {t('links.page')}
        </Link>
        <Link to="/desk/links" search={{ subject: subject.id }}>
          {t('links.history')}
        </Link>
      </span>
    </>
  )
}

function Comparison({ likeness }: { likeness: readonly Likeness[] }): ReactNode {
  const { t } = useWords()
  return (
    <p className="likeness">
      <span className="quiet">{t('links.likeness')}</span>
      {likeness.length === 0 && <span>{t('links.noLikeness')}</span>}
      {likeness.map((code) => (
        <span key={code} className={against.includes(code) ? 'likeness-against' : 'likeness-for'}>
          {t(`links.likenessCode.${code}`)}
        </span>
      ))}
    </p>
  )
}
