#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What holds when several people act in the same moment, as TAP: real sessions
# that commit, and one that listens. Called by run.sh with a database that has
# the migrations and the fixture.
#   tests/sql/concurrency.sh DATABASE
set -u
database=$1
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -z "${listener_PID:-}" ] || kill "$listener_PID" 2>/dev/null' EXIT
failed=0
owner() { psql -X -q -t -A -v ON_ERROR_STOP=1 -d "$database" -c "$1" 2>&1; }
# is GOT WANTED NAME
is() {
    if [ "$1" = "$2" ]; then echo "ok - concurrency: $3"; else echo "not ok - concurrency: $3"; echo "# got $1, wanted $2"; failed=1; fi
}
# In the background: what stands on stdin, as a request of this person does it, in one transaction begun at $begin. Fails with the slug.
act() {
    local person=$1 out=$work/$2
    {
        echo "select pg_sleep(extract(epoch from '$begin'::timestamptz - clock_timestamp())) \\g /dev/null"
        echo "begin; select set_config('app.person_id', tap.id('$person')::text, true), set_config('app.principals', tap.principals('$person'), true) \\g /dev/null"
        cat
        echo 'commit;'
    } | psql -X -q -t -A -v ON_ERROR_STOP=1 -U nghisu_app -d "$database" >"$out" 2>&1 &
    started+=($!)
}
together() { begin=$(date -u -d '+2 seconds' '+%F %T.%NZ') started=(); }
finish() { for process in "${started[@]}"; do wait "$process"; done; }
outcomes() { for file in "$work"/$1*; do sed -nE 's/.*ERROR:  ([a-z-]+)$/\1/p; t; /^(done|[0-9]+)$/p' "$file"; done | sort | paste -sd ' '; }

owner "create function tap.principals(account text) returns text language sql stable security definer as
    'select app.principals_of(p.id)::text from app.person p where p.account = principals.account'; grant execute on function tap.principals to public" >/dev/null
document=$(owner "select tap.document('thuky', 'Cùng một lúc')")
meeting=$(owner "select tap.meeting('$(owner "select d.id from (select tap.document('thuky', 'Tài liệu') as id) d, tap.version('thuky', d.id, 1)")', 1)")
read -r first second <<<"$(owner "select string_agg(id::text, ' ' order by position) from app.agenda_item where meeting_id = '$meeting'")"
room=$(owner "insert into app.catalogue_entry (catalogue, name) values ('room', 'Phòng cùng lúc') returning id" | head -n 1)
for n in 1 2; do
    rival[n]=$(owner "select tap.meeting(null, 0)")
    owner "update app.meeting set room_id = '$room', starts_at = '2031-01-01 0$n:00+00', ends_at = '2031-01-01 03:30+00' where id = '${rival[n]}'" >/dev/null
done
coproc listener { psql -X -q -t -A -d "$database" 2>&1; }
echo 'listen nghisu_event; select 1;' >&"${listener[1]}"
read -r _ <&"${listener[0]}"

together
for n in $(seq 20); do
    act thuky "store$n" <<SQL
select number as n from app.version_begin('$document', null) \\gset
select j ->> 'number' from app.version_store('$document', jsonb_build_object('number', :n, 'commit', 'c' || :n, 'sha256', repeat('a', 64), 'bytes', 9, 'media', 'application/pdf',
    'filename', 'a.pdf', 'pages', 3, 'note', '', 'oid', 'o' || :n, 'path', 'content/main.pdf', 'attachments', '[]'::jsonb)) j;
SQL
done
finish
is "$(outcomes store | tr ' ' '\n' | sort -n | paste -sd ' ')" "$(seq -s ' ' 20)" 'versions__stored_by_twenty_at_once_are_numbered_1_to_20'

together
for n in 1 2; do act thuky "change$n" <<<"select 'done' from app.document_change('$document', 1, '{\"subject\": \"Lần $n\"}');"; done
finish
is "$(outcomes change)" 'done lost-race' 'document__of_two_edits_of_one_state_one_loses_the_race'

together
for n in 1 2; do
    act thuky "key$n" <<SQL
select status from app.idempotency_claim('k', 'POST /api/documents', 'f') \\gset
\\if :{?status}
select body from app.idempotency_claim('k', 'POST /api/documents', 'f');
\\else
select app.document_create('{"type": "BC", "subject": "Một lần"}') as body \\gset
select app.idempotency_keep('k', 201, :'body') \\g /dev/null
select :'body';
\\endif
SQL
done
finish
is "$(owner "select count(*) from app.document where subject = 'Một lần'")" 1 'key__twice_at_once_has_one_effect'
is "$(sort -u "$work"/key* | wc -l) $(grep -c '"subject": "Một lần"' "$work/key1")" '1 1' 'key__twice_at_once_gives_one_answer'

together
for n in 1 2; do act thuky "publish$n" <<<"select 'done' from app.meeting_publish('$meeting');"; done
finish
is "$(outcomes publish)" 'done wrong-state' 'publish__twice_at_once_one_wins (rule 20)'

together
for person in chutri thuky; do act $person "start$person" <<<"select 'done' from app.meeting_start('$meeting');"; done
finish
is "$(outcomes start)" 'done wrong-state' 'start__by_two_at_once_one_wins (rule 20)'

# two meetings want one room at one time (E1): whichever commits first has it
together
for n in 1 2; do act thuky "room$n" <<<"select 'done' from app.meeting_publish('${rival[n]}');"; done
finish
is "$(outcomes room) $(owner "select count(*) from app.meeting where room_id = '$room' and state = 'invited'")" 'conflict done 1' 'room__wanted_by_two_at_once_one_has_it (E1)'

before=$(owner "select revision from app.meeting where id = '$meeting'")
together
for person in chutri thuky; do act $person "same$person" <<<"select 'done' from app.meeting_current('$meeting', '{\"item_id\": \"$second\"}');"; done
finish
is "$(outcomes same) $(($(owner "select revision from app.meeting where id = '$meeting'") - before))" 'done done 1' 'current__the_same_item_by_two_at_once_is_one_change (F2)'

together
act chutri move1 <<<"select 'done' from app.meeting_current('$meeting', '{\"item_id\": \"$first\"}');"
act thuky move2 <<<"select 'done' from app.meeting_pause('$meeting');"
finish
# whichever came first: paused means the clock stands; a move after the pause is refused
case $(outcomes move) in
    'done done') is "$(owner "select state, current_item_id, current_since is null from app.meeting where id = '$meeting'")" "paused|$first|t" 'current__and_a_pause_at_once_both_hold' ;;
    *) is "$(outcomes move) $(owner "select state, current_item_id, current_since is null from app.meeting where id = '$meeting'")" "done wrong-state paused|$second|t" 'current__and_a_pause_at_once_both_hold' ;;
esac
is "$(owner "select abs(sum(spent_ms) - (select extract(epoch from (select at from app.audit where action = 'meeting-paused' and subject_id = '$meeting') - started_at) * 1000
    from app.meeting where id = '$meeting')) < 1000 from app.agenda_item where meeting_id = '$meeting'")" t 'clock__no_second_is_lost_or_counted_twice'

together
act chutri resume <<<"select 'done' from app.meeting_resume('$meeting');"
finish
together
act thuky last <<<"select app.meeting_current('$meeting', jsonb_build_object('item_id', (select id from app.agenda_item where meeting_id = '$meeting'
    and id <> (select current_item_id from app.meeting where id = '$meeting') limit 1)));"
finish

# what the listener heard
echo "select 'end';" >&"${listener[1]}"
while read -r line <&"${listener[0]}"; do
    [ "$line" != end ] || break
    sed -nE 's/^Asynchronous notification "nghisu_event" with payload "(.*)" received from server process with PID [0-9]+\.$/\1/p' <<<"$line"
done >"$work/heard"
echo "select 'end';" >&"${listener[1]}" # what arrived with the first answer is printed before the next
while read -r line <&"${listener[0]}"; do
    [ "$line" != end ] || break
    sed -nE 's/^Asynchronous notification "nghisu_event" with payload "(.*)" received from server process with PID [0-9]+\.$/\1/p' <<<"$line"
done >>"$work/heard"
{
    echo 'create temp table heard (n integer generated always as identity, j jsonb);'
    echo "\\copy heard (j) from '$work/heard' with (format csv, delimiter E'\\x01', quote E'\\x02')"
    cat <<SQL
select 'gaps', count(*) filter (where r <> before + 1), count(*) > 0
from (select (j -> 'revision')::int as r, lag((j -> 'revision')::int) over (partition by j ->> 'subject' order by n) as before from heard where j ? 'subject' and j ->> 'kind' <> 'notices') x -- which names the revision of its person and raises none
where before is not null;
select 'kinds', string_agg(distinct split_part(j ->> 'subject', ':', 1) || '/' || (j ->> 'kind'), ' ' order by split_part(j ->> 'subject', ':', 1) || '/' || (j ->> 'kind'))
from heard where j ? 'subject';
select 'newest', j -> 'revision' = to_jsonb(m.revision) and j ->> 'kind' = 'current',
    (select string_agg(k, ' ' order by k) from jsonb_object_keys(j -> 'patch') k),
    (select string_agg(distinct k, ' ' order by k) from jsonb_array_elements(j #> '{patch,items}') i, jsonb_object_keys(i) k), jsonb_array_length(j #> '{patch,items}')
from heard, app.meeting m where m.id = '$meeting' and j ->> 'subject' = 'meeting:$meeting' order by n desc limit 1;
select 'patch', (h.j -> 'patch') - 'items' - 'at' - 'roll' = (select jsonb_object_agg(k, app.j -> k) from jsonb_object_keys((h.j -> 'patch') - 'items' - 'at' - 'roll') k)
    and (select bool_and(app.j -> 'agenda' @> jsonb_build_array(i)) from jsonb_array_elements(h.j #> '{patch,items}') i)
from (select j from heard where j ->> 'subject' = 'meeting:$meeting' order by n desc limit 1) h, (select j from reply) app;
SQL
} >"$work/ask"
{ echo 'create temp table reply (j jsonb);'; echo "\\copy reply from '$work/last' with (format csv, delimiter E'\\x01', quote E'\\x02')"; cat "$work/ask"; } |
    psql -X -q -t -A -d "$database" >"$work/answer" 2>&1
is "$(grep '^gaps' "$work/answer")" 'gaps|0|t' 'events__a_subjects_revision_grows_by_one_a_notice'
is "$(grep '^kinds' "$work/answer")" 'kinds|document/facts document/version meeting/current meeting/state person/home person/notices' 'events__say_what_kind_of_change_it_was'
is "$(grep '^newest' "$work/answer")" 'newest|t|at current_item_id current_since ended_at items roll started_at state|id spent_ms|2' 'events__of_moving_on_carry_what_a_page_needs'
is "$(grep '^patch' "$work/answer")" 'patch|t' 'events__a_page_that_patches_has_what_a_page_that_asks_has'
[ "$failed" = 0 ] || sed 's/^/# /' "$work/answer"

# a vote closed while a ballot is on its way, and a ballot that comes while it is being closed (rule 31)
owner "insert into app.attendance (meeting_id, person_id, state, method, confirmed, said_by) values ('$meeting', tap.id('chutri'), 'room', 'self', true, tap.id('chutri')) on conflict do nothing" >/dev/null
vote() { # NAME: prepared and opened by the chair; sets vote and option
    together
    act chutri "made-$1" <<<"select app.vote_open((app.vote_create('$meeting', jsonb_build_object('item_id', '$first', 'title', '$1')) ->> 'id')::uuid) ->> 'id';"
    finish
    vote=$(head -n 1 "$work/made-$1")
    option=$(owner "select id from app.vote_option where vote_id = '$vote' and position = 1")
}
vote ballot-first
together
act chutri late-ballot <<<"select 'done' from app.ballot_cast('$vote', '{\"option_ids\": [\"$option\"]}'); select pg_sleep(1.5) \g /dev/null"
act thuky late-close <<<"select pg_sleep(0.5) \g /dev/null
select 'done' from app.vote_close('$vote');"
finish
is "$(outcomes late) $(owner "select result ->> 'voted' from app.vote where id = '$vote'")" 'done done 1' 'close__waits_for_a_ballot_on_its_way_and_counts_it (rule 31)'
vote close-first
together
act thuky slip-close <<<"select 'done' from app.vote_close('$vote'); select pg_sleep(1.5) \g /dev/null"
act chutri slip-ballot <<<"select pg_sleep(0.5) \g /dev/null
select 'done' from app.ballot_cast('$vote', '{\"option_ids\": [\"$option\"]}');"
finish
is "$(outcomes slip) $(owner "select result ->> 'voted' || ' ' || (select count(*) from app.ballot b where b.vote_id = v.id) from app.vote v where id = '$vote'")" 'done wrong-state 0 0' 'ballot__that_comes_while_it_closes_is_not_taken (rule 31)'
vote twice
together
for n in 1 2; do act chutri "twice-$n" <<<"select 'done' from app.ballot_cast('$vote', jsonb_build_object('option_ids', jsonb_build_array((select id from app.vote_option where vote_id = '$vote' and position = $n))));"; done
finish
is "$(outcomes twice-) $(owner "select count(*) from app.ballot where vote_id = '$vote'")" 'done duplicate 1' 'ballot__of_one_mandate_from_two_devices_at_once_is_one (rule 30)'
exit $failed
