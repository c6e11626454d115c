// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

declare module 'virtual:antd.css'
