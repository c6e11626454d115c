// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { Furnisher } from '../api/contract.ts'
import type { DeskClient } from '../api/desk-client.ts'
import { useWords } from '../i18n/language.ts'
import { Trouble } from '../states/trouble.tsx'
import { DropField } from './drop-field.tsx'
import { isSessionsOwn, useTrouble } from './use-trouble.ts'

type Props = { readonly desk: DeskClient; readonly types: Furnisher['types'] }

export function Upload({ desk, types }: Props): ReactNode {
  const { t, say } = useWords()
  const id = useId()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const trouble = useTrouble()
  const [typeCode, setTypeCode] = useState(types[0]?.code ?? '')
  const [profileCode, setProfileCode] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const type = types.find((one) => one.code === typeCode)
  if (!type) return <p className="quiet">{t('desk.upload.none')}</p>
  // A form of file that bears the type's own headings is the likelier one.
  const profile = type.profiles.find((one) => one.code === profileCode) ?? type.profiles.at(-1)
  const send = async () => {
    if (!file || !profile) return
    const accepted = await trouble.during(desk.upload(file, type.code, profile.code))
    if (!accepted) return
    void queries.invalidateQueries({ queryKey: ['desk', 'batches'] })
    void navigate({ to: '/desk/batches/$id', params: { id: accepted.id }, search: {} })
  }
  return (
    <section className="desk-upload" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('desk.upload.title')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <label htmlFor={`${id}-type`}>{t('desk.upload.type')}</label>
        <select id={`${id}-type`} value={type.code} onChange={(event) => setTypeCode(event.target.value)}>
          {types.map((one) => (
            <option key={one.code} value={one.code}>
              {say(one.title)}
              {one.draft ? ` (${t('desk.upload.draft')})` : ''}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-profile`}>{t('desk.upload.profile')}</label>
        <select
          id={`${id}-profile`}
          value={profile?.code}
          onChange={(event) => setProfileCode(event.target.value)}
        >
          {type.profiles.map((one) => (
            <option key={one.code} value={one.code}>
              {say(one.title)}
            </option>
          ))}
        </select>
        <DropField file={file} onFile={setFile} />
        <Button type="primary" htmlType="submit" disabled={!file} loading={trouble.isBusy}>
          {t(trouble.isBusy ? 'desk.upload.sending' : 'desk.upload.send')}
        </Button>
      </form>
      {trouble.error && !isSessionsOwn(trouble.error) && <Trouble error={trouble.error} />}
    </section>
  )
}
