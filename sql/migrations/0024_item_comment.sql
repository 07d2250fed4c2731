-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Before the meeting (E9, F8): members' comments and questions on an item of
-- the agenda, to all who are in the meeting or only to those who prepare it;
-- and one's private note on an item, which nobody else ever reads.

set local search_path = app;

create table item_comment (
    id uuid primary key default uuid7(),
    item_id uuid not null references agenda_item on delete cascade,
    author_id uuid not null references person,
    kind text not null check (kind in ('comment', 'question')),
    audience text not null check (audience in ('all', 'preparers')),
    body text not null,
    created_at timestamptz not null default now(),
    edited_at timestamptz,
    deleted_at timestamptz,
    constraint what_was_taken_back_has_no_words check ((body = '') = (deleted_at is not null))
);
create index on item_comment (item_id, id);

create table item_note (
    item_id uuid not null references agenda_item on delete cascade,
    person_id uuid not null references person,
    body text not null check (body <> ''),
    updated_at timestamptz not null default now(),
    primary key (item_id, person_id)
);

do $$
declare t text;
begin
    foreach t in array array['item_comment', 'item_note'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
create policy "who sees an item sees what is said to all, its writer and who prepares it the rest" on item_comment for select to nghisu_app
    using (exists (select from agenda_item i where i.id = item_id)
           and (audience = 'all' or author_id = (select me())
                or exists (select from agenda_item i join meeting m on m.id = i.meeting_id where i.id = item_id and meeting_prepared_by_me(m))));
create policy "a person sees their own notes on items" on item_note for select to nghisu_app using (person_id = (select me()));

create function item_comment_json(c app.item_comment) returns jsonb
language plpgsql stable security definer as $$
begin
    return jsonb_build_object('id', c.id, 'item_id', c.item_id, 'author', app.person_ref(c.author_id), 'mine', c.author_id = app.me(), 'kind', c.kind,
        'audience', c.audience, 'body', c.body, 'created_at', app.json_time(c.created_at), 'edited_at', app.json_time(c.edited_at), 'deleted', c.deleted_at is not null);
end $$;

-- What I may read of it, oldest first, and my own notes.
create function item_comment_list(meeting uuid) returns setof jsonb
language plpgsql stable security definer as $$
declare
    m app.meeting;
    prepares boolean;
begin
    select * into m from app.meeting x where x.id = meeting and app.meeting_seen(x);
    if m.id is null then
        return;
    end if;
    prepares := app.meeting_prepared_by_me(m);
    return query select jsonb_build_object('revision', m.revision,
        'items', (select coalesce(jsonb_agg(app.item_comment_json(c) order by c.id), '[]') from app.item_comment c join app.agenda_item i on i.id = c.item_id
                  where i.meeting_id = m.id and (c.audience = 'all' or prepares or c.author_id = app.me())),
        'notes', (select coalesce(jsonb_agg(jsonb_build_object('item_id', n.item_id, 'body', n.body, 'updated_at', app.json_time(n.updated_at)) order by n.item_id), '[]')
                  from app.item_note n join app.agenda_item i on i.id = n.item_id where i.meeting_id = m.id and n.person_id = app.me()));
end $$;

-- The item's meeting, seen by me; null when it is not there. A draft is not talked about: its people are not invited yet.
create function meeting_of_item_seen(item uuid) returns app.meeting
language plpgsql security definer as $$
declare
    m app.meeting;
begin
    select x.* into m from app.agenda_item i join app.meeting x on x.id = i.meeting_id where i.id = item and app.meeting_seen(x) for update of x;
    return m;
end $$;

create function item_comment_create(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    m app.meeting := app.meeting_of_item_seen(item);
    c app.item_comment;
begin
    if m.id is null then
        return;
    end if;
    if not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    elsif btrim(b ->> 'body') = '' then
        perform app.fail('missing-field', 'body');
    end if;
    insert into app.item_comment (item_id, author_id, kind, audience, body)
    values (item, app.me(), b ->> 'kind', b ->> 'audience', btrim(b ->> 'body')) returning * into c;
    perform app.audit('item-comment-created', 'meeting', m.id, jsonb_build_object('item_id', item, 'comment_id', c.id, 'kind', c.kind, 'audience', c.audience));
    perform app.meeting_bump(m.id, 'comments');
    return next app.item_comment_json(c);
end $$;

-- One's own words, as long as the meeting is open. The audit keeps that they changed, not what they were.
create function item_comment_rewrite(comment uuid, words text) returns setof jsonb
language plpgsql security definer as $$
declare
    c app.item_comment;
    m app.meeting;
begin
    select * into c from app.item_comment x where x.id = comment;
    m := app.meeting_of_item_seen(c.item_id);
    if m.id is null or (c.audience <> 'all' and c.author_id <> app.me() and not app.meeting_prepared_by_me(m)) then
        return;
    end if;
    if c.author_id <> app.me() then
        perform app.fail('not-allowed');
    elsif not app.meeting_is_open(m) then
        perform app.fail('wrong-state');
    end if;
    update app.item_comment x set body = words, edited_at = case when words = '' then x.edited_at else now() end, deleted_at = case when words = '' then now() end
    where x.id = c.id and x.deleted_at is null returning * into c;
    if not found then
        perform app.fail('wrong-state');
    end if;
    perform app.audit(case when words = '' then 'item-comment-deleted' else 'item-comment-changed' end, 'meeting', m.id, jsonb_build_object('comment_id', c.id));
    perform app.meeting_bump(m.id, 'comments');
    return next app.item_comment_json(c);
end $$;

create function item_comment_change(comment uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
begin
    if btrim(b ->> 'body') = '' then
        perform app.fail('missing-field', 'body');
    end if;
    return query select app.item_comment_rewrite(comment, btrim(b ->> 'body'));
end $$;

create function item_comment_delete(comment uuid) returns setof jsonb
language plpgsql security definer as $$
begin
    return query select app.item_comment_rewrite(comment, '');
end $$;

-- No words: no note. Nobody is told; it is nobody else's.
create function item_note_set(item uuid, b jsonb) returns setof jsonb
language plpgsql security definer as $$
declare
    words text := btrim(coalesce(b ->> 'body', ''));
begin
    if not exists (select from app.agenda_item i join app.meeting m on m.id = i.meeting_id where i.id = item and app.meeting_seen(m)) then
        return;
    end if;
    if words = '' then
        delete from app.item_note n where n.item_id = item and n.person_id = app.me();
    else
        insert into app.item_note as n (item_id, person_id, body) values (item, app.me(), words)
        on conflict (item_id, person_id) do update set body = excluded.body, updated_at = now();
    end if;
    return next jsonb_build_object('item_id', item, 'body', words, 'updated_at', app.json_time(now()));
end $$;

-- who may run what

do $$ begin perform app.rights_close('{item_comment_list, item_comment_create, item_comment_change, item_comment_delete, item_note_set}'); end $$;
