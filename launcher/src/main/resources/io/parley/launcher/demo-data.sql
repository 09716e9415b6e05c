-- A made-up history, day by day. Everything comes from hashes of the call's number, so that the same seed makes the same history whatever
-- the order in which the database works. DemoData replaces {SEED}, {CALLS}, {FROM} and {TO}.

-- A number from 0 to 1, always the same for the same i and k.
create function pg_temp.r(i bigint, k integer) returns float8 language sql immutable as $$
    select ((hashint8extended(i, k + {SEED} * 1000::bigint) >> 11) & 9007199254740991)::float8 / 9007199254740992::float8
$$;

create function pg_temp.seconds(s float8) returns interval language sql immutable as $$ select s * interval '1 second' $$;

create temp table demo_app (app_id bigint, name text, share_to float8);
insert into demo_app values (900000001, 'Claims (demo history)', 0.7), (900000002, 'Support (demo history)', 0.95),
    (900000003, 'Training (demo history)', 1.0);
insert into app (app_id, name, created_at) select app_id, name, timestamptz '{FROM}' from demo_app on conflict do nothing;

-- Calls of each hour: few at night and on Sundays, many in the middle of the morning and of the afternoon, a little more every month.
create temp table demo_hour as
with weights as (
    select h as hour, (array[1, 1, 1, 1, 1, 1, 2, 5, 20, 60, 90, 75, 40, 50, 85, 95, 80, 60, 35, 25, 20, 12, 6, 2])
            [1 + extract(hour from h at time zone 'Asia/Shanghai')::integer]
        * (array[1.15, 1.05, 1, 1, 0.95, 0.4, 0.2])[extract(isodow from h at time zone 'Asia/Shanghai')::integer]
        * (0.7 + 0.6 * extract(epoch from h - timestamptz '{FROM}') / extract(epoch from timestamptz '{TO}' - timestamptz '{FROM}'))
        * (0.8 + 0.4 * pg_temp.r(extract(epoch from h)::bigint, 1)) as weight
    from generate_series(timestamptz '{FROM}', timestamptz '{TO}' - interval '1 hour', interval '1 hour') h),
summed as (select hour, weight, sum(weight) over (order by hour) as till, sum(weight) over () as total from weights)
select hour, floor((till - weight) / total * {CALLS})::bigint as first_call,
    (floor(till / total * {CALLS}) - floor((till - weight) / total * {CALLS}))::integer as calls
from summed;
create index on demo_hour (hour);

-- Moments at which a server was lost; what was going on then has an end that nobody saw.
create temp table demo_crash as
select timestamptz '{FROM}' + (n + pg_temp.r(n, 2)) * (timestamptz '{TO}' - timestamptz '{FROM}') / 20 as at from generate_series(0, 19) n;

-- A few all-hands meetings.
create temp table demo_big as
select ({CALLS} * (2 * k + 1) / 8)::bigint as n, case when {CALLS} > 10000 then 50 else 12 end as big_people,
    case when {CALLS} > 10000 then 7200 else 1200 end as big_seconds
from generate_series(0, 3) k;

-- Where the numbers of each table begin, beyond those in use.
create temp table demo_base as
select (select last_value from room_session_seq) + 100 as call, (select last_value from participation_seq) + 100 as stay,
    (select last_value from publication_seq) + 100 as publication, (select last_value from playback_seq) + 100 as playback,
    (select last_value from audit_entry_seq) + 100 as audit, (select last_value from quality_sample_seq) + 1000 as sample;

-- Makes one day; returns how many rows of history.
create function pg_temp.demo_day(day timestamptz) returns bigint language plpgsql as $$
declare
    made bigint := 0;
    more bigint;
begin
    create temp table c on commit drop as
    select n, base.call + n as id, (select min(a.app_id) from demo_app a where pg_temp.r(n, 3) < a.share_to) as app_id,
        case when pg_temp.r(n, 4) < 0.15 then 'desk-' || (1 + floor(pg_temp.r(n, 5) * 60))::integer
            else 'claim-' || to_char(h.hour, 'YYYY') || '-' || lpad(n::text, 7, '0') end as room_id,
        opened_at, seconds, opened_at + pg_temp.seconds(seconds) as until, people, 1 + (n % 2) as node_id,
        (select min(x.at) from demo_crash x where x.at > opened_at and x.at < opened_at + pg_temp.seconds(seconds)) as cut
    from demo_base base, demo_hour h
        cross join lateral generate_series(h.first_call, h.first_call + h.calls - 1) n
        left join demo_big b using (n)
        cross join lateral (select h.hour + pg_temp.seconds(3600 * pg_temp.r(n, 6)) as opened_at,
            coalesce(b.big_people, case when pg_temp.r(n, 7) < 0.8 then 2 when pg_temp.r(n, 7) < 0.95 then 3 + floor(pg_temp.r(n, 8) * 3)
                when pg_temp.r(n, 7) < 0.998 then 6 + floor(pg_temp.r(n, 8) * 7) else 13 + floor(pg_temp.r(n, 8) * 20) end)::integer
                as people,
            coalesce(b.big_seconds, least(10800, exp(5.5 + 1.8 * (pg_temp.r(n, 9) + pg_temp.r(n, 10) + pg_temp.r(n, 11) - 1.5))))
                as seconds) x
    where h.hour >= day and h.hour < day + interval '1 day' and opened_at + pg_temp.seconds(seconds) < timestamptz '{TO}';

    -- stays: everybody comes within seconds, one in ten loses the connection and comes back
    create temp table s on commit drop as
    select c.*, p, pn, seg, base.stay + pn * 2 + seg as stay_id, joined_at,
        case when cut < gone then cut else gone end as left_at, case when cut < gone then 'NODE_LOST' else why end as reason,
        case when c.people > 40 then 'staff-' || lpad(p::text, 3, '0')
            when p = 0 then 'agent-' || lpad((floor(pg_temp.r(pn, 12) * 400))::text, 3, '0')
            else 'wx_' || substr(md5((floor(pg_temp.r(pn, 12) ^ 2 * greatest(100, {CALLS}))::bigint)::text), 1, 12) end as user_id,
        (array['MINI_PROGRAM', 'MINI_PROGRAM', 'MINI_PROGRAM', 'MINI_PROGRAM', 'BROWSER'])
            [1 + floor(pg_temp.r(pn, 13) * 5)::integer] as client,
        '10.' || floor(pg_temp.r(pn, 14) * 200) || '.' || floor(pg_temp.r(pn, 15) * 250) || '.' || floor(pg_temp.r(pn, 16) * 250)
            as address
    from demo_base base, c cross join lateral generate_series(0, people - 1) p
        cross join lateral (select c.n * 64 + p as pn) k
        cross join lateral (select opened_at + pg_temp.seconds(case when p = 0 then 0 else pg_temp.r(pn, 17) * least(20, seconds / 4) end)
                as first_in,
            until - pg_temp.seconds(case when p = 0 then 0 when pg_temp.r(pn, 18) < 0.8 then pg_temp.r(pn, 19) * least(3, seconds / 4)
                else pg_temp.r(pn, 19) * seconds * 0.4 end) as last_out) f
        cross join lateral (select first_in + (last_out - first_in) * (0.2 + 0.5 * pg_temp.r(pn, 20)) as lost_at) l
        cross join lateral (values (0, first_in, case when pg_temp.r(pn, 21) < 0.1 then lost_at else last_out end,
                case when pg_temp.r(pn, 21) < 0.1 then 'CONNECTION_LOST' when p > 0 and pg_temp.r(pn, 22) < 0.08 then 'CONNECTION_LOST'
                    when p > 0 and pg_temp.r(pn, 22) < 0.085 then 'KICKED' else 'LOGOUT' end),
            (1, case when pg_temp.r(pn, 21) < 0.1 then lost_at + pg_temp.seconds(pg_temp.r(pn, 23) * least(35, seconds / 8)) end, last_out,
                'LOGOUT')) as t(seg, joined_at, gone, why)
    where joined_at < gone and (cut is null or joined_at < cut);
    create index on s (n, p);
    analyze s;

    -- publications: nearly everybody sends, some have to start again
    create temp table u on commit drop as
    select base.publication + row_number() over (order by s.stay_id, half) as publication_id, s.*, started_at, ended_at,
        case when s.reason = 'NODE_LOST' and ended_at = left_at then 'NODE_LOST' else why end as end_reason,
        'st-' || s.n || '-' || s.p as stream_id
    from demo_base base, s
        cross join lateral (select joined_at + least(pg_temp.seconds(0.4 + 2 * pg_temp.r(stay_id, 30)), (left_at - joined_at) / 4) as begun,
            joined_at + (left_at - joined_at) * (0.4 + 0.3 * pg_temp.r(stay_id, 31)) as broke) b
        cross join lateral (values
            (0, begun, case when pg_temp.r(stay_id, 32) < 0.08 then broke else left_at end,
                case when pg_temp.r(stay_id, 32) < 0.08 then 'MEDIA_CONNECTION_LOST' when pg_temp.r(stay_id, 33) < 0.7
                    then 'PUBLISHER_STOPPED' else 'STAY_ENDED' end),
            (1, case when pg_temp.r(stay_id, 32) < 0.08 then broke + (left_at - broke) / 10 end, left_at, 'STAY_ENDED'))
            as t(half, started_at, ended_at, why)
    where pg_temp.r(stay_id, 34) < 0.93 and started_at < ended_at;
    create index on u (n, p);
    analyze u;

    -- playbacks: each watches the next four of the others
    create temp table w on commit drop as
    select base.playback + row_number() over (order by s.stay_id, u.publication_id) as playback_id, s.n, s.id, s.app_id, s.room_id, s.user_id,
        s.stay_id, s.node_id, s.address, u.stream_id, u.publication_id, begun as started_at, done as ended_at,
        case when s.reason = 'NODE_LOST' and done = s.left_at then 'NODE_LOST' when u.ended_at < s.left_at then 'STREAM_ENDED'
            when pg_temp.r(s.stay_id, 40) < 0.5 then 'PLAYER_STOPPED' else 'STAY_ENDED' end as end_reason
    from demo_base base, s cross join lateral generate_series(1, least(s.people - 1, 4)) d
        join u on u.n = s.n and u.p = (s.p + d) % s.people
        cross join lateral (select greatest(s.joined_at, u.started_at)
            + pg_temp.seconds(0.2 + pg_temp.r(s.stay_id * 4 + d, 41)) as begun, least(s.left_at, u.ended_at) as done) t
    where begun < done;

    insert into room_session (id, opened_at, app_id, room_id, node_id, peak_users, closed_at, closed_at_max, close_reason)
    select id, opened_at, app_id, room_id, node_id, people, coalesce(cut, until),
        coalesce(cut + interval '5 seconds', until), case when cut is null then 'EMPTY' else 'NODE_LOST' end
    from c order by opened_at;
    get diagnostics more = row_count;
    made := made + more;
    insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
        client_version, address, resume_hash, left_at, left_at_max, leave_reason)
    select stay_id, joined_at, app_id, room_id, user_id, user_id, id, node_id, client, '1.0.0', address, sha256(stay_id::text::bytea),
        left_at, case when reason = 'NODE_LOST' then left_at + interval '5 seconds' else left_at end, reason
    from s order by joined_at;
    get diagnostics more = row_count;
    made := made + more;
    insert into publication (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, participation_id, node_id, protocol,
        address, ticket_id, bytes, ended_at, ended_at_max, end_reason)
    select publication_id, started_at, app_id, stream_id, room_id, user_id, id, stay_id, node_id,
        case client when 'BROWSER' then 'WS_FLV' else 'RTMP' end, address, publication_id,
        (date_part('epoch', ended_at - started_at) * (30000 + 50000 * pg_temp.r(pn, 50)))::bigint, ended_at,
        case when end_reason = 'NODE_LOST' then ended_at + interval '5 seconds' else ended_at end, end_reason
    from u order by started_at;
    get diagnostics more = row_count;
    made := made + more;
    insert into playback (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, publication_id, participation_id, node_id,
        protocol, address, ticket_id, bytes, ended_at, ended_at_max, end_reason)
    select playback_id, started_at, app_id, stream_id, room_id, user_id, id, publication_id, stay_id, node_id, 'RTMP', address,
        playback_id, (date_part('epoch', ended_at - started_at) * 50000)::bigint, ended_at,
        case when end_reason = 'NODE_LOST' then ended_at + interval '5 seconds' else ended_at end, end_reason
    from w order by started_at;
    get diagnostics more = row_count;
    made := made + more;

    insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id, stream_id,
        address, node_id, detail)
    select (select audit from demo_base) + row_number() over (order by at, action, user_id, stream_id), at, app_id, 'USER', user_id, action,
        case when refusal is null then 'DONE' else 'REFUSED' end, refusal, room_id, user_id, stream_id, address, node_id, detail
    from (
        select joined_at as at, app_id, user_id, 'LOGIN' as action, null as refusal, room_id, null as stream_id, address, node_id,
            jsonb_build_object('stay', stay_id, 'client', client) as detail from s
        union all
        select left_at, app_id, user_id, 'LOGOUT', null, room_id, null, '', node_id,
            jsonb_build_object('stay', stay_id, 'reason', reason) from s
        union all
        select started_at, app_id, user_id, 'PUBLISH_START', null, room_id, stream_id, address, node_id,
            jsonb_build_object('publication', publication_id) from u
        union all
        select ended_at, app_id, user_id, 'PUBLISH_END', null, room_id, stream_id, '', node_id,
            jsonb_build_object('publication', publication_id, 'reason', end_reason) from u
        union all
        select started_at, app_id, user_id, 'PLAY_START', null, room_id, stream_id, address, node_id,
            jsonb_build_object('playback', playback_id, 'publication', publication_id) from w
        union all
        select ended_at, app_id, user_id, 'PLAY_END', null, room_id, stream_id, '', node_id,
            jsonb_build_object('playback', playback_id, 'reason', end_reason) from w
        union all
        -- refused before it went well
        select joined_at - pg_temp.seconds(1 + 20 * pg_temp.r(stay_id, 60)), app_id, user_id, 'LOGIN',
            (array['TOKEN_EXPIRED', 'TOKEN_EXPIRED', 'TOKEN_EXPIRED', 'TOKEN_EXPIRED', 'TOKEN_USER_MISMATCH', 'TOKEN_MALFORMED',
                'ROOM_FULL', 'TOKEN_ROOM_MISMATCH', 'USER_ID_ILLEGAL', 'TOKEN_APP_MISMATCH', 'TRY_LATER'])
                [1 + floor(11 * pg_temp.r(stay_id, 61))::integer],
            room_id, null, address, node_id, '{}' from s where pg_temp.r(stay_id, 62) < 0.04
        union all
        select started_at - pg_temp.seconds(0.3), app_id, user_id, 'PUBLISH_START',
            (array['TICKET_EXPIRED', 'TICKET_EXPIRED', 'STREAM_ID_IN_USE', 'TOKEN_NO_PUBLISH_RIGHT'])
                [1 + floor(4 * pg_temp.r(publication_id, 63))::integer],
            room_id, stream_id, address, node_id, '{}' from u where pg_temp.r(publication_id, 64) < 0.02
        union all
        select started_at - pg_temp.seconds(0.1), app_id, user_id, 'PLAY_START',
            (array['STREAM_UNKNOWN', 'STREAM_UNKNOWN', 'TICKET_EXPIRED', 'TICKET_USED_UP'])
                [1 + floor(4 * pg_temp.r(playback_id, 65))::integer],
            room_id, stream_id, address, node_id, '{}' from w where pg_temp.r(playback_id, 66) < 0.03) e
    order by at;
    get diagnostics more = row_count;
    made := made + more;
    update demo_base set audit = audit + more;
    insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, address, node_id)
    select (select audit from demo_base) + k, day + interval '1 hour' + k * interval '90 minutes', null, 'ADMIN',
        (array['chen', 'li', 'admin'])[1 + k % 3], 'SESSION_OPEN', 'DONE', '10.0.0.7', 1
    from generate_series(1, 6) k where day + interval '1 hour' + k * interval '90 minutes' < timestamptz '{TO}';
    get diagnostics more = row_count;
    made := made + more;
    update demo_base set audit = audit + more;

    insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
    select id, row_number() over (partition by id order by at, turn, who, event), at, app_id, room_id, event, body
    from (
        select id, joined_at as at, 2 as turn, user_id as who, app_id, room_id, 'USER_ADDED' as event,
            jsonb_build_object('userID', user_id, 'userName', user_id) as body from s
        union all
        select id, started_at, 3, user_id, app_id, room_id, 'STREAM_ADDED',
            jsonb_build_object('userID', user_id, 'streamID', stream_id) from u
        union all
        select id, ended_at, 0, user_id, app_id, room_id, 'STREAM_REMOVED',
            jsonb_build_object('userID', user_id, 'streamID', stream_id, 'reason', end_reason) from u
        union all
        select id, left_at, 1, user_id, app_id, room_id, 'USER_REMOVED', jsonb_build_object('userID', user_id, 'reason', reason) from s
        union all
        select id, coalesce(cut, until), 4, '', app_id, room_id, 'ROOM_CLOSED',
            jsonb_build_object('reason', case when cut is null then 'EMPTY' else 'NODE_LOST' end) from c) e
    order by at;
    get diagnostics more = row_count;
    made := made + more;

    -- how media was, a row a minute, of every third call: one in sixteen has a poor network
    insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, bytes, frames, audio_gap_ms,
        video_gap_ms, rtt_ms, lag_ms)
    select at, (select sample from demo_base) + row_number() over (order by at, side, media_id), app_id, id, media_id, side, source, ms,
        ms * (30 + 50 * pg_temp.r(media_id, 70))::bigint, (ms * 0.015 * (1 - bad))::integer, (ms * bad * 0.6)::integer,
        (ms * bad)::integer, (20 + 60 * pg_temp.r(media_id * 1000 + i, 71) + 400 * bad)::integer,
        case side when 'PLAY' then (200 + 150 * pg_temp.r(media_id * 1000 + i, 72) + 2000 * bad)::integer end
    from (
        select m.*, i, least(ended_at, started_at + i * interval '1 minute') as at,
            (1000 * date_part('epoch', least(ended_at - started_at, i * interval '1 minute') - (i - 1) * interval '1 minute'))::integer as ms,
            case when pg_temp.r(hashtext(user_id), 73) < 0.06 then 0.3 * pg_temp.r(media_id * 1000 + i, 74)
                when pg_temp.r(media_id * 1000 + i, 75) < 0.02 then 0.1 * pg_temp.r(media_id * 1000 + i, 74) else 0 end as bad
        from (
            select n, id, app_id, user_id, publication_id as media_id, 'PUBLISH' as side, 'RELAY' as source, started_at, ended_at from u
            union all
            select n, id, app_id, user_id, playback_id, 'PLAY', case when pg_temp.r(playback_id, 76) < 0.4 then 'CLIENT' else 'RELAY' end,
                started_at, ended_at from w) m
            cross join lateral generate_series(1, ceil(date_part('epoch', ended_at - started_at) / 60)::integer) i
        where pg_temp.r(n, 77) < 0.34 or n in (select b.n from demo_big b)) q
    where ms > 0
    order by at;
    get diagnostics more = row_count;
    made := made + more;
    update demo_base set sample = sample + more;
    update demo_base set publication = publication + (select count(*) from u), playback = playback + (select count(*) from w);
    drop table c, s, u, w;
    return made;
end $$;

-- Takes the sequences beyond what was made.
create function pg_temp.demo_end() returns void language sql as $$
    select setval('room_session_seq', call + {CALLS} + 100), setval('participation_seq', stay + ({CALLS} + 1) * 128 + 100),
        setval('publication_seq', publication + 100), setval('playback_seq', playback + 100), setval('audit_entry_seq', audit + 100),
        setval('quality_sample_seq', sample + 1000)
    from demo_base
$$;
