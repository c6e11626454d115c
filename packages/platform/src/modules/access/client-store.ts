// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { JWK } from 'jose'
import type { CivilDate, Instant } from '../../kernel/civil-date.ts'
import type { Query, Tx } from '../../kernel/db/database.ts'
import type { KeyId } from '../../kernel/ids.ts'
import type { Client, ClientKey } from './client.ts'

type Reader = { readonly query: Query }

/** @returns false when the name is taken */
export async function insertClient(tx: Tx, client: Omit<Client, 'madeAt'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into clients (client_id, participant_id, scopes, made_at) values ($1, $2, $3, $4)
     on conflict do nothing returning client_id`,
    [client.clientId, client.participantId, client.scopes, tx.clock.now()],
  )
  return rows.length === 1
}

/** @returns false when the key is known, of whomever */
export async function insertClientKey(
  tx: Tx,
  key: Omit<ClientKey, 'endsAt'>,
  publicKey: JWK,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into client_keys (key_id, client_id, thumbprint, public_key, made_at, expires_on)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning key_id`,
    [key.keyId, key.clientId, key.thumbprint, JSON.stringify(publicKey), tx.clock.now(), key.expiresOn],
  )
  return rows.length === 1
}

export async function findClient(on: Reader, clientId: string): Promise<Client | undefined> {
  const rows = await on.query<Client>(
    `select client_id as "clientId", participant_id as "participantId", scopes, made_at as "madeAt"
     from clients where client_id = $1`,
    [clientId],
  )
  return rows[0]
}

export async function listClients(on: Reader, participantId: number): Promise<Client[]> {
  return on.query<Client>(
    `select client_id as "clientId", participant_id as "participantId", scopes, made_at as "madeAt"
     from clients where participant_id = $1 order by client_id limit 200`,
    [participantId],
  )
}

export async function listClientKeys(on: Reader, participantId: number): Promise<ClientKey[]> {
  return on.query<ClientKey>(
    `select k.key_id as "keyId", k.client_id as "clientId", k.thumbprint, k.expires_on as "expiresOn",
       (select min(e.ends_at) from access_ends e where e.ended_id = k.key_id) as "endsAt"
     from client_keys k join clients c on c.client_id = k.client_id
     where c.participant_id = $1 order by k.key_id desc limit 200`,
    [participantId],
  )
}

/** The public keys by which a client may prove itself now. */
export async function listKeysInForce(
  on: Reader,
  clientId: string,
  today: CivilDate,
  now: Instant,
): Promise<{ keyId: KeyId; publicKey: JWK }[]> {
  return on.query<{ keyId: KeyId; publicKey: JWK }>(
    `select k.key_id as "keyId", k.public_key as "publicKey" from client_keys k
     where k.client_id = $1 and k.expires_on > $2::date
       and not exists (select 1 from access_ends e where e.ended_id = k.key_id and e.ends_at <= $3)
     order by k.key_id desc limit 20`,
    [clientId, today, now],
  )
}
