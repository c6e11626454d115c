// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

import type { ThemeConfig } from 'antd'

/** The same for the extraction at build time and for the page, else the names of the variables would differ. */
export const antdTheme: ThemeConfig = {
  hashed: false,
  cssVar: { key: 'probity' },
  token: {
    colorPrimary: '#17365f',
    colorInfo: '#17365f',
    colorLink: '#17457f',
    colorText: '#1b2430',
    colorTextSecondary: '#545d69',
    colorBgLayout: '#f6f2ea',
    colorBgContainer: '#fffdf9',
    colorBgElevated: '#fffdf9',
    colorBorder: '#8b8577',
    colorBorderSecondary: '#ddd6c8',
    borderRadius: 3,
    borderRadiusLG: 3,
    borderRadiusSM: 2,
    fontFamily: 'var(--sans)',
    fontSize: 15,
    controlHeight: 40,
    motionDurationSlow: '0.16s',
    motionDurationMid: '0.12s',
  },
  components: {
    Segmented: {
      trackBg: '#ebe5d8',
      itemColor: '#3d4652',
      itemSelectedBg: '#fffdf9',
      itemSelectedColor: '#17365f',
    },
    Button: { defaultShadow: 'none', primaryShadow: 'none' },
  },
}
