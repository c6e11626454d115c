// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import { encodeBase64 } from '@probity/verify'
import type { ReactNode } from 'react'

const BAR = 3
const HEIGHT = 14
const places = Array.from({ length: 12 }, (_, at) => at)
export const FINGERPRINT_WIDTH = places.length * BAR - 1

/** The first bytes of a hash as bars: two that differ look different. It is for the eye, and proves nothing. */
export function FingerprintBars({ hash, x, y }: { hash: Uint8Array; x: number; y: number }): ReactNode {
  return (
    <g className="fingerprint-bars">
      {places.map((place) => {
        const height = 2 + ((hash[place] ?? 0) >> 4) * 0.8
        return <rect key={place} x={x + place * BAR} y={y - height / 2} width={BAR - 1} height={height} />
      })}
    </g>
  )
}

export function Fingerprint({ hash, isWhole = false }: { hash: Uint8Array; isWhole?: boolean }): ReactNode {
  const text = encodeBase64(hash)
  return (
    <span className="fingerprint" title={text}>
      <svg width={FINGERPRINT_WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
        <FingerprintBars hash={hash} x={0} y={HEIGHT / 2} />
      </svg>
      <code>{isWhole ? text : `${text.slice(0, 10)}…`}</code>
    </span>
  )
}
