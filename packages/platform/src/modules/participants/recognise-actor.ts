// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { Clock } from '../../kernel/clock.ts'
import type { Database, Query, Tx } from '../../kernel/db/database.ts'
import type { AccountId, StaffId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/refusal.ts'
import {
  type Actor,
  type BodyKind,
  bodyActor,
  type Credential,
  type FoundKey,
  findClient,
  findKey,
  findPower,
  holdAccess,
  isKeyInForce,
  publicActor,
  type Session,
  type Sessions,
  TOKEN_PREFIX,
} from '../access/index.ts'
import { findParticipantKind } from './participant.ts'
import { scopesOfRoles } from './roles.ts'
import type { Post } from './staff.ts'
import { findPost, listPostsOfAccount } from './staff-store.ts'

/** What somebody brings to the door. */
export type Presented =
  | { readonly by: 'nothing' }
  | { readonly by: 'bearer'; readonly text: string }
  | { readonly by: 'session'; readonly token: string }

export type Recognised = { readonly actor: Actor; readonly session: Session | undefined }

/** The operator stands for no region. */
const NATION = '100000'

type Reader = { readonly query: Query }

/** Says who is there, anew at every request: what was taken away a moment ago is gone. */
export class Doorkeeper {
  readonly #database: Database
  readonly #sessions: Sessions

  constructor(database: Database, sessions: Sessions) {
    this.#database = database
    this.#sessions = sessions
  }

  /** @throws Refusal API_KEY_UNKNOWN for a key or token, NOT_SIGNED_IN for a session that is over */
  async recognise(presented: Presented): Promise<Recognised> {
    if (presented.by === 'nothing') return { actor: publicActor, session: undefined }
    if (presented.by === 'session') {
      const session = await this.#sessions.find(presented.token)
      const actor = session && (await actorOfSession(this.#database, session, this.#database.clock))
      if (!session || !actor) throw refuse('NOT_SIGNED_IN')
      return { actor, session }
    }
    const { text } = presented
    const actor = text.startsWith(TOKEN_PREFIX) ? await this.#byToken(text) : await this.#byKey(text)
    if (!actor) throw refuse('API_KEY_UNKNOWN')
    return { actor, session: undefined }
  }

  async #byToken(text: string): Promise<Actor | undefined> {
    const session = await this.#sessions.find(text.slice(TOKEN_PREFIX.length))
    // A token from a browser is no token of a machine, nor the other way round.
    return session?.capacity === 'machine'
      ? actorOfSession(this.#database, session, this.#database.clock)
      : undefined
  }

  async #byKey(text: string): Promise<Actor | undefined> {
    const { clock } = this.#database
    const key = await findKey(this.#database, text, { today: clock.today(), now: clock.now() })
    return key && actorOfKey(this.#database, key, clock)
  }
}

async function actorOfKey(on: Reader, key: FoundKey, clock: Clock): Promise<Actor | undefined> {
  const credential = { sessionId: null, keyId: key.keyId, accountId: null, assurance: 0 } as const
  if (key.staffId !== null) {
    const post = await getPost(on, key.staffId, clock)
    return post && actorOfPost(post, credential, key.scopes)
  }
  if (key.participantId === null) return undefined
  const body = await findParticipantKind(on, key.participantId)
  if (!body) return undefined
  const { participantId, scopes, holder } = key
  return bodyActor({ ...credential, ...body, participantId, scopes, holder })
}

async function actorOfSession(on: Reader, session: Session, clock: Clock): Promise<Actor | undefined> {
  const { sessionId, accountId, assurance, jurisdiction, keyId } = session
  const credential: Credential = { sessionId, keyId, accountId, assurance, jurisdiction }
  switch (session.capacity) {
    case 'none':
      return publicActor
    case 'subject':
      return actorOfOwnFile(session, credential)
    case 'agent':
      return actorOfPower(on, session, credential, clock)
    case 'staff': {
      const post = session.staffId ? await getPost(on, session.staffId, clock) : undefined
      return post && actorOfPost(post, credential, null)
    }
    case 'machine':
      return actorOfClient(on, session, credential, clock)
  }
}

function actorOfOwnFile({ subjectId, office }: Session, credential: Credential): Actor | undefined {
  return subjectId === null ? undefined : { ...credential, kind: 'subject', subjectId, office }
}

async function actorOfPower(
  on: Reader,
  { powerId, accountId }: Session,
  credential: Credential,
  clock: Clock,
): Promise<Actor | undefined> {
  if (!powerId) return undefined
  const power = await findPower(on, { powerId, accountId }, clock.today(), clock.now())
  return power && { ...credential, kind: 'agent', power }
}

async function actorOfClient(
  on: Reader,
  { clientId, scopes, keyId }: Session,
  credential: Credential,
  clock: Clock,
): Promise<Actor | undefined> {
  const client = clientId === null ? undefined : await findClient(on, clientId)
  if (!client || !keyId || !(await isKeyInForce(on, keyId, clock.today(), clock.now()))) return undefined
  const body = await findParticipantKind(on, client.participantId)
  const own = scopes.filter((scope) => client.scopes.includes(scope))
  return body && bodyActor({ ...credential, ...body, participantId: client.participantId, scopes: own })
}

/** @param bound of a key: no more than these, whatever the roles say; null: all that the roles say */
function actorOfPost(
  post: Post,
  credential: Omit<Credential, 'jurisdiction'>,
  bound: readonly string[] | null,
): Actor {
  const { staffId, participantId, holder, kind, jurisdiction, roles } = post
  const scopes = scopesOfRoles(roles, kind).filter((scope) => bound === null || bound.includes(scope))
  const officer = { ...credential, jurisdiction, staffId, holder, roles, scopes }
  if (kind === 'operator' || participantId === null) return { ...officer, kind: 'operator' }
  return { ...officer, kind: kind as BodyKind, participantId }
}

async function getPost(on: Reader, staffId: StaffId, clock: Clock): Promise<Post | undefined> {
  const stored = await findPost(on, staffId, clock.today(), clock.now())
  return stored && toPost(stored)
}

/** The posts of an account that have not ended. */
export async function listPosts(on: Reader, accountId: AccountId, clock: Clock): Promise<Post[]> {
  return (await listPostsOfAccount(on, accountId, clock.today(), clock.now())).map(toPost)
}

function toPost({
  code,
  nameZh,
  nameEn,
  jurisdiction,
  ...post
}: Awaited<ReturnType<typeof listPostsOfAccount>>[number]): Post {
  return {
    ...post,
    jurisdiction: jurisdiction ?? NATION,
    employer: code === null ? null : { code, name: { zh: nameZh ?? '', en: nameEn ?? '' } },
  }
}

/** A role that was taken away meanwhile carries nothing any more, though the post still stands. */
async function assertPost(tx: Tx, staffId: StaffId, actor: Actor): Promise<void> {
  const post = await getPost(tx, staffId, tx.clock)
  if (!post) throw refuse('NOT_SIGNED_IN')
  const now = scopesOfRoles(post.roles, post.kind)
  const lost = 'scopes' in actor ? actor.scopes.find((scope) => !now.includes(scope)) : undefined
  if (lost !== undefined) throw refuse('SCOPE_MISSING', { scope: lost })
}

/**
 * Holds what the actor acts by until the transaction ends, and asks once more whether it holds. After an end has been
 * committed nobody's act by it is; an act that came first is waited for.
 * @throws Refusal NOT_SIGNED_IN, API_KEY_UNKNOWN, SCOPE_MISSING
 */
export async function holdActor(tx: Tx, sessions: Sessions, actor: Actor): Promise<void> {
  if (actor.kind === 'public') return
  const staffId = 'staffId' in actor ? actor.staffId : null
  const powerId = actor.kind === 'agent' ? actor.power.powerId : null
  await holdAccess(tx, [actor.sessionId, actor.keyId, staffId, powerId])
  if (actor.sessionId !== null && !(await sessions.isOpen(tx, actor.sessionId))) throw refuse('NOT_SIGNED_IN')
  const { clock } = tx
  if (actor.keyId !== null && !(await isKeyInForce(tx, actor.keyId, clock.today(), clock.now())))
    throw refuse('API_KEY_UNKNOWN')
  if (staffId !== null) await assertPost(tx, staffId, actor)
  const held = { powerId, accountId: actor.accountId }
  if (powerId !== null && !(await findPower(tx, { ...held, powerId }, clock.today(), clock.now())))
    throw refuse('NOT_SIGNED_IN')
}
