-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Votes (F5, K2; rules 11, 24, 29 to 33): tables and who sees them. A vote
-- belongs to an item and, from opening on, to the version of a paper that was
-- pinned then. An open vote's ballots stand here under names; a secret vote has
-- the same vote, options, states and list of the entitled, and no ballot here.
-- Replies are in 0046, acts in 0047.

set local search_path = app;

create table vote (
    id uuid primary key default uuid7(),
    meeting_id uuid not null references meeting on delete cascade,
    item_id uuid not null,
    position integer not null check (position >= 1), -- within its item
    paper_id uuid references paper on delete set null,
    document_id uuid, -- rule 11: with version, what was pinned at opening
    version integer,
    page integer check (page >= 1), -- where in the paper it stands, if one page is meant (K2)
    title text not null check (title <> ''),
    method text not null check (method in ('approve', 'choose_one', 'choose_several')),
    words text check (words in ('agree', 'approve')), -- of approve: đồng ý, không đồng ý, ý kiến khác; or tán thành, không tán thành, không biểu quyết
    secret boolean not null default false,
    most_choices integer check (most_choices >= 1),
    majority text not null default 'half' check (majority in ('half', 'two_thirds', 'three_quarters', 'all')), -- half: more than half; the others: at least
    majority_of text not null default 'present' check (majority_of in ('voting', 'present', 'members')),
    quorum text not null default 'half' check (quorum in ('half', 'two_thirds', 'three_quarters', 'none')),
    live_counts boolean not null default false, -- rule 32: else hidden until closing, from everybody
    state text not null default 'created' check (state in ('created', 'open', 'paused', 'closed', 'published')),
    ready_asked_at timestamptz, -- the chair asked who is ready; from then on members know of it
    opened_at timestamptz,
    closed_at timestamptz,
    published_at timestamptz,
    result jsonb, -- rule 31: as it was at closing
    told jsonb, -- what the clients have last been told of its count
    author_id uuid not null references person,
    created_at timestamptz not null default now(),
    edit_version bigint not null default 1,
    foreign key (item_id, meeting_id) references agenda_item (id, meeting_id) on delete cascade,
    foreign key (document_id, version) references version (document_id, number),
    constraint vote_place unique (item_id, position) deferrable initially deferred,
    constraint a_version_is_of_a_document check ((document_id is null) = (version is null)),
    constraint only_approval_has_its_words check ((words is not null) = (method = 'approve')),
    constraint several_says_how_many check ((most_choices is not null) = (method = 'choose_several')),
    constraint opened_has_time check ((opened_at is null) = (state = 'created')),
    constraint closed_has_time check ((closed_at is null) = (state in ('created', 'open', 'paused'))),
    constraint closed_has_result check ((result is null) = (closed_at is null)),
    constraint published_has_its_time check ((published_at is null) = (state <> 'published'))
);
create index on vote (meeting_id);
create index on vote (paper_id);
create index on vote (document_id);
-- One at a time: a chair puts one question, and nobody in the room should wonder which one their hand is raised for.
create unique index one_vote_runs on vote (meeting_id) where state in ('open', 'paused');
create index vote_counted on vote (id) where state in ('open', 'paused') or (state = 'created' and ready_asked_at is not null);

create table vote_option (
    id uuid primary key default uuid7(),
    vote_id uuid not null references vote on delete cascade,
    position integer not null check (position >= 1),
    label text not null check (label <> ''),
    meaning text check (meaning in ('for', 'against', 'other', 'abstain')), -- rule 33: these are different
    constraint option_place unique (vote_id, position) deferrable initially deferred,
    constraint option_meaning unique (vote_id, meaning)
);

-- Rule 29: from opening on, who holds a mandate with the right to vote; rule 31: from closing on, those of them who were there or had voted, and
-- whether they did (in a secret vote: whether they received a paper).
create table vote_mandate (
    vote_id uuid not null references vote on delete cascade,
    person_id uuid not null references person, -- whose seat it is
    voter_id uuid not null references person, -- who votes for it: that person or, where the meeting's type says so, the substitute
    unit_id uuid references unit,
    ord integer not null,
    voted boolean, -- null until closing
    primary key (vote_id, person_id)
);
create index on vote_mandate (vote_id, voter_id);
create index on vote_mandate (voter_id);

-- Of open votes only. One a mandate (rule 30).
create table ballot (
    vote_id uuid not null,
    person_id uuid not null, -- the mandate
    voter_id uuid not null references person,
    option_ids uuid[] not null check (cardinality(option_ids) >= 1), -- in order of the options
    words text check (words <> ''), -- of another opinion
    at timestamptz not null default now(),
    primary key (vote_id, person_id),
    foreign key (vote_id) references vote on delete cascade
);

create table vote_ready (
    vote_id uuid not null references vote on delete cascade,
    person_id uuid not null references person,
    at timestamptz not null default now(),
    primary key (vote_id, person_id)
);

-- ---- who sees them

do $$
declare t text;
begin
    foreach t in array array['vote', 'vote_option', 'vote_mandate', 'ballot', 'vote_ready'] loop
        execute format('alter table app.%I enable row level security', t);
        execute format('grant select on app.%I to nghisu_app', t);
    end loop;
end $$;
-- A result that is not published is told by functions alone.
revoke select on vote from nghisu_app;
grant select (id, meeting_id, item_id, position, paper_id, document_id, version, page, title, method, words, secret, most_choices, majority, majority_of, quorum, live_counts, state,
    ready_asked_at, opened_at, closed_at, published_at, author_id, created_at, edit_version) on vote to nghisu_app;
create policy "who sees an item sees its votes, what is prepared only who prepares" on vote for select to nghisu_app
    using (exists (select from agenda_item i where i.id = item_id)
           and (state <> 'created' or ready_asked_at is not null or exists (select from meeting m where m.id = meeting_id and meeting_prepared_by_me(m))));
create policy "who sees a vote sees its options" on vote_option for select to nghisu_app using (exists (select from vote v where v.id = vote_id));
create policy "one sees one's own mandates, all when it is published, who prepares from the start" on vote_mandate for select to nghisu_app
    using (exists (select from vote v join meeting m on m.id = v.meeting_id
                   where v.id = vote_id and (v.state = 'published' or me() in (person_id, voter_id) or meeting_prepared_by_me(m))));
create policy "one sees one's own ballot, all when it is published, who prepares when it is closed" on ballot for select to nghisu_app
    using (exists (select from vote v join meeting m on m.id = v.meeting_id
                   where v.id = vote_id and (v.state = 'published' or voter_id = (select me()) or (v.state = 'closed' and meeting_prepared_by_me(m)))));
create policy "one sees that one is ready" on vote_ready for select to nghisu_app using (person_id = (select me()));

-- who may run what

do $$ begin perform app.rights_close('{}'); end $$;
