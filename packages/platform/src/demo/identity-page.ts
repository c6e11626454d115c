// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { DemoSignIn } from './people.ts'

export const identityStyle = `
:root { color-scheme: light; font: 16px/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0; background: #f6f3ec; color: #1d2a33; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
.band { margin: 0; padding: 0.5rem 1rem; background: #8a5a00; color: #fff; text-align: center; }
h1 { font-size: 1.5rem; margin: 1rem 0 0.25rem; }
h2 { font-size: 1rem; margin: 1.75rem 0 0.5rem; color: #4a5963; }
p { margin: 0 0 1rem; color: #4a5963; }
button { display: block; width: 100%; margin: 0 0 0.5rem; padding: 0.6rem 0.9rem; border: 1px solid #cfc7b6;
  border-radius: 6px; background: #fff; color: inherit; font: inherit; text-align: left; cursor: pointer; }
button:hover { border-color: #1f5673; background: #fbfaf6; }
button:focus-visible { outline: 3px solid #1f5673; outline-offset: 2px; }
button span { display: block; color: #4a5963; font-size: 0.875rem; }
button.leave { border: 0; background: none; text-align: center; color: #1f5673; text-decoration: underline; }
`

/** In both languages at once: the provider is another program, and does not know which the reader chose. */
export function identityPage(action: string, people: readonly DemoSignIn[]): string {
  const citizens = people.filter((one) => one.post === null)
  const officers = people.filter((one) => one.post !== null)
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示身份 Demo identity</title><link rel="stylesheet" href="/demo-identity/page.css"></head>
<body><p class="band">演示身份提供方：任何人都可以选任何身份 · Demo identity provider: anybody may be anybody</p>
<main><h1>您以谁的身份登录？<br>As whom do you sign in?</h1>
<p>以下人员和机构均为虚构。These people and bodies do not exist.</p>
<form method="post" action="${escaped(action)}">
<h2>市民 Citizens</h2>${citizens.map(button).join('')}
<h2>经办人 Officers</h2>${officers.map(button).join('')}
<button class="leave" name="who" value="">取消 Cancel</button>
</form></main></body></html>`
}

function button({ key, title, about }: DemoSignIn): string {
  const says = `${title.zh} · ${title.en}`
  const detail = `${about.zh} · ${about.en}`
  return `<button name="who" value="${escaped(key)}">${escaped(says)}<span>${escaped(detail)}</span></button>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
