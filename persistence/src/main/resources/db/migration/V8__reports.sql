-- Sums of closed quarter-hours, so that a report over years reads thousands of rows and not millions. Every zone's hours and days begin at
-- a quarter-hour. All of it can be made again from the facts (functions in R__report_functions.sql); what was made before a partition
-- of facts was dropped stays.

-- How far it is made. One row; whoever adds to the sums holds it.
create table report_progress (
    one             boolean     primary key default true check (one),
    rolled_to       timestamptz not null check (rolled_to = date_bin('15 minutes', rolled_to, 'epoch')),  -- everything before is in the sums
    remake_at       timestamptz     -- the next day (UTC) to be made again, if any
);
insert into report_progress (rolled_to)
select coalesce(min(to_date(right(c.relname, 7), 'YYYY_MM')) at time zone 'UTC', date_trunc('month', now() at time zone 'UTC') at time zone 'UTC')
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'participation'::regclass;

-- app_id 0: all apps together, since a peak of all is not the sum of peaks. Times in microseconds, as exact as the facts.
create table report_usage (
    app_id          bigint      not null,
    quarter         timestamptz not null,
    peak_rooms      integer     not null,
    peak_users      integer     not null,
    peak_streams    integer     not null,
    calls           integer     not null,   -- begun
    stays           integer     not null,   -- begun
    stay_us         bigint      not null,
    publish_us      bigint      not null,
    play_us         bigint      not null,
    login_done      integer     not null,
    login_refused   integer     not null,
    publish_done    integer     not null,
    publish_refused integer     not null,
    play_done       integer     not null,
    play_refused    integer     not null,
    primary key (app_id, quarter)
);

-- The sums of quality_sample, by the quarter-hour in which a sample's window ended.
create table report_quality (
    app_id          bigint      not null,
    quarter         timestamptz not null,
    side            text        not null,
    source          text        not null,
    samples         integer     not null,
    window_ms       bigint      not null,
    bytes           bigint      not null,
    frames          bigint      not null,
    audio_gap_ms    bigint      not null,
    video_gap_ms    bigint      not null,
    stall_ms        bigint      not null,   -- the longer gap of each window
    rtt_ms          bigint      not null,
    rtt_samples     integer     not null,
    lag_ms          bigint      not null,
    lag_samples     integer     not null,
    primary key (app_id, quarter, side, source)
);

-- How often something ended or was refused for a reason. step: the quarter-hour, and once more the day (UTC) when it is over.
create table report_reason (
    app_id          bigint      not null,
    grain           text        not null check (grain in ('QUARTER', 'DAY')),
    step            timestamptz not null,
    what            text        not null check (what in ('END', 'REFUSAL')),
    subject         text        not null,   -- what ended; which action was refused
    reason          text        not null,
    times           integer     not null,
    primary key (app_id, grain, what, step, subject, reason)
);

create table report_room_day (
    app_id          bigint      not null,
    day             timestamptz not null,
    room_id         text        collate "C" not null,
    calls           integer     not null,
    stay_us         bigint      not null,
    publish_us      bigint      not null,
    play_us         bigint      not null,
    primary key (app_id, day, room_id)
);

create table report_user_day (
    app_id          bigint      not null,
    day             timestamptz not null,
    user_id         text        collate "C" not null,
    stays           integer     not null,
    stay_us         bigint      not null,
    publish_us      bigint      not null,
    play_us         bigint      not null,
    primary key (app_id, day, user_id)
);

-- Facts that lasted longer than six hours, or still last. Whatever else was going on at a time began in the six hours before it, so that
-- looking for it touches one or two partitions.
create table report_long (
    fact            text        not null,
    started_at      timestamptz not null,
    id              bigint      not null,
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    user_id         text        collate "C",
    ended_at        timestamptz,
    reason          text,
    primary key (started_at, fact, id)
);

create type report_last as (ended_at timestamptz, reason text);

-- Facts are written in the order of time; this costs their writers next to nothing.
create index room_session_time on room_session using brin (opened_at) with (pages_per_range = 16, autosummarize = on);
create index participation_time on participation using brin (joined_at) with (pages_per_range = 16, autosummarize = on);
create index publication_time on publication using brin (started_at) with (pages_per_range = 16, autosummarize = on);
create index playback_time on playback using brin (started_at) with (pages_per_range = 16, autosummarize = on);
create index audit_entry_time on audit_entry using brin (occurred_at) with (pages_per_range = 16, autosummarize = on);
