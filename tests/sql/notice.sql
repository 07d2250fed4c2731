-- SPDX-License-Identifier: GPL-3.0-or-later
-- E6, rule 24: who is told of what, by notice, mail and reminder; and who is not.

-- What waits for the end of the transaction happens now.
create function tap.settle() returns void language plpgsql as $$ begin set constraints all immediate; set constraints all deferred; end $$;
-- Kinds of the caller's notices, newest first, with how many things they name; on one meeting.
create function tap.told(account text, meeting uuid) returns text language plpgsql as $$
begin
    perform tap.settle();
    perform tap.be(account);
    return (select string_agg(n ->> 'kind' || case when (n ->> 'count')::int > 0 then ' ' || (n ->> 'count') else '' end, ', ' order by ord desc)
            from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') with ordinality x (n, ord) where n ->> 'meeting_id' = meeting::text or n ->> 'kind' = 'uninvited');
end $$;
create function tap.unread(account text) returns integer language plpgsql as $$
begin
    perform tap.be(account);
    return (select (l ->> 'unread')::integer from app.notice_list(null, null) l);
end $$;
grant execute on all functions in schema tap to public;

create temp table m as select tap.meeting(null, 0) as id;
grant select on m to nghisu_app;
select tap.as_json('thuky', format('select app.invitee_set(%L, %L)', id, jsonb_build_object('invitees', jsonb_build_array(
    jsonb_build_object('principal_id', tap.unit('BM'), 'role', 'member'), jsonb_build_object('principal_id', tap.id('chuyenvien'), 'role', 'member'),
    jsonb_build_object('principal_id', tap.id('xa2.lanhdao'), 'role', 'guest'))))) from m;

-- publishing
select is((select tap.told('chuyenvien', id) from m), null, 'draft__tells_nobody');
select tap.be('thuky');
select app.meeting_publish(id) from m;
select is((select tap.told('chuyenvien', id) from m), 'invited', 'published__tells_who_is_invited_by_name');
select is((select tap.told('chutri', id) from m), 'invited', 'published__tells_the_chair');
select is((select tap.told('xa.lanhdao', id) from m), 'invited', 'published__tells_who_speaks_for_an_invited_unit');
select is((select tap.told('xa.phong', id) from m), null, 'published__does_not_tell_everybody_of_a_unit');
select is((select tap.told('nguoila', id) from m), null, 'published__does_not_tell_a_stranger');
select is((select tap.told('thuky', id) from m), null, 'act__is_not_told_to_who_did_it');
select is(tap.unread('chuyenvien'), 1, 'unread__counts');

-- named, uninvited
select tap.be('xa.lanhdao');
select is((select app.unit_attendees_set(id, tap.unit('BM'), jsonb_build_object('person_ids', jsonb_build_array(tap.id('xa.phong')))) is not null from m), true, 'unit__names');
select is((select tap.told('xa.phong', id) from m), 'named', 'named__is_told');
select tap.be('xa.lanhdao');
select app.unit_attendees_set(id, tap.unit('BM'), '{"person_ids": []}') from m;
select is((select tap.told('xa.phong', id) from m), 'named, uninvited', 'named_no_longer__is_told_too');
select tap.be('xa.phong');
select is((select n ->> 'meeting_title' from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n where n ->> 'kind' = 'uninvited'), 'Giao ban', 'uninvited__has_the_title_of_then');
select is((select n ->> 'meeting_id' from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n where n ->> 'kind' = 'uninvited'), null, 'uninvited__leads_nowhere');

-- answers
select tap.be('chuyenvien');
select app.answer_set(id, '{"answer": "confirmed"}') from m;
select is((select tap.told('thuky', id) from m), null, 'confirmed__is_not_told');
select tap.be('chuyenvien');
select app.answer_set(id, '{"answer": "declined", "reason": "Đi công tác"}') from m;
select is((select tap.told('thuky', id) from m), 'answered', 'declined__is_told_to_those_who_prepare');
select is((select tap.told('chutri', id) from m), 'invited, answered', 'declined__is_told_to_the_chair');
select is((select tap.told('xa2.lanhdao', id) from m), 'invited', 'declined__is_not_told_to_members');
select tap.be('thuky');
select is((select n ->> 'reason' from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n), 'Đi công tác', 'declined__with_its_reason');
select tap.be('chuyenvien');
select app.answer_set(id, '{"answer": "confirmed"}') from m;
select is((select tap.told('thuky', id) from m), 'answered, answered', 'confirmed_after_all__is_told_to_who_was_told_otherwise');

-- changes
select tap.be('thuky');
select app.meeting_change(id, null, '{"description": "Ghi chú"}') from m;
select is((select tap.told('chuyenvien', id) from m), 'invited', 'change__of_other_facts_is_not_told');
select tap.be('thuky');
select app.meeting_change(id, null, jsonb_build_object('starts_at', now() + interval '3 days', 'place', 'Phòng họp số 2')) from m;
select app.meeting_change(id, null, jsonb_build_object('starts_at', now() + interval '4 days')) from m;
select is((select tap.told('chuyenvien', id) from m), 'invited, changed', 'change__of_time_is_told_once_for_several_at_a_time');
select is((select jsonb_build_array(n -> 'changed', (n ->> 'started_before')::timestamptz < now() + interval '2 hours') from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n where n ->> 'kind' = 'changed'),
    '[["time", "place"], true]', 'change__says_what_it_was_first');

-- papers and items, some of them restricted (rule 24)
create temp table d as select tap.document('thuky', 'Tờ trình ' || n) as id, n from generate_series(1, 4) n;
grant select on d to nghisu_app;
select tap.version('thuky', id, 1) from d;
select tap.back();
create temp table item as select i.id from app.agenda_item i, m where i.meeting_id = m.id and i.position = 1;
grant select on item to nghisu_app;
select tap.be('thuky');
select app.paper_create(item.id, jsonb_build_object('document_id', d.id, 'version', 1)) from item, d where d.n <= 3;
select is((select tap.told('chuyenvien', id) from m), 'invited, changed, papers_added 3', 'papers__several_are_one_notice');
select tap.be('thuky');
select app.agenda_item_create(id, jsonb_build_object('title', 'Nhân sự', 'restricted', true, 'circle', jsonb_build_array(tap.id('xa2.lanhdao')),
    'papers', (select jsonb_build_array(jsonb_build_object('document_id', d.id, 'version', 1)) from d where d.n = 4))) from m;
select is((select tap.told('chuyenvien', id) from m), 'invited, changed, papers_added 3', 'restricted_item__is_not_told_outside_its_circle (rule 24)');
select is((select tap.told('xa2.lanhdao', id) from m), 'invited, changed, papers_added 3, item_added 1', 'restricted_item__is_told_in_its_circle_with_its_papers_at_once');
select tap.be('thuky');
select app.agenda_item_change(item.id, '{"restricted": true, "circle": []}') from item;
select is((select tap.told('chuyenvien', id) from m), 'invited, changed', 'item_restricted_later__takes_old_notices_of_it_away (rule 24)');
select is(tap.unread('chuyenvien'), 2, 'item_restricted_later__is_not_counted (rule 24)');
select tap.be('thuky');
select app.agenda_item_change(item.id, '{"restricted": false}') from item;
select is((select tap.told('chuyenvien', id) from m), 'invited, changed, papers_added 3', 'item_opened_again__is_there_again');

-- papers asked of a unit, submitted, returned
select tap.be('thuky');
select app.agenda_item_change(item.id, jsonb_build_object('presenting_unit_id', tap.unit('BM'), 'papers_due_at', now() + interval '2 days')) from item;
select is((select tap.told('xa.lanhdao', id) from m) like '%papers_asked 1', true, 'papers_asked__tells_who_speaks_for_the_unit');
select is((select tap.told('xa.phong', id) from m) like '%papers_asked%', false, 'papers_asked__does_not_tell_everybody_of_it');
select tap.be('thuky');
select app.agenda_item_change(item.id, '{"minutes": 25}') from item;
select tap.settle();
select tap.back();
select is((select count(*) from app.notice n where n.kind = 'papers_asked'), 1::bigint, 'papers_asked__not_again_for_another_change');
create temp table own as select tap.document('xa.phong', 'Báo cáo của xã') as id;
grant select on own to nghisu_app;
select tap.version('xa.phong', id, 1) from own;
select app.paper_submit(item.id, jsonb_build_object('document_id', own.id, 'version', 1)) from item, own;
select is((select tap.told('thuky', id) from m) like '%paper_submitted 1', true, 'paper_submitted__tells_those_who_prepare');
select is((select tap.told('chuyenvien', id) from m), 'invited, changed, papers_added 3', 'paper_submitted__is_not_told_to_members');
select tap.back();
create temp table p as select p.id from app.paper p, own where p.document_id = own.id;
grant select on p to nghisu_app;
select tap.be('thuky');
select app.paper_return(id, '{"reason": "Thiếu phụ lục"}') from p;
select is((select tap.told('xa.phong', id) from m) like '%paper_returned 1', true, 'paper_returned__tells_who_submitted_it');
select is((select n ->> 'reason' from app.notice_list(null, null) l, jsonb_array_elements(l -> 'items') n where n ->> 'kind' = 'paper_returned'), 'Thiếu phụ lục', 'paper_returned__with_the_reason');

-- reading
select tap.be('chuyenvien');
select throws_ok($$ select app.notice_read('{}') $$, 'NGERR', 'missing-field', 'read__says_what');
select is((select (app.notice_read(jsonb_build_object('up_to', l #>> '{items,0,id}')) ->> 'unread')::int from app.notice_list(null, null) l), 0, 'read__all_up_to_one');
select is(tap.unread('xa2.lanhdao') > 0, true, 'read__is_of_ones_own');
select tap.be('nguoila');
select app.notice_read(jsonb_build_object('ids', (select jsonb_agg(n.id) from (select gen_random_uuid() as id) n)));
select throws_ok('select * from app.notice', '42501', null, 'notice__is_not_in_the_table_for_anybody');
select throws_ok('select * from app.mail', '42501', null, 'mail__is_not_in_the_table_for_anybody');
select throws_ok('select app.mail_take()', '42501', null, 'mail__is_not_taken_by_nghisu_app');
select tap.be('xa2.lanhdao');
select is((select jsonb_array_length(l -> 'items') from app.notice_list(null, 2) l), 2, 'list__by_pages');
select is((select l2 #>> '{items,0,kind}' from app.notice_list(null, 2) l, app.notice_list(l ->> 'next', 2) l2), 'changed', 'list__goes_on_after_the_last_one');

-- reminders, by a clock of our own
select tap.back();
delete from app.notice;
update app.notice_told set told_at = '2027-03-01 08:00+07';
update app.meeting set starts_at = '2027-03-10 14:00+07', ends_at = null where id = (select id from m);
update app.agenda_item set papers_due_at = '2027-03-08 10:00+07' where id = (select id from item);
select tap.settle();
delete from app.notice;
create function tap.reminded(at timestamptz) returns text language plpgsql as $$
declare
    before timestamptz := clock_timestamp();
begin
    perform app.reminders_make(at);
    return (select string_agg(p.account || ' ' || n.kind, ', ' order by p.account, n.kind) from app.notice n join app.person p on p.id = n.person_id where n.created_at >= before);
end $$;
select is(tap.reminded('2027-03-03 07:59+07'), null, 'reminder__not_before_its_time');
select is(tap.reminded('2027-03-03 08:00+07'), 'xa.lanhdao answer_wanted, xa2.lanhdao answer_wanted', 'reminder__of_an_unanswered_invitation_after_two_days');
select is(tap.reminded('2027-03-03 08:01+07'), null, 'reminder__once');
select is(tap.reminded('2027-03-07 10:00+07'), 'xa.lanhdao papers_due', 'reminder__of_papers_a_day_before');
select is(tap.reminded('2027-03-08 10:00+07'), 'chutri papers_overdue, thuky papers_overdue, xa.lanhdao papers_overdue', 'reminder__of_papers_once_overdue');
select is(tap.reminded('2027-03-08 10:05+07'), null, 'reminder__of_overdue_papers_is_not_repeated');
select is(tap.reminded('2027-03-09 08:00+07'), 'xa.lanhdao answer_wanted, xa2.lanhdao answer_wanted', 'reminder__of_an_unanswered_invitation_the_day_before');
select is(tap.reminded('2027-03-09 16:00+07'), 'chutri meeting_tomorrow, chuyenvien meeting_tomorrow, thuky meeting_tomorrow, xa.lanhdao meeting_tomorrow, xa2.lanhdao meeting_tomorrow',
    'reminder__the_day_before_at_four_in_the_office');
-- moved
update app.meeting set starts_at = '2027-03-12 09:00+07' where id = (select id from m);
select tap.settle();
select is(tap.reminded('2027-03-10 13:00+07'), null, 'reminder__none_for_the_time_it_was_moved_from');
select tap.be('chuyenvien');
select app.answer_set(id, '{"answer": "declined", "reason": "Ốm"}') from m;
select tap.settle();
select tap.back();
select is(tap.reminded('2027-03-11 08:00+07'), 'xa.lanhdao answer_wanted, xa2.lanhdao answer_wanted', 'reminder__of_an_unanswered_invitation_again_for_the_new_time');
select is(tap.reminded('2027-03-11 16:00+07'), 'chutri meeting_tomorrow, thuky meeting_tomorrow, xa.lanhdao meeting_tomorrow, xa2.lanhdao meeting_tomorrow',
    'reminder__again_for_the_new_time_and_not_for_who_declined');
select is(tap.reminded('2027-03-12 08:00+07'), 'chutri meeting_soon, thuky meeting_soon, xa.lanhdao meeting_soon, xa2.lanhdao meeting_soon', 'reminder__an_hour_before');

-- cancelled
select tap.be('thuky');
select app.meeting_cancel(id) from m;
select tap.settle();
select tap.back();
select is(tap.reminded('2027-03-12 08:30+07'), null, 'reminder__none_of_a_cancelled_meeting');
select is((select tap.told('xa2.lanhdao', id) from m) like '%cancelled', true, 'cancelled__is_told');

-- mail
select tap.back();
delete from app.notice;
create temp table m2 as select tap.meeting(null, 0) as id;
grant select on m2 to nghisu_app;
select tap.as_json('thuky', format('select app.invitee_set(%L, %L)', id, jsonb_build_object('invitees', (select jsonb_agg(jsonb_build_object('principal_id', tap.id(a), 'role', 'member'))
    from unnest(array['chuyenvien', 'xa.lanhdao', 'xa.phong', 'xa2.lanhdao', 'nguoila']) a)))) from m2;
select tap.back();
update app.person set email = account || '@anlac.example' where account in ('chuyenvien', 'xa.lanhdao', 'xa.phong', 'nguoila');
select tap.be('thuky');
select is((select jsonb_build_array(app.mail_choice_get() -> 'on')), '[false]', 'mail__is_off_without_a_server');
select tap.back();
select app.mail_configure('hop.anlac.example');
select tap.be('xa.lanhdao');
select is(app.mail_choice_set('{"wanted": "none", "language": "vi"}') ->> 'wanted', 'none', 'mail__is_ones_own_choice');
select tap.be('xa.phong');
select app.mail_choice_set('{"wanted": "important", "language": "en"}');
select tap.be('thuky');
select app.meeting_change(id, null, jsonb_build_object('starts_at', now() + interval '3 days')) from m2;
select app.meeting_publish(id) from m2;
select tap.settle();
select tap.back();
select is((select string_agg(p.account, ', ' order by p.account) from app.mail x join app.person p on p.id = x.person_id), 'chuyenvien, nguoila, xa.phong', 'mail__for_those_with_an_address_who_want_it');
select is((select count(*) from app.mail x where x.message_id ~ '^[0-9a-f-]{36}@hop\.anlac\.example$'), 3::bigint, 'mail__has_its_message_id_from_the_start');
select is((select meeting_mail_get #> '{unreached,0,why}' from m2, lateral (select tap.be('thuky')) b, app.meeting_mail_get(id)), '"no-address"', 'unreached__who_has_no_address');
select tap.be('chuyenvien');
select throws_ok('select app.meeting_mail_get(id) from m2', 'NGERR', 'not-allowed', 'unreached__is_told_to_those_who_prepare_only');
select tap.be('quantri');
select is_empty('select app.meeting_mail_get(id) from m2', 'unreached__of_a_meeting_that_is_not_there');
-- whoever lost the right to it gets none of it
select tap.be('thuky');
select app.invitee_set(id, jsonb_build_object('invitees', (select jsonb_agg(jsonb_build_object('principal_id', tap.id(a), 'role', 'member')) from unnest(array['chuyenvien', 'xa.phong']) a))) from m2;
select tap.settle();
select tap.back();
create temp table taken (f jsonb, was text, kept boolean, again boolean);
do $$
declare
    f jsonb;
begin
    loop
        f := app.mail_take();
        exit when f is null;
        insert into taken values (f, (select state from app.mail where id = (f ->> 'id')::uuid),
            app.mail_done((f ->> 'id')::uuid, 1, case f ->> 'kind' when 'uninvited' then 'later' else case f ->> 'language' when 'en' then 'refused' else 'sent' end end, 'the answer', 0, 's', 'b'),
            app.mail_done((f ->> 'id')::uuid, 1, 'sent', '250', 0, 's', 'b'));
    end loop;
end $$;
select is((select string_agg(f ->> 'kind' || ' ' || (f ->> 'address'), ', ' order by f ->> 'address') from taken), 'invited chuyenvien@anlac.example, uninvited nguoila@anlac.example, invited xa.phong@anlac.example',
    'mail__of_an_invitation_taken_back_is_dropped');
select is((select string_agg(state, ', ' order by state) from app.mail), 'dropped, failed, queued, sent', 'mail__each_has_its_end');
select is((select f ->> 'language' from taken where f ->> 'address' like 'xa.phong%'), 'en', 'mail__in_the_language_chosen');
select is((select array_agg(distinct was) from taken), '{sending}', 'mail__is_marked_before_it_is_sent');
select is((select bool_and(kept) and not bool_or(again) from taken), true, 'mail__is_ended_once');
select is((select jsonb_agg(u ->> 'why' || ' ' || (u ->> 'answer')) from m2, lateral (select tap.be('thuky')) b, app.meeting_mail_get(id) g, jsonb_array_elements(g -> 'unreached') u where u ->> 'why' <> 'no-address'), '["refused the answer"]',
    'unreached__who_was_refused_with_the_answer');
select tap.back();
update app.person set email = 'phong@anlac.example' where account = 'xa.phong';
select is((select state from app.mail x, taken where x.id = (f ->> 'id')::uuid and f ->> 'address' like 'xa.phong%'), 'queued', 'mail__refused_goes_to_a_mended_address');
select is((select state || ' ' || (next_at > clock_timestamp() + interval '30 seconds') from app.mail x, taken where x.id = (f ->> 'id')::uuid and f ->> 'address' like 'nguoila%'), 'queued true', 'mail__put_off_waits');
update app.mail set ended_at = ended_at - interval '31 days' where state = 'sent';
select app.reminder_tick();
select is((select subject is null and body is null from app.mail where state = 'sent'), true, 'mail__has_no_words_left_after_a_month');
