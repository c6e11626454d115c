// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { CivilDate } from '../../kernel/civil-date.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { SubjectId } from '../../kernel/ids.ts'
import { assert, OutageError, Refusal, refuse } from '../../kernel/refusal.ts'
import { type Actor, hasScope, isBody } from '../access/index.ts'
import { type CatalogueShelf, digestPart, getRecordType } from '../catalogue/index.ts'
import {
  countOwnFullReports,
  findOwnInquiry,
  hideInquiry,
  type Inquiry,
  type InquiryBasis,
  type InquiryId,
  type InquiryLog,
  inquirerOf,
  type OwnReports,
  openInquiry,
} from '../inquiries/index.ts'
import type { KeyStore } from '../key-store/index.ts'
import { PersonIndex } from '../subjects/index.ts'
import { type Leave, type Leaving, leavingBeside, readStanding, type Standing } from './ask-statements.ts'
import { DisclosurePolicy } from './disclosure-policy.ts'
import { type NamedSubject, nameSubject } from './name-subject.ts'
import { type Replayed, replayReport, viewName } from './replay-report.ts'
import { type Report, Reports } from './reports.ts'
import { narrowed } from './shown-records.ts'

export type AskedBasis =
  | { readonly kind: 'own-file' }
  | { readonly kind: 'statute'; readonly statute: string; readonly caseNumber: string }
  /** Left out, the authorisation is the latest that holds. */
  | { readonly kind: 'authorisation'; readonly authorisationId?: string }

/** Who is asked about, for what, and on what: the whole of a question. */
export type Asked = {
  /** Left out where somebody asks for their own file. */
  readonly about?: { readonly scheme: string; readonly value: string }
  readonly purpose: string
  readonly basis: AskedBasis
  /** No more than these; left out: whatever the purpose shows. */
  readonly recordTypes?: readonly string[]
  /** An investigation's: kept from the subject until a day, on a numbered document. */
  readonly hidden?: { readonly until: CivilDate; readonly document: string }
}

export type Answered = {
  readonly inquiry: Inquiry
  readonly report: Report
  /** Of the asker's own file: how many full reports of the year are taken. */
  readonly ownReports: OwnReports | null
}

export type QuestionParts = {
  readonly database: Database
  readonly catalogues: CatalogueShelf
  readonly keys: KeyStore
  readonly inquiries: InquiryLog
  readonly demo: boolean
}

/** Of whom and by whom, as far as it is settled before anything is decided. */
type Put = {
  readonly actor: Actor
  readonly asked: Asked
  readonly about: NamedSubject
  readonly standing: Standing
  readonly hidden: Inquiry['hidden']
  readonly today: CivilDate
}

type Decided = { readonly basis: InquiryBasis; readonly view: string } & (
  | { readonly report: Report; readonly refusal: null }
  | { readonly report: null; readonly refusal: Refusal }
)

/** A subject that moves oftener while it is read is not at rest: whoever asks had better ask again. */
const TRIES_MAX = 50
const NO_VIEW = 'none'
const OWN_REPORT = 'own-report'

/** The one door for every question but those to the public pages: decide, compose, write down, and only then answer. */
export class Questions {
  readonly #parts: QuestionParts
  readonly #policy: DisclosurePolicy
  readonly #reports: Reports
  readonly #persons: PersonIndex

  constructor(parts: QuestionParts) {
    this.#parts = parts
    this.#policy = new DisclosurePolicy(parts.catalogues, { demo: parts.demo })
    this.#reports = new Reports(parts.database, parts.keys)
    this.#persons = new PersonIndex(parts.keys.personIndex)
  }

  /**
   * Nothing leaves before the inquiry is durable, and nothing after an act that took away the right to it: then it is
   * decided and composed anew. A refusal is written down like an answer; a question that could be nobody's, or whose
   * hiding is not in order, is not put at all.
   * @throws Refusal what the table says, SUBJECT_NOT_FOUND, SUBJECT_NUMBER_INVALID, CASE_NUMBER_MISSING,
   *   AUTHORISATION_NOT_IN_FORCE, ANSWERS_BARRED, FILE_NOT_YOURS, SCOPE_MISSING, OWN_AFFAIRS_ONLY
   */
  async ask(actor: Actor, asked: Asked): Promise<Answered> {
    const about = await this.#about(actor, asked)
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const put = await this.#put(actor, asked, about)
      const decision = await this.#decide(put).catch(asRefusal)
      const decided = decision instanceof Refusal ? refused(put, decision) : decision
      const inquiry = this.#written(put, decided)
      if ((await this.#parts.inquiries.keep(inquiry)) === 'moved') continue
      if (decided.refusal) throw decided.refusal
      return { inquiry, report: decided.report, ownReports: await this.#ownReports(put) }
    }
    throw new OutageError('the subject moved each time it was read')
  }

  /**
   * Shows a subject the very answer that somebody got about it, and writes down that it was shown.
   * @throws Refusal OWN_AFFAIRS_ONLY, INQUIRY_UNKNOWN, INQUIRY_NOT_ANSWERED, what the table says
   */
  async replay(actor: Actor, inquiryId: InquiryId): Promise<Replayed & { readonly inquiry: Inquiry }> {
    const { database, inquiries } = this.#parts
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const asked = await findOwnInquiry(database, actor, inquiryId, database.clock.today())
      const tickRead = await this.#reports.latestTick()
      const replayed = await this.#replayed(actor, asked).catch(asRefusal)
      const inquiry: Inquiry = {
        ...openInquiry(database.clock),
        ...{ subjectId: asked.subjectId, subjectKnown: true, inquirer: inquirerOf(actor) },
        ...{ purpose: OWN_REPORT, basis: { kind: 'own-file' }, view: `replay.${asked.view}` },
        // Named, so that it is not counted among the full reports of the year.
        ...{ fields: ['replay'], tickRead, asOf: asked.asOf, hidden: null },
        outcome:
          replayed instanceof Refusal
            ? { kind: 'refused', code: replayed.code }
            : { kind: 'answered', resultHash: replayed.report.resultHash },
      }
      if ((await inquiries.keep(inquiry)) === 'moved') continue
      if (replayed instanceof Refusal) throw replayed
      return { ...replayed, inquiry: asked }
    }
    throw new OutageError('the subject moved each time it was read')
  }

  async #replayed(actor: Actor, asked: Inquiry): Promise<Replayed> {
    const { database, catalogues } = this.#parts
    const own = { purpose: OWN_REPORT, basis: { kind: 'own-file' } } as const
    const { kind } = await readStanding(database, asked.subjectId, null)
    const asking = { actor: actor.kind, purpose: OWN_REPORT, basis: own.basis.kind }
    const verdict = this.#policy.judge({ ...asking, subjectKind: kind ?? 'person' })
    if (verdict.refuses !== null) throw refuse(verdict.refuses)
    assertMayAsk(actor, own)
    // What the subject saw of itself, numbers in full, is for the holder alone.
    if (actor.kind === 'agent' && asked.inquirer.kind === 'subject') throw refuse('VIEW_NOT_PROVIDED')
    return replayReport({ database, catalogues, policy: this.#policy, reports: this.#reports }, asked)
  }

  async #about(actor: Actor, { about }: Asked): Promise<NamedSubject> {
    const { database, demo } = this.#parts
    if (about) return nameSubject(database, this.#persons, about, { demo })
    const own = ownFileOf(actor)
    if (own === null) throw refuse('FILE_NOT_YOURS')
    return { subjectId: own, known: true, kind: 'person' }
  }

  async #put(actor: Actor, asked: Asked, about: NamedSubject): Promise<Put> {
    const { database, catalogues } = this.#parts
    const { basis, purpose, hidden } = asked
    const today = database.clock.today()
    const { catalogue } = catalogues.current()
    const by =
      basis.kind === 'authorisation' && isBody(actor)
        ? {
            participantId: actor.participantId,
            purpose,
            today,
            authorisationId: basis.authorisationId ?? null,
          }
        : null
    return {
      ...{ actor, asked, about, today },
      // An inquiry that shows, because its hiding was not in order, would warn whom it is about.
      hidden:
        hidden && isCase(basis) ? hideInquiry(actor, catalogue, jurisdictionOf(actor), hidden, today) : null,
      standing: await readStanding(database, about.subjectId, by),
    }
  }

  async #decide({ actor, asked, about, standing, today }: Put): Promise<Decided> {
    const { basis, purpose } = asked
    const kind = standing.kind ?? about.kind
    const verdict = this.#policy.judge({ actor: actor.kind, purpose, basis: basis.kind, subjectKind: kind })
    if (verdict.refuses !== null) throw refuse(verdict.refuses)
    assertMayAsk(actor, asked)
    const { catalogue, version, view } = verdict
    const { leave } = standing
    if (basis.kind === 'authorisation' && leave === null) throw refuse('AUTHORISATION_NOT_IN_FORCE')
    const recordTypes = asked.recordTypes ?? null
    for (const code of recordTypes ?? []) getRecordType(catalogue, code)
    const shown = narrowed(verdict.shown, { recordTypes, leave, catalogue, kind })
    if (shown.length === 0) throw refuse('VIEW_NOT_PROVIDED')
    const report = await this.#reports.compose(
      standing.canonicalId,
      { catalogue, version, view, purpose, kind, shown },
      { tick: null, day: today },
      leavingBeside({
        authorisationId: leave?.authorisationId ?? null,
        participantId: isBody(actor) ? actor.participantId : null,
        purpose,
        actorKind: actor.kind,
      }),
    )
    assertLeaves(report, basis)
    const name = viewName(view.code, digestPart(version))
    return { basis: writtenBasis(basis, leave), view: name, report, refusal: null }
  }

  #written({ actor, asked, about, standing, hidden, today }: Put, decided: Decided): Inquiry {
    const { basis, view, report, refusal } = decided
    return {
      ...openInquiry(this.#parts.database.clock),
      subjectId: report?.head.id ?? standing.canonicalId,
      subjectKnown: about.known,
      inquirer: inquirerOf(actor),
      purpose: asked.purpose,
      basis,
      view,
      fields: asked.recordTypes ?? null,
      tickRead: report?.head.tick ?? null,
      asOf: today,
      outcome: refusal
        ? { kind: 'refused', code: refusal.code }
        : { kind: 'answered', resultHash: report.resultHash },
      hidden,
    }
  }

  async #ownReports({ actor, standing, today }: Put): Promise<OwnReports | null> {
    if (ownFileOf(actor) === null) return null
    const { database, catalogues } = this.#parts
    const { catalogue } = catalogues.current()
    const division = jurisdictionOf(actor)
    return countOwnFullReports(database, standing.canonicalId, { catalogue, division, today })
  }
}

function ownFileOf(actor: Actor): SubjectId | null {
  if (actor.kind === 'subject') return actor.subjectId
  return actor.kind === 'agent' ? actor.power.subjectId : null
}

function jurisdictionOf(actor: Actor): string {
  assert(actor.kind !== 'public', 'the public asks at the public pages')
  return actor.jurisdiction
}

function isCase(basis: AskedBasis): boolean {
  return basis.kind === 'statute' && basis.statute.trim() !== '' && basis.caseNumber.trim() !== ''
}

/** Beside the table: what a post or a power was given for, and what a basis must come with. */
function assertMayAsk(actor: Actor, { about, basis }: Asked): void {
  if (isBody(actor) && !hasScope(actor, 'inquiries:ask'))
    throw refuse('SCOPE_MISSING', { scope: 'inquiries:ask' })
  if (actor.kind === 'agent' && !actor.power.scopes.includes('file:read'))
    throw refuse('OWN_AFFAIRS_ONLY', { scope: 'file:read' })
  // Their own file is who they are in this session; a number beside it could only be somebody else's.
  if (basis.kind === 'own-file' && about !== undefined) throw refuse('FILE_NOT_YOURS')
  if (basis.kind === 'statute' && !isCase(basis)) throw refuse('CASE_NUMBER_MISSING')
}

function assertLeaves({ beside, records }: Report, basis: AskedBasis): void {
  const { holds, barred } = beside as Leaving
  if (barred) throw refuse('ANSWERS_BARRED')
  if (basis.kind === 'authorisation' && !holds) throw refuse('AUTHORISATION_NOT_IN_FORCE')
  // Whether anybody is known is told to those only whom the subject has let in.
  if (basis.kind === 'statute' && records === 0) throw refuse('SUBJECT_NOT_FOUND')
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}

function refused({ asked, standing }: Put, refusal: Refusal): Decided {
  return { basis: writtenBasis(asked.basis, standing.leave), view: NO_VIEW, report: null, refusal }
}

function writtenBasis(basis: AskedBasis, leave: Leave | null): InquiryBasis {
  if (basis.kind === 'own-file') return basis
  if (basis.kind === 'authorisation')
    return leave ? { kind: basis.kind, authorisationId: leave.authorisationId } : { kind: 'none' }
  const { statute, caseNumber } = basis
  return { kind: 'statute', statute: statute.trim() || null, caseNumber: caseNumber.trim() || null }
}
