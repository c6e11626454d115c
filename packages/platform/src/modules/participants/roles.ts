// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Bilingual } from '../../kernel/messages.ts'
import { refuse } from '../../kernel/refusal.ts'
import { type Actor, type BodyKind, bodyKinds } from '../access/index.ts'

export type EmployerKind = BodyKind | 'operator'

export type Role = {
  readonly code: string
  readonly title: Bilingual
  /** Whose posts may have it. */
  readonly of: readonly EmployerKind[]
  readonly scopes: readonly string[]
  /** Who gives it: the keeper of the body's accounts, or the operator when a body is admitted. */
  readonly givenBy: 'keeper' | 'operator'
  /** Whether a second officer must agree. */
  readonly twoOfficers: boolean
  /** Whether a machine of the body may carry its scopes too. */
  readonly machines: boolean
}

const askers: readonly BodyKind[] = bodyKinds
const furnishers: readonly BodyKind[] = ['department', 'lender', 'bureau', 'association', 'court']

/**
 * The table of roles: closed, so that a role nobody thought of opens nothing. No role of the operator carries a scope
 * that an act on credit data asks for, and `operator` stands in no line of a body.
 */
export const roles = [
  {
    code: 'keeper',
    title: { zh: '账号管理员', en: 'Keeper of accounts' },
    of: bodyKinds,
    scopes: ['staff:keep', 'keys:keep'],
    givenBy: 'operator',
    twoOfficers: true,
    machines: false,
  },
  {
    code: 'furnishing-clerk',
    title: { zh: '报送经办', en: 'Furnishing clerk' },
    of: furnishers,
    scopes: ['batches:send', 'batches:read', 'quarantine:propose'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: true,
  },
  {
    code: 'furnishing-reviewer',
    title: { zh: '报送复核', en: 'Furnishing reviewer' },
    of: furnishers,
    scopes: ['batches:read', 'quarantine:propose', 'quarantine:release'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: false,
  },
  {
    code: 'remedies-officer',
    title: { zh: '异议处理', en: 'Officer for remedies' },
    of: furnishers,
    scopes: ['batches:read', 'records:hold'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: false,
  },
  {
    code: 'link-officer',
    title: { zh: '归并经办', en: 'Officer for links' },
    of: ['department'],
    scopes: ['links:propose', 'links:decide'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: false,
  },
  {
    code: 'registrar',
    title: { zh: '登记机关声明', en: 'Registrar' },
    of: ['department'],
    scopes: ['links:assert'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: true,
  },
  {
    code: 'consent-clerk',
    title: { zh: '授权登记', en: 'Clerk for consents' },
    of: ['lender', 'bureau'],
    scopes: ['authorisations:lodge'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: true,
  },
  {
    code: 'inquirer',
    title: { zh: '查询经办', en: 'Inquirer' },
    of: askers,
    scopes: ['inquiries:ask', 'inquiries:read'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: true,
  },
  {
    code: 'consent-clerk',
    title: { zh: '授权登记经办', en: 'Clerk of consents' },
    of: ['lender'],
    scopes: ['authorisations:lodge'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: true,
  },
  {
    code: 'record-holder',
    title: { zh: '停用经办', en: 'Officer who stops the use of records' },
    of: furnishers,
    scopes: ['records:hold'],
    givenBy: 'keeper',
    twoOfficers: false,
    machines: false,
  },
  {
    code: 'supervisor',
    title: { zh: '监督人员', en: 'Supervising officer' },
    of: ['supervisor'],
    scopes: ['supervision:read', 'supervision:order'],
    givenBy: 'keeper',
    twoOfficers: true,
    machines: false,
  },
  {
    code: 'auditor',
    title: { zh: '审计人员', en: 'Auditor' },
    of: ['auditor'],
    scopes: ['audits:read'],
    givenBy: 'keeper',
    twoOfficers: true,
    machines: false,
  },
  {
    code: 'operator',
    title: { zh: '系统运营', en: 'Operator' },
    of: ['operator'],
    scopes: ['bodies:admit', 'node:run'],
    givenBy: 'operator',
    twoOfficers: false,
    machines: false,
  },
] as const satisfies readonly Role[]

export type RoleCode = (typeof roles)[number]['code']

/** @throws Refusal ROLE_UNKNOWN, also for a role that the kind of employer does not have */
export function getRole(code: string, employer: EmployerKind): Role {
  const role: Role | undefined = roles.find((one) => one.code === code)
  if (!role?.of.includes(employer)) throw refuse('ROLE_UNKNOWN', { known: codesOf(employer).join(', ') })
  return role
}

function codesOf(employer: EmployerKind): string[] {
  return (roles as readonly Role[]).filter((role) => role.of.includes(employer)).map((role) => role.code)
}

export function scopesOfRoles(codes: readonly string[], employer: EmployerKind): string[] {
  const found = (roles as readonly Role[]).filter(
    (role) => codes.includes(role.code) && role.of.includes(employer),
  )
  return [...new Set(found.flatMap((role) => role.scopes))]
}

/** What a keeper of a body of this kind may delegate. */
export function rolesToDelegate(actor: Actor): Role[] {
  return (roles as readonly Role[]).filter(
    (role) => role.givenBy === 'keeper' && role.of.some((kind) => kind === actor.kind),
  )
}

/** What machines of a body of this kind may carry. */
export function machineScopes(employer: BodyKind): string[] {
  const found = (roles as readonly Role[]).filter((role) => role.machines && role.of.includes(employer))
  return [...new Set(found.flatMap((role) => role.scopes))]
}
