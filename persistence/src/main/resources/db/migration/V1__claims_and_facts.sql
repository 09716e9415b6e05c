-- Claims hold what is live now: small tables whose keys are the rules. Facts hold what happened: partitioned by month on the start
-- column, which never changes. A claim and its fact are written in one transaction. Identifiers compare byte by byte (COLLATE "C").

-- ---------------------------------------------------------------- steady tables
create table app (
    app_id          bigint      primary key check (app_id between 1 and 4294967295),
    name            text        not null check (length(name) between 1 and 128),
    room_capacity   integer     not null default 0 check (room_capacity >= 0),
    created_at      timestamptz not null,
    disabled_at     timestamptz
);

create table app_secret (
    id              bigint      generated always as identity primary key,
    app_id          bigint      not null references app,
    slot            text        not null check (slot in ('PRIMARY', 'SECONDARY')),
    ciphertext      bytea       not null,
    created_at      timestamptz not null,
    revoked_at      timestamptz
);
-- Two valid secrets at most: that is what makes rotation possible.
create unique index app_secret_live on app_secret (app_id, slot) where revoked_at is null;

create table admin_user (
    id              bigint      generated always as identity primary key,
    username        text        not null check (length(username) between 1 and 128),
    password_hash   text        not null,
    roles           text        not null,
    created_at      timestamptz not null,
    disabled_at     timestamptz
);
create unique index admin_user_live on admin_user (lower(username)) where disabled_at is null;

-- Keys of the server itself (console tokens, media tickets), shared by all nodes; private parts are encrypted.
create table server_key (
    purpose         text        not null check (purpose in ('SESSION', 'TICKET')),
    kid             text        not null,
    ciphertext      bytea       not null,
    public_key      bytea,
    created_at      timestamptz not null,
    retired_at      timestamptz,
    primary key (purpose, kid)
);
create unique index server_key_live on server_key (purpose) where retired_at is null;

-- One row per start of a server: an incarnation, alive while its lease is renewed.
create sequence node_seq;
create table node (
    node_id         bigint      primary key,
    name            text        not null,
    started_at      timestamptz not null,
    renewed_at      timestamptz not null,
    lease_until     timestamptz not null check (lease_until >= renewed_at),
    ended_at        timestamptz,
    end_reason      text,
    check ((ended_at is null) = (end_reason is null))
);
create index node_open on node (lease_until) where ended_at is null;

-- ---------------------------------------------------------------- claims
create table room (
    app_id          bigint      not null references app,
    room_id         text        collate "C" not null check (octet_length(room_id) between 1 and 128),
    session_id      bigint      not null,
    opened_at       timestamptz not null,
    event_seq       bigint      not null default 0,
    user_count      integer     not null default 0,
    peak_users      integer     not null default 0,
    capacity        integer     not null default 0 check (capacity >= 0),
    primary key (app_id, room_id),
    check (user_count >= 0 and (capacity = 0 or user_count <= capacity)),
    check (peak_users >= user_count)
) with (fillfactor = 70);

create table room_user (
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null check (octet_length(user_id) between 1 and 64),
    participation_id bigint     not null unique,
    joined_at       timestamptz not null,
    user_name       text        not null check (octet_length(user_name) <= 256),
    client_kind     text        not null,
    node_id         bigint      not null references node,
    resume_hash     bytea,
    may_publish     boolean     not null,
    publish_only    text[],
    token_expires_at timestamptz,
    primary key (app_id, room_id, user_id),
    foreign key (app_id, room_id) references room
) with (fillfactor = 70);
create index room_user_node on room_user (node_id);

create table stream (
    app_id          bigint      not null,
    stream_id       text        collate "C" not null check (octet_length(stream_id) between 1 and 256),
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null,
    participation_id bigint     not null,
    publication_id  bigint      not null unique,
    started_at      timestamptz not null,
    node_id         bigint      not null references node,
    extra_info      text        not null default '' check (octet_length(extra_info) <= 1024),
    ticket_id       bigint      not null,
    primary key (app_id, stream_id),
    foreign key (app_id, room_id, user_id) references room_user
) with (fillfactor = 70);
create index stream_room on stream (app_id, room_id);
create index stream_stay on stream (participation_id);
create index stream_node on stream (node_id);

create table player (
    playback_id     bigint      primary key,
    app_id          bigint      not null,
    stream_id       text        collate "C" not null,
    publication_id  bigint      not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null,
    participation_id bigint     not null,
    started_at      timestamptz not null,
    node_id         bigint      not null references node,
    ticket_id       bigint      not null,
    foreign key (app_id, room_id, user_id) references room_user
) with (fillfactor = 70);
create index player_stay on player (participation_id);
create index player_publication on player (publication_id);
create index player_node on player (node_id);
create index player_ticket on player (ticket_id);

-- ---------------------------------------------------------------- facts
-- ended_at and ended_at_max: the end lies between them. They are equal but for ends that nobody saw (a node was lost).
create sequence room_session_seq increment by 50;
create table room_session (
    id              bigint      not null,
    opened_at       timestamptz not null,
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    node_id         bigint      not null,
    peak_users      integer     not null default 0,
    closed_at       timestamptz,
    closed_at_max   timestamptz,
    close_reason    text,
    primary key (id, opened_at),
    check ((closed_at is null) = (close_reason is null) and (closed_at is null) = (closed_at_max is null)),
    check (closed_at >= opened_at and closed_at_max >= closed_at)
) partition by range (opened_at);
create index room_session_room on room_session (app_id, room_id, opened_at);
create index room_session_app on room_session (app_id, opened_at, id);

create sequence participation_seq increment by 50;
create table participation (
    id              bigint      not null,
    joined_at       timestamptz not null,
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null,
    user_name       text        not null,
    room_session_id bigint      not null,
    node_id         bigint      not null,
    client_kind     text        not null,
    client_version  text        not null,
    address         text        not null,
    resume_hash     bytea       not null,
    left_at         timestamptz,
    left_at_max     timestamptz,
    leave_reason    text,
    primary key (id, joined_at),
    check ((left_at is null) = (leave_reason is null) and (left_at is null) = (left_at_max is null)),
    check (left_at >= joined_at and left_at_max >= left_at)
) partition by range (joined_at);
create index participation_user on participation (app_id, user_id, joined_at);
create index participation_session on participation (room_session_id, joined_at);

create sequence publication_seq increment by 50;
create table publication (
    id              bigint      not null,
    started_at      timestamptz not null,
    app_id          bigint      not null,
    stream_id       text        collate "C" not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null,
    room_session_id bigint      not null,
    participation_id bigint     not null,
    node_id         bigint      not null,
    protocol        text        not null,
    address         text        not null,
    ticket_id       bigint      not null,
    bytes           bigint      not null default 0,
    ended_at        timestamptz,
    ended_at_max    timestamptz,
    end_reason      text,
    primary key (id, started_at),
    check ((ended_at is null) = (end_reason is null) and (ended_at is null) = (ended_at_max is null)),
    check (ended_at >= started_at and ended_at_max >= ended_at)
) partition by range (started_at);
create index publication_stream on publication (app_id, stream_id, started_at);
create index publication_stay on publication (participation_id, started_at);
create index publication_session on publication (room_session_id, started_at);

create sequence playback_seq increment by 50;
create table playback (
    id              bigint      not null,
    started_at      timestamptz not null,
    app_id          bigint      not null,
    stream_id       text        collate "C" not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C" not null,
    room_session_id bigint      not null,
    publication_id  bigint      not null,
    participation_id bigint     not null,
    node_id         bigint      not null,
    protocol        text        not null,
    address         text        not null,
    ticket_id       bigint      not null,
    bytes           bigint      not null default 0,
    ended_at        timestamptz,
    ended_at_max    timestamptz,
    end_reason      text,
    primary key (id, started_at),
    check ((ended_at is null) = (end_reason is null) and (ended_at is null) = (ended_at_max is null)),
    check (ended_at >= started_at and ended_at_max >= ended_at)
) partition by range (started_at);
create index playback_stream on playback (app_id, stream_id, started_at);
create index playback_stay on playback (participation_id, started_at);
create index playback_session on playback (room_session_id, started_at);

create sequence audit_entry_seq increment by 50;
create table audit_entry (
    id              bigint      not null,
    occurred_at     timestamptz not null,
    app_id          bigint,
    actor_kind      text        not null,
    actor_id        text        not null,
    action          text        not null,
    outcome         text        not null check (outcome in ('DONE', 'REFUSED')),
    refusal         text,
    room_id         text        collate "C",
    user_id         text        collate "C",
    stream_id       text        collate "C",
    address         text        not null,
    node_id         bigint      not null,
    detail          jsonb       not null default '{}',
    primary key (id, occurred_at),
    check ((outcome = 'REFUSED') = (refusal is not null))
) partition by range (occurred_at);
create index audit_entry_app on audit_entry (app_id, occurred_at, id);
create index audit_entry_room on audit_entry (app_id, room_id, occurred_at, id);
create index audit_entry_user on audit_entry (app_id, user_id, occurred_at, id);

-- What a call's participants and the customer are told, in the order of the call. seq counts within one room session.
create table callback_outbox (
    room_session_id bigint      not null,
    seq             bigint      not null,
    occurred_at     timestamptz not null,
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    event           text        not null,
    body            jsonb       not null,
    attempts        integer     not null default 0,
    next_attempt_at timestamptz,
    delivered_at    timestamptz,
    primary key (room_session_id, seq, occurred_at)
) partition by range (occurred_at);
create index callback_outbox_due on callback_outbox (next_attempt_at) where delivered_at is null and next_attempt_at is not null;

-- The audit is written, never changed. Retention drops whole partitions.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is not allowed', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_is_append_only before update or delete on audit_entry
    for each row execute function refuse_change();

-- No default partition: a missing one fails the write, and readiness warns long before (see docs/operations).
create function ensure_partitions(from_month date, months integer) returns integer language plpgsql as $$
declare
    parent text;
    month date;
    made integer := 0;
begin
    foreach parent in array array['room_session', 'participation', 'publication', 'playback', 'audit_entry', 'callback_outbox'] loop
        for i in 0 .. months - 1 loop
            month := (date_trunc('month', from_month) + make_interval(months => i))::date;
            if to_regclass(format('%I', parent || to_char(month, '_YYYY_MM'))) is null then
                execute format('create table %I partition of %I for values from (%L) to (%L)',
                    parent || to_char(month, '_YYYY_MM'), parent,
                    to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
                    to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
                made := made + 1;
            end if;
        end loop;
    end loop;
    return made;
end $$;
select ensure_partitions((now() at time zone 'UTC')::date, 4);
