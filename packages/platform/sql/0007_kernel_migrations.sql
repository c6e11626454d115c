-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

-- The table is made before the first migration, hence before there is a guard to put on it.
create trigger schema_migrations_insert_only before update or delete or truncate on schema_migrations
  for each statement execute function refuse_change();

comment on column subject_links.member_id is 'The subject whose rows the link stands with: leads the keys as subject_id does elsewhere.';
comment on column subject_link_ends.member_id is 'As in subject_links.';
