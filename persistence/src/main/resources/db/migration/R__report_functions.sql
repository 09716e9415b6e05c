-- How reports count. The same functions make the sums of the past and count what is not in the sums yet, so that both always agree.
-- Intervals are half open: [lo, hi). A fact that is still open counts up to at_time. key: an app; 0 for all apps together; null for each
-- app and, as app 0, all together. since: what began before it and is going on is in report_long; never later than six hours before lo
-- or before the end of the sums, whichever is earlier, and the later the cheaper. Refusals that are counted together are one row, whose
-- times lie within a minute of the clock and so within one quarter-hour. Who looked from the console is no user: the playback counts, the stay does not. Plain SQL in one statement each, so that the planner sees through them.

-- The end of a long fact that was not known when it was noted. In a language of its own plans, since it looks into every partition for a
-- row that is in one.
create or replace function report_end(of_fact text, of_id bigint, started timestamptz) returns report_last
language plpgsql stable as $$
declare
    last report_last;
begin
    case of_fact
        when 'CALL' then select closed_at, close_reason into last from room_session where id = of_id and opened_at = started;
        when 'STAY' then select left_at, leave_reason into last from participation where id = of_id and joined_at = started;
        when 'PUBLICATION' then select ended_at, end_reason into last from publication where id = of_id and started_at = started;
        else select ended_at, end_reason into last from playback where id = of_id and started_at = started;
    end case;
    return last;
end $$;

-- Every call, stay, publication and playback that was going on in [lo, hi), or ended exactly at lo.
create or replace function report_facts(lo timestamptz, hi timestamptz, since timestamptz)
returns table (fact text, app_id bigint, room_id text, user_id text, started_at timestamptz, ended_at timestamptz, reason text)
language sql stable as $$
    select 'CALL', f.app_id, f.room_id, null::text, f.opened_at, f.closed_at, f.close_reason from room_session f
    where f.opened_at >= since and f.opened_at < hi and (f.closed_at is null or f.closed_at >= lo)
    union all
    select 'STAY', f.app_id, f.room_id, f.user_id, f.joined_at, f.left_at, f.leave_reason from participation f
    where f.joined_at >= since and f.joined_at < hi and (f.left_at is null or f.left_at >= lo)
        and f.client_kind <> 'CONSOLE'
    union all
    select 'PUBLICATION', f.app_id, f.room_id, f.user_id, f.started_at, f.ended_at, f.end_reason from publication f
    where f.started_at >= since and f.started_at < hi and (f.ended_at is null or f.ended_at >= lo)
    union all
    select 'PLAYBACK', f.app_id, f.room_id, f.user_id, f.started_at, f.ended_at, f.end_reason from playback f
    where f.started_at >= since and f.started_at < hi and (f.ended_at is null or f.ended_at >= lo)
    union all
    select l.fact, l.app_id, l.room_id, l.user_id, l.started_at, coalesce(l.ended_at, (e.last).ended_at), coalesce(l.reason, (e.last).reason)
    from report_long l
        cross join lateral (
            select case when l.ended_at is null then report_end(l.fact, l.id, l.started_at) end as last offset 0) e
    where l.started_at < since and (l.ended_at is null or l.ended_at >= lo)
        and ((e.last).ended_at is null or (e.last).ended_at >= lo)
$$;

-- Microseconds between two instants.
create or replace function report_us(since timestamptz, until timestamptz) returns bigint language sql immutable parallel safe as $$
    select round(date_part('epoch', until - since) * 1000000)::bigint
$$;

-- The rows of report_usage for [lo, hi), which need not be whole quarter-hours.
create or replace function report_usage_of(lo timestamptz, hi timestamptz, since timestamptz, at_time timestamptz, key bigint)
returns table (app_id bigint, quarter timestamptz, peak_rooms integer, peak_users integer, peak_streams integer, calls integer,
    stays integer, stay_us bigint, publish_us bigint, play_us bigint, login_done integer, login_refused integer, publish_done integer,
    publish_refused integer, play_done integer, play_refused integer)
language sql stable as $$
    with f as materialized (
        select k.app_id, f.fact, f.started_at, greatest(f.started_at, lo) as begun, least(coalesce(f.ended_at, at_time), hi) as until
        from report_facts(lo, hi, since) f
            cross join lateral unnest(case when key is null then array[f.app_id, 0] else array[key] end) k(app_id)
        where key is null or key = 0 or f.app_id = key),
    steps as (
        select q from generate_series(date_bin('15 minutes', lo, 'epoch'), hi - interval '1 microsecond', interval '15 minutes') q
        where q > lo),
    -- a fact adds one from its start to its end; each quarter-hour begins with what is going on by then
    changes as (
        select c.app_id, c.fact, c.at, sum(c.change)::integer as change
        from (
            select app_id, fact, begun as at, 1 as change from f where until > begun and fact <> 'PLAYBACK'
            union all
            select app_id, fact, until, -1 from f where until > begun and until < hi and fact <> 'PLAYBACK'
            union all
            select k.app_id, k.fact, q, 0 from (select distinct app_id, fact from f where fact <> 'PLAYBACK') k cross join steps) c
        group by c.app_id, c.fact, c.at),
    levels as (
        select app_id, fact, at, sum(change) over (partition by app_id, fact order by at) as level from changes),
    parts as (
        select app_id, date_bin('15 minutes', at, 'epoch') as quarter,
            max(level) filter (where fact = 'CALL') as rooms, max(level) filter (where fact = 'STAY') as users,
            max(level) filter (where fact = 'PUBLICATION') as streams,
            0 as calls, 0 as stays, 0 as stay_us, 0 as publish_us, 0 as play_us,
            0 as login_done, 0 as login_refused, 0 as publish_done, 0 as publish_refused, 0 as play_done, 0 as play_refused
        from levels where level > 0
        group by 1, 2
        union all
        select app_id, date_bin('15 minutes', started_at, 'epoch'), 0, 0, 0,
            count(*) filter (where fact = 'CALL'), count(*) filter (where fact = 'STAY'), 0, 0, 0, 0, 0, 0, 0, 0, 0
        from f where started_at >= lo and fact in ('CALL', 'STAY')
        group by 1, 2
        union all
        select app_id, q, 0, 0, 0, 0, 0,
            sum(us) filter (where fact = 'STAY'), sum(us) filter (where fact = 'PUBLICATION'), sum(us) filter (where fact = 'PLAYBACK'),
            0, 0, 0, 0, 0, 0
        from (
            select app_id, fact, q, report_us(greatest(begun, q), least(until, q + interval '15 minutes')) as us
            from f cross join lateral generate_series(date_bin('15 minutes', begun, 'epoch'), until - interval '1 microsecond',
                interval '15 minutes') q
            where fact <> 'CALL' and until > begun) t
        group by 1, 2
        union all
        select k.app_id, date_bin('15 minutes', e.occurred_at, 'epoch'), 0, 0, 0, 0, 0, 0, 0, 0,
            count(*) filter (where e.action = 'LOGIN' and e.outcome = 'DONE'),
            coalesce(sum(e.times) filter (where e.action = 'LOGIN' and e.outcome = 'REFUSED'), 0),
            count(*) filter (where e.action = 'PUBLISH_START' and e.outcome = 'DONE'),
            coalesce(sum(e.times) filter (where e.action = 'PUBLISH_START' and e.outcome = 'REFUSED'), 0),
            count(*) filter (where e.action = 'PLAY_START' and e.outcome = 'DONE'),
            coalesce(sum(e.times) filter (where e.action = 'PLAY_START' and e.outcome = 'REFUSED'), 0)
        from audit_entry e
            cross join lateral unnest(case when key is null then array[e.app_id, 0] else array[key] end) k(app_id)
        where e.occurred_at >= lo and e.occurred_at < hi and e.action in ('LOGIN', 'PUBLISH_START', 'PLAY_START')
            and (key is null or key = 0 or e.app_id = key)
            -- strangers may name any app; they make no rows here
            and (k.app_id = 0 or k.app_id in (select a.app_id from app a))
        group by 1, 2)
    select app_id, quarter, coalesce(max(rooms), 0)::integer, coalesce(max(users), 0)::integer, coalesce(max(streams), 0)::integer,
        sum(calls)::integer, sum(stays)::integer,
        coalesce(sum(stay_us), 0)::bigint, coalesce(sum(publish_us), 0)::bigint, coalesce(sum(play_us), 0)::bigint,
        sum(login_done)::integer, sum(login_refused)::integer, sum(publish_done)::integer, sum(publish_refused)::integer,
        sum(play_done)::integer, sum(play_refused)::integer
    from parts group by app_id, quarter
$$;

-- The rows of report_quality for [lo, hi).
create or replace function report_quality_of(lo timestamptz, hi timestamptz, key bigint)
returns table (app_id bigint, quarter timestamptz, side text, source text, samples integer, window_ms bigint, bytes bigint,
    frames bigint, audio_gap_ms bigint, video_gap_ms bigint, stall_ms bigint, rtt_ms bigint, rtt_samples integer, lag_ms bigint,
    lag_samples integer)
language sql stable as $$
    select k.app_id, date_bin('15 minutes', s.sampled_at, 'epoch'), s.side, s.source, count(*)::integer, sum(s.window_ms)::bigint,
        sum(s.bytes)::bigint, sum(s.frames)::bigint, sum(s.audio_gap_ms)::bigint, sum(s.video_gap_ms)::bigint,
        sum(greatest(s.audio_gap_ms, s.video_gap_ms))::bigint, coalesce(sum(s.rtt_ms), 0)::bigint, count(s.rtt_ms)::integer,
        coalesce(sum(s.lag_ms), 0)::bigint, count(s.lag_ms)::integer
    from quality_sample s
        cross join lateral unnest(case when key is null then array[s.app_id, 0] else array[key] end) k(app_id)
    where s.sampled_at >= lo and s.sampled_at < hi and (key is null or key = 0 or s.app_id = key)
    group by 1, 2, 3, 4
$$;

-- The quarter-hours of report_reason for [lo, hi): what ended then, and what was refused.
create or replace function report_reasons_of(lo timestamptz, hi timestamptz, since timestamptz, key bigint)
returns table (app_id bigint, quarter timestamptz, what text, subject text, reason text, times integer)
language sql stable as $$
    select k.app_id, date_bin('15 minutes', f.ended_at, 'epoch'), 'END', f.fact, f.reason, count(*)::integer
    from report_facts(lo, hi, since) f
        cross join lateral unnest(case when key is null then array[f.app_id, 0] else array[key] end) k(app_id)
    where f.ended_at >= lo and f.ended_at < hi and (key is null or key = 0 or f.app_id = key)
    group by 1, 2, 4, 5
    union all
    select k.app_id, date_bin('15 minutes', e.occurred_at, 'epoch'), 'REFUSAL', e.action, e.refusal, sum(e.times)::integer
    from audit_entry e
        cross join lateral unnest(case when key is null then array[e.app_id, 0] else array[key] end) k(app_id)
    where e.occurred_at >= lo and e.occurred_at < hi and e.outcome = 'REFUSED' and (key is null or key = 0 or e.app_id = key)
        and (k.app_id = 0 or k.app_id in (select a.app_id from app a))
    group by 1, 2, 4, 5
$$;

-- Minutes of each room in [lo, hi), by app; key 0 or null for the rooms of all apps.
create or replace function report_rooms_of(lo timestamptz, hi timestamptz, since timestamptz, at_time timestamptz, key bigint)
returns table (app_id bigint, room_id text, calls integer, stay_us bigint, publish_us bigint, play_us bigint)
language sql stable as $$
    select f.app_id, f.room_id, count(*) filter (where f.fact = 'CALL' and f.started_at >= lo)::integer,
        coalesce(sum(f.us) filter (where f.fact = 'STAY'), 0)::bigint,
        coalesce(sum(f.us) filter (where f.fact = 'PUBLICATION'), 0)::bigint,
        coalesce(sum(f.us) filter (where f.fact = 'PLAYBACK'), 0)::bigint
    from (
        select r.*, report_us(greatest(r.started_at, lo),
            greatest(least(coalesce(r.ended_at, at_time), hi), greatest(r.started_at, lo))) as us
        from report_facts(lo, hi, since) r where coalesce(key, 0) = 0 or r.app_id = key) f
    group by f.app_id, f.room_id
$$;

-- The same of each user; stays are those begun.
create or replace function report_users_of(lo timestamptz, hi timestamptz, since timestamptz, at_time timestamptz, key bigint)
returns table (app_id bigint, user_id text, stays integer, stay_us bigint, publish_us bigint, play_us bigint)
language sql stable as $$
    select f.app_id, f.user_id, count(*) filter (where f.fact = 'STAY' and f.started_at >= lo)::integer,
        coalesce(sum(f.us) filter (where f.fact = 'STAY'), 0)::bigint,
        coalesce(sum(f.us) filter (where f.fact = 'PUBLICATION'), 0)::bigint,
        coalesce(sum(f.us) filter (where f.fact = 'PLAYBACK'), 0)::bigint
    from (
        select r.*, report_us(greatest(r.started_at, lo),
            greatest(least(coalesce(r.ended_at, at_time), hi), greatest(r.started_at, lo))) as us
        from report_facts(lo, hi, since) r where r.fact <> 'CALL' and (coalesce(key, 0) = 0 or r.app_id = key)) f
    group by f.app_id, f.user_id
$$;

-- Notes the facts begun in [lo, hi) that lasted more than six hours or still last. hi must be more than six hours ago.
create or replace function report_note_long(lo timestamptz, hi timestamptz) returns void language sql as $$
    insert into report_long (fact, started_at, id, app_id, room_id, user_id, ended_at, reason)
    select 'CALL', opened_at, id, app_id, room_id, null, closed_at, close_reason from room_session
    where opened_at >= lo and opened_at < hi and (closed_at is null or closed_at > opened_at + interval '6 hours')
    union all
    select 'STAY', joined_at, id, app_id, room_id, user_id, left_at, leave_reason from participation
    where joined_at >= lo and joined_at < hi and (left_at is null or left_at > joined_at + interval '6 hours')
        and client_kind <> 'CONSOLE'
    union all
    select 'PUBLICATION', started_at, id, app_id, room_id, user_id, ended_at, end_reason from publication
    where started_at >= lo and started_at < hi and (ended_at is null or ended_at > started_at + interval '6 hours')
    union all
    select 'PLAYBACK', started_at, id, app_id, room_id, user_id, ended_at, end_reason from playback
    where started_at >= lo and started_at < hi and (ended_at is null or ended_at > started_at + interval '6 hours')
    on conflict (started_at, fact, id) do update set ended_at = excluded.ended_at, reason = excluded.reason;
    update report_long l set ended_at = (e.last).ended_at, reason = (e.last).reason
    from (select started_at, fact, id, report_end(fact, id, started_at) as last from report_long where ended_at is null offset 0) e
    where l.started_at = e.started_at and l.fact = e.fact and l.id = e.id and (e.last).ended_at is not null;
$$;

-- Makes, or makes again, the sums of the whole quarter-hours [lo, hi), and of the days (UTC) that end with or within them.
-- Everything before lo must have been made in this way. hi must be in the past.
create or replace function report_fill(lo timestamptz, hi timestamptz) returns void language plpgsql set jit = off as $$
declare
    today timestamptz := date_trunc('day', lo, 'UTC');
begin
    perform report_note_long(lo - interval '6 hours', hi - interval '6 hours');
    delete from report_usage u where u.quarter >= lo and u.quarter < hi and u.app_id in (select 0 union all select app_id from app);
    insert into report_usage select * from report_usage_of(lo, hi, lo - interval '6 hours', hi, null);
    delete from report_quality u where u.quarter >= lo and u.quarter < hi and u.app_id in (select 0 union all select app_id from app);
    insert into report_quality select * from report_quality_of(lo, hi, null);
    delete from report_reason u
    where u.grain = 'QUARTER' and u.step >= lo and u.step < hi and u.app_id in (select 0 union all select app_id from app)
        and u.what in ('END', 'REFUSAL');
    insert into report_reason (app_id, grain, step, what, subject, reason, times)
    select app_id, 'QUARTER', quarter, what, subject, reason, times from report_reasons_of(lo, hi, lo - interval '6 hours', null);
    while today + interval '1 day' <= hi loop
        delete from report_reason u
        where u.grain = 'DAY' and u.step = today and u.app_id in (select 0 union all select app_id from app)
            and u.what in ('END', 'REFUSAL');
        insert into report_reason (app_id, grain, step, what, subject, reason, times)
        select app_id, 'DAY', today, what, subject, reason, sum(times) from report_reason
        where grain = 'QUARTER' and step >= today and step < today + interval '1 day'
            and app_id in (select 0 union all select app_id from app) and what in ('END', 'REFUSAL')
        group by app_id, what, subject, reason;
        delete from report_room_day u where u.day = today and u.app_id in (select app_id from app);
        insert into report_room_day (app_id, day, room_id, calls, stay_us, publish_us, play_us)
        select app_id, today, room_id, calls, stay_us, publish_us, play_us
        from report_rooms_of(today, today + interval '1 day', today - interval '6 hours', hi, null)
        where calls > 0 or stay_us > 0 or publish_us > 0 or play_us > 0;
        delete from report_user_day u where u.day = today and u.app_id in (select app_id from app);
        insert into report_user_day (app_id, day, user_id, stays, stay_us, publish_us, play_us)
        select app_id, today, user_id, stays, stay_us, publish_us, play_us
        from report_users_of(today, today + interval '1 day', today - interval '6 hours', hi, null)
        where stays > 0 or stay_us > 0 or publish_us > 0 or play_us > 0;
        today := today + interval '1 day';
    end loop;
end $$;

-- Takes one step: the next quarter-hours, at most stride and at most up to the end of the day (UTC), never past up_to nor past anything a
-- server might still write. When there is none, makes one day again if that was asked for. Returns false when there was nothing to do, or
-- when another server is at it.
create or replace function report_advance(up_to timestamptz, stride interval) returns boolean language plpgsql set jit = off as $$
declare
    progress report_progress;
    till timestamptz;
begin
    select * into progress from report_progress for update skip locked;
    if not found then
        return false;
    end if;
    -- What a lost server left open will be ended at its last renewal or later: sums up to there never change.
    till := least(up_to, (select min(renewed_at) from node where ended_at is null), progress.rolled_to + stride);
    till := least(date_bin('15 minutes', till, 'epoch'), date_trunc('day', progress.rolled_to, 'UTC') + interval '1 day');
    if till > progress.rolled_to then
        perform report_fill(progress.rolled_to, till);
        -- Samples of quality may come late: when a day is over, it and the one before are made again.
        update report_progress set rolled_to = till,
            remake_at = case when till = date_trunc('day', till, 'UTC') and till > up_to - interval '1 day'
                then least(remake_at, till - interval '2 days') else remake_at end;
        return true;
    end if;
    if progress.remake_at + interval '1 day' <= progress.rolled_to then
        perform report_fill(progress.remake_at, progress.remake_at + interval '1 day');
        update report_progress set remake_at = case when progress.remake_at + interval '2 days' <= rolled_to
            then progress.remake_at + interval '1 day' end;
        return true;
    end if;
    return false;
end $$;

-- The first day of which facts are kept; sums before it cannot be made again.
create or replace function report_first_day() returns timestamptz language sql stable as $$
    select min(to_date(right(c.relname, 7), 'YYYY_MM')) at time zone 'UTC'
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'participation'::regclass
$$;
