-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The Probity authors

create view v_subject_name_mistakes as
select subject_id, name_key, tick from subject_name_mistakes;
comment on view v_subject_name_mistakes is 'When registered names were taken back as entered in error: numbered reports count them as of a tick.';
grant select on v_subject_name_mistakes to probity_app;
