// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Forms of one class may change into each other while the organisation stays; a co-operative is never a company. */
export type FormClass = 'company' | 'cooperative' | 'partnership' | 'sole' | 'none'

type LegalForm = { readonly text: string; readonly kind: FormClass }

const texts: Readonly<Record<Exclude<FormClass, 'none'>, string>> = {
  company:
    '集团股份有限公司 集团有限责任公司 集团有限公司 股份有限责任公司 有限责任公司 有限责任总公司 股份有限公司 ' +
    '股份合作公司 集团总公司 集团公司 有限公司 总公司 公司 集团 ' +
    'COMPANYLIMITED CO.,LTD. CO.,LTD CO.LTD. CO.LTD LIMITED LTD. LTD INC. INC LLC CORP. CORP PLC',
  cooperative:
    '农民专业合作社联合社 农民专业合作联社 农民专业合作社 农业专业合作社 股份经济合作社 股份合作社 专业合作社 ' +
    '经济合作社 经济联合社 供销合作社 信用合作社 联合社 合作社',
  partnership: '(特殊普通合伙) (有限合伙) (普通合伙) 有限合伙企业 普通合伙企业 合伙企业 有限合伙 普通合伙',
  sole: '(个人独资) (个体工商户) 个人独资企业',
}

/** Longest first: a form must not hide inside a longer one. */
export const legalForms: readonly LegalForm[] = Object.entries(texts)
  .flatMap(([kind, list]) => list.split(' ').map((text) => ({ text, kind: kind as FormClass })))
  .sort((a, b) => b.text.length - a.text.length)

/** The form with which a normalised name ends; something of a name must be left before it. */
export function formAtEnd(name: string): LegalForm | undefined {
  return legalForms.find(({ text }) => name.endsWith(text) && name.length >= text.length + 2)
}
