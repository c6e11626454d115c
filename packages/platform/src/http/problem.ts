// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../kernel/logger.ts'
import { type Language, render } from '../kernel/messages.ts'
import { OutageError, Refusal } from '../kernel/refusal.ts'
import { refusalMessages } from '../refusal-messages.ts'

/** Only here does a refusal get a status. 404 where even the existence is none of the asker's business. */
const statuses: Readonly<Record<string, number>> = {
  API_KEY_MISSING: 401,
  API_KEY_UNKNOWN: 401,
  NOT_SIGNED_IN: 401,
  CLIENT_UNPROVEN: 401,
  SIGN_IN_FAILED: 401,
  SIGN_IN_UNKNOWN: 401,
  SIGN_IN_GIVEN_UP: 401,
  SCOPE_MISSING: 403,
  CROSS_SITE: 403,
  SIGN_IN_DEMO_REFUSED: 403,
  ASSURANCE_TOO_LOW: 403,
  IDENTITY_NOT_PROVEN: 403,
  OFFICE_NOT_PROVEN: 403,
  OWN_FILE_ONLY: 403,
  OWN_POST: 403,
  OPERATOR_APART: 403,
  ROLE_NOT_YOURS: 403,
  FURNISHER_NOT_ENTITLED: 403,
  HOLDER_MISSING: 403,
  LINK_NOT_REGISTRAR: 403,
  LINK_NOT_REGISTERED: 403,
  SECOND_OFFICER_SAME: 403,
  VIEW_NOT_PROVIDED: 403,
  SIDES_APART: 403,
  OPERATOR_SEES_NOTHING: 403,
  PERSON_NEVER_CLASSED: 403,
  PERSON_NOT_PUBLIC: 403,
  CONSENT_NEEDED: 403,
  BASIS_NOT_YOURS: 403,
  AUTHORISATION_NOT_IN_FORCE: 403,
  ANSWERS_BARRED: 403,
  FILE_NOT_YOURS: 403,
  SUBJECT_NOT_FOUND: 404,
  INQUIRY_NOT_ANSWERED: 409,
  SUBJECT_NUMBER_INVALID: 422,
  CASE_NUMBER_MISSING: 422,
  ORGANISATION_NOT_FOUND: 404,
  BATCH_UNKNOWN: 404,
  ROW_UNKNOWN: 404,
  ADDRESS_UNKNOWN: 404,
  LOG_RESOURCE_UNKNOWN: 404,
  UPLOAD_UNKNOWN: 404,
  IDEMPOTENCY_KEY_USED: 409,
  UPLOAD_BUSY: 409,
  UPLOAD_OFFSET: 409,
  BATCH_NOT_STUCK: 409,
  ROW_PROOF_PAST: 410,
  TICK_UNKNOWN: 404,
  NOTHING_KNOWN_YET: 404,
  SIGN_IN_OFF: 404,
  SESSION_UNKNOWN: 404,
  POST_UNKNOWN: 404,
  POWER_UNKNOWN: 404,
  CODE_UNKNOWN: 404,
  STAFF_UNKNOWN: 404,
  KEY_UNKNOWN: 404,
  CLIENT_UNKNOWN: 404,
  CLIENT_KEY_UNKNOWN: 404,
  PARTICIPANT_UNKNOWN: 404,
  ACT_UNKNOWN: 404,
  SUBJECT_UNKNOWN: 404,
  ACT_ALREADY_PROPOSED: 409,
  ACT_DECIDED: 409,
  ACT_EXPIRED: 409,
  ROW_NOT_WAITING: 409,
  LINK_ALREADY: 409,
  LINK_NONE: 409,
  NUMBER_AMBIGUOUS: 409,
  HOLDER_TAKEN: 409,
  POST_OF_OTHER: 409,
  KEY_ENDED: 409,
  CLIENT_ID_TAKEN: 409,
  CLIENT_KEY_KNOWN: 409,
  OWN_AFFAIRS_ONLY: 403,
  LODGING_NOT_YOURS: 403,
  LODGING_CLOSED: 403,
  ANSWERS_SUSPENDED: 403,
  SUPERVISOR_ONLY: 403,
  MARK_NOT_YOURS: 403,
  HIDING_NOT_YOURS: 403,
  AUTHORISATION_UNKNOWN: 404,
  SUSPENSION_UNKNOWN: 404,
  RECORD_UNKNOWN: 404,
  MARK_UNKNOWN: 404,
  INQUIRY_UNKNOWN: 404,
  WATCH_UNKNOWN: 404,
  AUTHORISATION_WAS_GIVEN: 409,
  DOCUMENT_NOT_DEMANDED: 409,
  AUTHORISATION_TERM: 422,
  PURPOSE_UNKNOWN: 422,
  SEPARATE_CONSENT_UNKNOWN: 422,
  ADVERSE_EFFECTS_UNTOLD: 422,
  SIGNED_IN_FUTURE: 422,
  IDENTIFIER_UNUSABLE: 422,
  DOCUMENT_DIFFERS: 422,
  HIDING_TERM: 422,
  HIDING_DOCUMENT_MISSING: 422,
  MARK_REFERENCE_MISSING: 422,
  BATCH_TOO_LARGE: 413,
  BODY_TOO_LARGE: 413,
  BODY_INFLATES_TOO_FAR: 413,
  PUSH_TOO_MANY_ROWS: 413,
  UPLOAD_TOO_LONG: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  CONTENT_ENCODING_UNSUPPORTED: 415,
  RECORD_TYPE_UNKNOWN: 422,
  RECORD_TYPE_INERT: 422,
  PROFILE_UNKNOWN: 422,
  OPERATION_NOT_POSSIBLE: 422,
  PERIOD_MALFORMED: 422,
  PERIOD_NOT_EXPECTED: 422,
  STATED_AT_FUTURE: 422,
  BATCH_WITHOUT_LAYOUT: 422,
  CORRECTION_WHOLE: 422,
  FAULT_NOT_RELEASABLE: 422,
  FILE_DIFFERS: 422,
  LINK_SAME_SUBJECT: 422,
  LINK_ACROSS_KINDS: 422,
  LINK_OF_PERSON: 422,
  LINK_EVIDENCE_UNKNOWN: 422,
  LINK_LIKENESS_ONLY: 422,
  ROLE_UNKNOWN: 422,
  ROLE_TERM: 422,
  SCOPE_UNKNOWN: 422,
  KEY_TERM: 422,
  KEY_OVERLAP: 422,
  POWER_SCOPE_UNKNOWN: 422,
  POWER_TERM: 422,
  HOLDER_MALFORMED: 422,
  CLIENT_ID_MALFORMED: 422,
  CLIENT_KEY_MALFORMED: 422,
  SIGN_IN_HELD: 429,
  SENDINGS_AT_ONCE: 429,
  DAY_ALLOWANCE_USED: 429,
  UPLOADS_OPEN: 429,
  SPOOL_FULL: 503,
}

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly hint?: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId: string
}

export function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as { lang?: unknown } | undefined)?.lang
  if (asked === 'en' || asked === 'zh') return asked
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
}

export function problemOf(refusal: Refusal, language: Language, requestId: string): Problem {
  const message = refusalMessages[refusal.code]
  const status = statuses[refusal.code] ?? 400
  const detail = message ? render(message.says, language, refusal.facts) : refusal.code
  return {
    type: `urn:probity:refusal:${refusal.code}`,
    title: refusal.code,
    status,
    code: refusal.code,
    detail,
    ...(message?.hint ? { hint: render(message.hint, language, refusal.facts) } : {}),
    facts: refusal.facts,
    requestId,
  }
}

/** Turns whatever an act threw into problem+json. What we did wrong is masked; the log has it whole. */
export function answerError(log: Logger) {
  return async (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const refusal = asRefusal(error)
    if (refusal) return sendProblem(reply, problemOf(refusal, languageOf(request), request.id))
    if (isBrokenOff(error, request)) {
      log.info({ event: 'http.broken-off', requestId: request.id, route: request.routeOptions.url ?? 'none' })
      return
    }
    const isOutage = error instanceof OutageError
    log.error({
      event: isOutage ? 'http.outage' : 'http.defect',
      requestId: request.id,
      route: request.routeOptions.url ?? 'none',
      err: error,
    })
    if (isOutage) reply.header('retry-after', '2')
    const masked = new Refusal(isOutage ? 'OUTAGE' : 'DEFECT')
    return sendProblem(reply, {
      ...problemOf(masked, languageOf(request), request.id),
      status: isOutage ? 503 : 500,
    })
  }
}

/** The asker went away in the middle of its body: nobody is left to be answered. */
function isBrokenOff(error: Error, request: FastifyRequest): boolean {
  return request.raw.destroyed && (error as { code?: unknown }).code === 'ECONNRESET'
}

export async function sendProblem(reply: FastifyReply, problem: Problem): Promise<void> {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  const retryAfter = problem.facts.retryAfterSeconds
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter))
  await reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem)
}

const frameworkCodes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
}

function asRefusal(error: FastifyError | Error): Refusal | undefined {
  if (error instanceof Refusal) return error
  const known = frameworkCodes[(error as FastifyError).code ?? '']
  if (known) return new Refusal(known)
  const validation = (error as FastifyError).validation?.[0]
  if (validation) {
    const where = `${(error as FastifyError).validationContext ?? 'request'}${validation.instancePath || ''}`
    return new Refusal('REQUEST_INVALID', { where, rule: validation.message ?? validation.keyword })
  }
  const status = (error as FastifyError).statusCode
  return status !== undefined && status >= 400 && status < 500
    ? new Refusal('REQUEST_INVALID', { where: 'request', rule: String(status) })
    : undefined
}
