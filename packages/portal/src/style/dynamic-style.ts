// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

type Options = { readonly mark?: string }

const sheets = new Map<string, CSSStyleSheet>()

/**
 * Takes the place of the module by which antd puts `<style>` elements into the page. Style sheet objects are no inline
 * styles, so the policy `style-src 'self'` stands. Antd's own component styles are extracted at build time already.
 */
export function updateCSS(css: string, key: string, options: Options = {}): HTMLStyleElement {
  if (options.mark !== 'data-css-hash') adopt(css, key)
  // Callers mark the element and keep it; it never enters the page.
  return document.createElement('style')
}

export function injectCSS(css: string): HTMLStyleElement {
  return updateCSS(css, css)
}

export function removeCSS(key: string): void {
  const sheet = sheets.get(key)
  sheets.delete(key)
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
}

export function clearContainerCache(): void {
  sheets.clear()
}

function adopt(css: string, key: string): void {
  const known = sheets.get(key)
  const sheet = known ?? new CSSStyleSheet()
  sheet.replaceSync(css)
  if (known) return
  sheets.set(key, sheet)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
