-- How media was doing: one row for each publication or playback and window. Written in batches beside all transactions; a row may be
-- lost, a call never waits for one. Sums over the window, so that rows of any length add up.
create sequence quality_sample_seq increment by 500;
create table quality_sample (
    sampled_at      timestamptz not null,   -- the window's end
    id              bigint      not null,
    app_id          bigint      not null,
    room_session_id bigint      not null,
    media_id        bigint      not null,   -- a publication's or a playback's id
    side            text        not null check (side in ('PUBLISH', 'PLAY')),
    source          text        not null check (source in ('RELAY', 'CLIENT')),
    window_ms       integer     not null check (window_ms between 1 and 600000),
    bytes           bigint      not null default 0 check (bytes >= 0),
    frames          integer     not null default 0 check (frames >= 0),   -- of video
    audio_gap_ms    integer     not null default 0 check (audio_gap_ms between 0 and window_ms),   -- in gaps of more than 200 ms
    video_gap_ms    integer     not null default 0 check (video_gap_ms between 0 and window_ms),   -- in gaps of more than 500 ms
    rtt_ms          integer,
    lag_ms          integer,
    primary key (sampled_at, id)
) partition by range (sampled_at);
create index quality_sample_session on quality_sample (room_session_id, sampled_at);
create index quality_sample_app on quality_sample (app_id, sampled_at);

create or replace function ensure_partitions(from_month date, months integer) returns integer language plpgsql as $$
declare
    parent text;
    month date;
    made integer := 0;
begin
    foreach parent in array array['room_session', 'participation', 'publication', 'playback', 'audit_entry', 'callback_outbox',
            'quality_sample'] loop
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
