// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

/** Who acts: always a parameter, never ambient. */
export type Actor =
  | { readonly kind: 'public' }
  | {
      readonly kind: 'participant'
      readonly participantId: number
      readonly scopes: readonly string[]
      /** The account behind the key; null or absent for a machine, which is no officer. */
      readonly holder?: string | null
    }

export const publicActor: Actor = { kind: 'public' }

export function hasScope(actor: Actor, scope: string): actor is Actor & { readonly kind: 'participant' } {
  return actor.kind === 'participant' && actor.scopes.includes(scope)
}
