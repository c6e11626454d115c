-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors
-- A row is compared with the registration of its subject: without this every record of the subject was read for it.

create index record_versions_type on record_versions (subject_id, type);
