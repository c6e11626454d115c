// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Probity authors

// In this order, and by both documents from here: else a bundler may put antd's own rules behind ours.
import 'virtual:antd.css'
import './ground.css'
import './parts.css'
