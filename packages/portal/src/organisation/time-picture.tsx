// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type ReactNode, useRef } from 'react'
import { useWidth } from '../frame/use-width.ts'
import { useWords } from '../i18n/language.ts'
import type { OrganisationPage, PageRecord } from '../report/read-report.ts'
import { lastDayShown, showDay } from '../report/show-value.ts'
import { SignShape } from './sign.tsx'
import { type TimeScale, timeScale } from './time-scale.ts'

const LANE = 50
const AXIS = 26

type Lane = { readonly type: string; readonly title: string; readonly records: readonly PageRecord[] }
type Dated = PageRecord & { readonly eventOn: string }

/** For those who would rather look than read. The list below says the same in words. */
export function TimePicture({ page }: { page: OrganisationPage }): ReactNode {
  const { t, language, say } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const dated = page.records.filter((record): record is Dated => record.eventOn !== null)
  if (dated.length < 2) return null
  const lanes = lanesOf(dated, say)
  const days = [
    page.asOf,
    ...dated.flatMap((record) => [
      record.eventOn,
      ...(record.publicity.until ? [lastDayShown(record.publicity.until)] : []),
    ]),
  ]
  const scale = timeScale(days, width)
  const height = lanes.length * LANE + AXIS
  const label = t('picture.label', {
    from: showDay(scale.from, language),
    to: showDay(page.asOf, language),
    count: dated.length,
    lanes: lanes
      .map((lane) => t('picture.lane', { title: lane.title, count: lane.records.length }))
      .join(language === 'zh' ? '，' : ', '),
  })
  return (
    <section className="picture" aria-labelledby="picture-title">
      <div className="section-head">
        <h2 id="picture-title">{t('picture.title')}</h2>
        <span className="quiet">{t('picture.term')}</span>
      </div>
      <div ref={place} className="picture-place">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          <Axis scale={scale} height={height} width={width} />
          {lanes.map((lane, row) => (
            <LaneLine key={lane.type} lane={lane} row={row} scale={scale} width={width} />
          ))}
          <DayLine x={scale.x(page.asOf)} height={height - AXIS} label={t('picture.day')} width={width} />
        </svg>
      </div>
    </section>
  )
}

function lanesOf(records: readonly PageRecord[], say: (text: PageRecord['title']) => string): Lane[] {
  const types = [...new Set(records.map((record) => record.type))]
  return types.map((type) => {
    const own = records.filter((record) => record.type === type)
    return { type, title: own[0] ? say(own[0].title) : type, records: own }
  })
}

function Axis({ scale, height, width }: { scale: TimeScale; height: number; width: number }): ReactNode {
  return (
    <g className="picture-axis">
      <line x1="0" x2={width} y1={height - AXIS + 0.5} y2={height - AXIS + 0.5} />
      {scale.years.map(({ year, x }) => (
        <g key={year}>
          <line x1={x} x2={x} y1={height - AXIS} y2={height - AXIS + 5} />
          {x < width - 34 && (
            <text x={Math.max(x, 0)} y={height - 6}>
              {year}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

function LaneLine({
  lane,
  row,
  scale,
  width,
}: {
  lane: Lane
  row: number
  scale: TimeScale
  width: number
}): ReactNode {
  const y = row * LANE + 33
  const signs = spread(lane.records, scale)
  return (
    <g>
      <text className="picture-title" x="0" y={row * LANE + 15}>
        {lane.title}
      </text>
      {signs.map(({ record, shift }) => (
        <line
          key={record.id}
          className={`picture-term picture-term-${record.severity === 'serious' ? 'serious' : record.polarity}`}
          x1={Math.max(scale.x(record.publicity.from), 7)}
          x2={record.publicity.until ? scale.x(lastDayShown(record.publicity.until)) : width}
          y1={y + shift}
          y2={y + shift}
        />
      ))}
      {signs.map(({ record, x, shift }) => (
        <SignShape
          key={record.id}
          polarity={record.polarity}
          severity={record.severity}
          x={x}
          y={y + shift}
        />
      ))}
    </g>
  )
}

const SIGN = 13
const shifts = [0, -8, 8]

/** Signs that would cover each other step aside, up and down in turn. */
function spread(records: readonly PageRecord[], scale: TimeScale) {
  let turn = 0
  let before = Number.NaN
  return records.map((record) => {
    const x = Math.max(scale.x(record.eventOn ?? record.publicity.from), 7)
    turn = Math.abs(x - before) < SIGN ? turn + 1 : 0
    before = x
    return { record, x, shift: shifts[turn % shifts.length] ?? 0 }
  })
}

function DayLine({
  x,
  height,
  label,
  width,
}: {
  x: number
  height: number
  label: string
  width: number
}): ReactNode {
  const isNearEdge = x > width - 70
  return (
    <g className="picture-day">
      <line x1={x} x2={x} y1="0" y2={height} />
      <text x={isNearEdge ? x - 5 : x + 5} y="11" textAnchor={isNearEdge ? 'end' : 'start'}>
        {label}
      </text>
    </g>
  )
}
