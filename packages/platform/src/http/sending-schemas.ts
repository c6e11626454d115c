// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { type Static, Type } from '@sinclair/typebox'
import { Language, oneOf } from './schemas.ts'

export const SendBatchQuery = Type.Composite(
  [
    Language,
    Type.Object({
      type: Type.String({
        maxLength: 100,
        description: 'Record type of the catalogue',
        examples: ['cn.administrative-penalty'],
      }),
      profile: Type.Optional(
        Type.String({
          maxLength: 100,
          default: 'default',
          description: 'How the file names the fields',
          examples: ['shuanggongshi-penalty'],
        }),
      ),
      operation: Type.Optional(
        oneOf(['record', 'withdraw', 'replace'], {
          default: 'record',
          description:
            'record: new and corrected records; withdraw: by your own numbers; replace: the whole of a period',
        }),
      ),
      asOf: Type.Optional(
        Type.String({
          maxLength: 40,
          description: 'As of when you say this; of two statements on one number the later holds',
          examples: ['2026-04-01T08:00:00+08:00'],
        }),
      ),
      period: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 20,
          description: 'With operation=replace: the period it is the whole of',
          examples: ['2026'],
        }),
      ),
      corrects: Type.Optional(
        Type.String({ maxLength: 36, description: 'The batch whose faulty rows these mend' }),
      ),
    }),
  ],
  { additionalProperties: false },
)
export type SendBatchQuery = Static<typeof SendBatchQuery>

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'Yours for this one sending: repeated with the same bytes, it answers with the same batch',
      examples: ['7f0c5f0e-5d3e-4b8e-9a4e-2f1c3b7d9e10'],
    }),
  ),
})

export const BatchAccepted = Type.Object(
  { id: Type.String(), location: Type.String() },
  {
    $id: 'BatchAccepted',
    examples: [
      {
        id: '01890a5d-ac96-774b-bcce-b302099a8057',
        location: '/v1/batches/01890a5d-ac96-774b-bcce-b302099a8057',
      },
    ],
  },
)

export const UploadBody = Type.Object(
  {
    type: Type.String({ maxLength: 100 }),
    profile: Type.Optional(Type.String({ maxLength: 100 })),
    format: Type.Optional(
      oneOf(['csv', 'xlsx', 'jsonl'], { description: 'Left out: as the first bytes show' }),
    ),
    operation: Type.Optional(oneOf(['record', 'withdraw', 'replace'])),
    asOf: Type.Optional(Type.String({ maxLength: 40 })),
    period: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
    corrects: Type.Optional(Type.String({ maxLength: 36 })),
    length: Type.Integer({ minimum: 0, description: 'Bytes of the whole file' }),
    sha256: Type.Optional(
      Type.String({
        pattern: '^[0-9a-fA-F]{64}$',
        description: 'Of the whole file; another file is refused',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ type: 'cn.registration', profile: 'registry-sample', length: 104857600 }],
  },
)
export type UploadBody = Static<typeof UploadBody>

export const UploadParams = Type.Object({ id: Type.String({ maxLength: 36 }) })

export const UploadHeaders = Type.Object({
  'upload-offset': Type.String({ pattern: '^\\d{1,15}$', description: 'Where this part begins' }),
})

export const UploadState = Type.Object(
  {
    id: Type.String({ description: 'Also the id of the batch that it becomes' }),
    location: Type.String(),
    offset: Type.Integer({ description: 'Bytes that are durable: go on here' }),
    length: Type.Integer(),
    batch: Type.Union([Type.String(), Type.Null()], { description: 'Set once the file is whole and queued' }),
  },
  { $id: 'Upload' },
)

/** Beside those of `schemas.ts`. */
export const namedSendingSchemas = [BatchAccepted, UploadState] as const
