-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create index log_queue_handovers on log_queue (entry_id) where kind = 'key.handed-over';
comment on index log_queue_handovers is 'How often the node has changed its key: asked at every start, among any number of entries.';
