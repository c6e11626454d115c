// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual, Language } from '../kernel/messages.ts'
import type { Basis, Catalogue, FieldSpec, PublicityRegime, RecordType } from '../modules/catalogue/index.ts'

const words = {
  code: { zh: '代码', en: 'code' },
  title: { zh: '名称', en: 'title' },
  status: { zh: '状态', en: 'status' },
  category: { zh: '类别', en: 'category' },
  publicity: { zh: '公示', en: 'publicity' },
  kind: { zh: '形式', en: 'kind' },
  label: { zh: '公开属性', en: 'label' },
  required: { zh: '必填', en: 'required' },
  rules: { zh: '质量规则', en: 'rules' },
  basis: { zh: '依据', en: 'basis' },
  furnishers: { zh: '报送机构', en: 'furnishers' },
  subjects: { zh: '主体', en: 'subjects' },
  polarity: { zh: '性质', en: 'polarity' },
  retention: { zh: '保存', en: 'retention' },
  document: { zh: '生效文书', en: 'document of legal effect' },
  severity: { zh: '严重程度', en: 'severity' },
  from: { zh: '文书日期自', en: 'document from' },
  to: { zh: '至', en: 'to' },
  shown: { zh: '公示', en: 'published' },
  months: { zh: '最短—最长（月）', en: 'shortest–longest (months)' },
  certainty: { zh: '核实程度', en: 'confidence' },
} as const satisfies Record<string, Bilingual>

const terms: Readonly<Record<string, Bilingual>> = {
  'in-force': { zh: '有效', en: 'in force' },
  draft: { zh: '草案（仅演示模式）', en: 'draft (demo only)' },
  seen: { zh: '已见原文', en: 'seen' },
  computed: { zh: '已验算', en: 'computed' },
  recalled: { zh: '待核实', en: 'recalled' },
  public: { zh: '公开', en: 'public' },
  department: { zh: '部门共享', en: 'departments' },
  personal: { zh: '个人信息', en: 'personal' },
  secret: { zh: '涉密', en: 'secret' },
  positive: { zh: '有利', en: 'positive' },
  neutral: { zh: '中性', en: 'neutral' },
  adverse: { zh: '不利', en: 'adverse' },
  minor: { zh: '轻微', en: 'minor' },
  general: { zh: '一般', en: 'general' },
  serious: { zh: '严重', en: 'serious' },
  organisation: { zh: '组织', en: 'organisations' },
  'individual-business': { zh: '个体工商户', en: 'individual businesses' },
  person: { zh: '自然人', en: 'persons' },
  never: { zh: '不公示', en: 'never' },
  'no-end': { zh: '长期', en: 'no end' },
  'by-severity': { zh: '按严重程度', en: 'by severity' },
  'yearly-list': { zh: '至下一年度名单', en: 'until the next yearly list' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
}

function term(code: string, language: Language): string {
  return terms[code]?.[language] ?? code
}

export function catalogueText(catalogue: Catalogue, language: Language): string {
  const head = [words.code, words.title, words.status, words.category, words.publicity]
  const rows = catalogue.recordTypes.map((type) => [
    type.code,
    type.title[language],
    term(type.status, language),
    `${type.category.code} ${type.category.title[language]}`,
    publicityOf(type, language),
  ])
  const { title, version, effectiveOn, digest } = catalogue
  return `${title[language]}  ${version}  ${effectiveOn}\nsha256 ${digest}\n\n${table(names(head, language), rows)}`
}

export function recordTypeText(catalogue: Catalogue, type: RecordType, language: Language): string {
  const fact = (name: Bilingual, value: string): string => `${pad(name[language], 26)}${value}`
  const facts = [
    fact(words.status, term(type.status, language)),
    fact(words.category, `${type.category.code} ${type.category.title[language]}`),
    ...type.basis.map((basis) => fact(words.basis, basisText(catalogue, basis, language))),
    fact(words.furnishers, type.furnishers.map((one) => one.function).join(', ')),
    fact(words.subjects, type.subjectKinds.map((kind) => term(kind, language)).join(', ')),
    fact(words.polarity, polarityText(type, language)),
    ...(type.document ? [fact(words.document, documentText(type, language))] : []),
    fact(words.publicity, publicityOf(type, language)),
    ...type.publicity.basis.map((basis) => fact(words.basis, basisText(catalogue, basis, language))),
    fact(words.retention, retentionText(type)),
  ]
  const fields = [words.code, words.title, words.kind, words.required, words.label, words.rules]
  const parts = [`${type.title[language]}  ${type.code}\n`, ...facts, '', fieldTable(fields, type, language)]
  if (type.publicity.kind === 'by-severity') {
    parts.push('', ...catalogue.publicityRegimes.map((regime) => regimeTable(catalogue, regime, language)))
  }
  return parts.join('\n')
}

function fieldTable(head: readonly Bilingual[], type: RecordType, language: Language): string {
  const row = (field: FieldSpec): string[] => [
    field.code,
    field.title[language],
    field.schemes ? field.schemes.join('/') : field.kind,
    term(field.required ? 'yes' : 'no', language),
    term(field.label, language),
    field.rules.join(' '),
  ]
  return table(names(head, language), type.fields.map(row))
}

function regimeTable(catalogue: Catalogue, regime: PublicityRegime, language: Language): string {
  const head = [words.severity, words.shown, words.months, words.certainty, words.basis]
  const rows = regime.classes.map((one) => [
    term(one.severity, language),
    term(one.published ? 'yes' : 'no', language),
    `${one.monthsMin}–${one.monthsMax}`,
    [...new Set(one.basis.map((basis) => term(basis.confidence, language)))].join(', '),
    one.basis.map((basis) => instrumentText(catalogue, basis, language)).join('; '),
  ])
  const span = `${words.from[language]} ${regime.from ?? '…'} ${words.to[language]} ${regime.to ?? '…'}`
  return `${regime.title[language]}  ${span}\n${table(names(head, language), rows)}\n`
}

function publicityOf(type: RecordType, language: Language): string {
  const rule = type.publicity
  const least = rule.basis.some((basis) => basis.confidence === 'recalled') ? 'recalled' : 'seen'
  const most =
    rule.kind === 'yearly-list'
      ? language === 'zh'
        ? `，最长${rule.yearsMax}年`
        : `, at most ${rule.yearsMax} years`
      : ''
  return `${term(rule.kind, language)}${most} [${term(least, language)}]`
}

function polarityText(type: RecordType, language: Language): string {
  const rule = type.polarity
  if (rule.kind === 'fixed') return term(rule.polarity, language)
  return rule.codes.map((one) => `${one.code} ${term(one.polarity, language)}`).join(', ')
}

function documentText(type: RecordType, language: Language): string {
  const codes = type.document ? [type.document.number, type.document.on, type.document.body] : []
  return codes
    .map((code) => type.fields.find((field) => field.code === code)?.title[language] ?? code)
    .join(', ')
}

function retentionText(type: RecordType): string {
  const rule = type.retention
  if (rule.kind === 'no-end') return rule.kind
  return `${rule.kind === 'years' ? `${rule.years} years` : rule.parameter} (${rule.countedFrom})`
}

export function basisText(catalogue: Catalogue, basis: Basis, language: Language): string {
  const article =
    basis.article === undefined ? '' : language === 'zh' ? ` 第${basis.article}条` : ` art. ${basis.article}`
  const sources = basis.sources.length === 0 ? '' : ` ${basis.sources.join(',')}`
  return `${instrumentText(catalogue, basis, language)}${article} [${term(basis.confidence, language)}${sources}]`
}

function instrumentText(catalogue: Catalogue, basis: Basis, language: Language): string {
  const found = catalogue.legalBases.find((one) => one.code === basis.instrument)
  if (!found) return basis.instrument
  return language === 'zh' ? `《${found.title.zh}》${found.number}` : `${found.title.en} (${found.number})`
}

function names(head: readonly Bilingual[], language: Language): string[] {
  return head.map((name) => name[language])
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, at) => Math.max(...[head, ...rows].map((row) => width(row[at] ?? name))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cell, (widths[at] ?? 0) + 2))
      .join('')
      .trimEnd()
  const rule = widths.map((size) => '─'.repeat(size)).join('  ')
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** A Chinese character takes two columns of a terminal. */
function width(text: string): number {
  let columns = 0
  for (const character of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1
  return columns
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)))
}
