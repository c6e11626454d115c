// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// Draws what `npm run bench -- stages --json FILE` measured:
//   node scripts/draw-stages.js FILE > docs/images/ingest-stages.svg
import { readFileSync } from 'node:fs'

const stages = [
  ['parse', '读取', 'parse'],
  ['gate', '核验', 'gate'],
  ['resolve', '归到主体', 'resolve'],
  ['seal', '封存', 'seal'],
  ['stage', '送入暂存', 'stage'],
  ['merge', '并入', 'merge'],
  ['rest', '其余：内存、消息、轮询', 'rest: memory, messages, polls'],
]
const kinds = [
  ['organisations', '组织', 'organisations'],
  ['persons', '自然人', 'persons'],
]
const places = [
  ['node', '节点', 'node'],
  ['database', '数据库', 'database'],
]

const size = { width: 920, labels: 190, gap: 30, top: 118, row: 46, bar: 18, value: 62 }
const panel = (size.width - size.labels - size.gap * kinds.length - size.value) / kinds.length

const style = `
text{font-family:system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-size:13px;fill:#1c2733}
.soft{fill:#5b6470;font-size:11.5px}.title{font-size:17px;font-weight:600}.kind{font-size:14px;font-weight:600}
.value{font-variant-numeric:tabular-nums}.ground{fill:#fbf8f1}.line{stroke:#e4ddcc}
.node{fill:#1f4e8c}.database{fill:#c08a2b}
@media (prefers-color-scheme:dark){text{fill:#e8e4da}.soft{fill:#9aa4b0}.ground{fill:#12181f}.line{stroke:#2a333d}
.node{fill:#6fa3e0}.database{fill:#e0b35a}}
`

const [, , file] = process.argv
if (!file) {
  process.stderr.write('node scripts/draw-stages.js RESULT.json > docs/images/ingest-stages.svg\n')
  process.exit(2)
}
process.stdout.write(draw(readFigures(JSON.parse(readFileSync(file, 'utf8')))))

/** Microseconds by kind, stage and place, as the lines of the result name them. */
function readFigures(results) {
  const figures = new Map(results.map(({ name, value }) => [name, value]))
  const of = (kind, stage, place) => figures.get(`${kind} ${stage} ${place}`) ?? 0
  if (figures.size === 0 || !kinds.some(([kind]) => of(kind, 'gate', 'node') > 0)) {
    process.stderr.write('the file holds no result of `npm run bench -- stages`\n')
    process.exit(2)
  }
  return of
}

function draw(of) {
  const sumOf = (kind, stage) => places.reduce((sum, [place]) => sum + of(kind, stage, place), 0)
  const longest = Math.max(...kinds.flatMap(([kind]) => stages.map(([stage]) => sumOf(kind, stage))))
  const scale = (panel - size.value) / longest
  const height = size.top + stages.length * size.row + 24
  const parts = [
    heading(),
    ...kinds.map((kind, at) =>
      panelHead(
        kind,
        at,
        stages.reduce((sum, [stage]) => sum + sumOf(kind[0], stage), 0),
      ),
    ),
    ...stages.map(([stage, zh, en], at) => row(of, stage, zh, en, at, scale)),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">一行数据各阶段的处理器时间 / Processor time of a row at each stage of ingest</title>',
    `<style>${style}</style>`,
    `<rect class="ground" width="${size.width}" height="${height}" rx="6"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

function heading() {
  const legend = places.map(([place, zh, en], at) => {
    const x = size.width - 310 + at * 150
    return `${rect(place, x, 60, 12, 12)}<text x="${x + 18}" y="71">${zh} ${en}</text>`
  })
  return [
    '<text class="title" x="24" y="36">一行数据的处理器时间（微秒）　Processor time of one row, in µs</text>',
    ...legend,
  ].join('\n')
}

function panelHead([, zh, en], at, sum) {
  const x = leftOf(at)
  return `<text class="kind" x="${x}" y="${size.top - 16}">${zh} ${en} · ${sum.toFixed(0)} µs</text>`
}

function row(of, stage, zh, en, at, scale) {
  const y = size.top + at * size.row
  const middle = y + size.row / 2
  const bars = kinds.map(([kind], column) => {
    let x = leftOf(column)
    const drawn = places.map(([place]) => {
      const width = of(kind, stage, place) * scale
      const bar = rect(place, x, middle - size.bar / 2, width, size.bar)
      x += width
      return bar
    })
    const sum = places.reduce((all, [place]) => all + of(kind, stage, place), 0)
    return `${drawn.join('')}<text class="value" x="${(x + 7).toFixed(1)}" y="${middle + 4.5}">${sum.toFixed(1)}</text>`
  })
  return [
    `<line class="line" x1="24" x2="${size.width - 24}" y1="${y}" y2="${y}"/>`,
    `<text x="24" y="${middle - 2}">${zh}</text><text class="soft" x="24" y="${middle + 14}">${en}</text>`,
    ...bars,
  ].join('\n')
}

function rect(place, x, y, width, height) {
  const [left, wide] = [x.toFixed(1), width.toFixed(1)]
  return `<rect class="${place}" x="${left}" y="${y}" width="${wide}" height="${height}"/>`
}

function leftOf(column) {
  return size.labels + size.gap + column * (panel + size.gap)
}
