-- Partitions are made and dropped by functions that run as the owner of the tables, whoever calls them: the application's role can do
-- no more than that. They wait for no lock of their own accord; whoever calls sets lock_timeout and tries again.

create function monthly_tables() returns text[] language sql immutable as $$
    select array['room_session', 'participation', 'publication', 'playback', 'audit_entry', 'callback_outbox', 'quality_sample']
$$;

-- One month of one table, beside readers and writers: a table of its own is made and then attached, which takes SHARE UPDATE EXCLUSIVE
-- on the parent, and that waits neither for a backup nor for a report. False when it is there already.
create function ensure_partition(parent text, month date) returns boolean language plpgsql security definer as $$
declare
    first date := date_trunc('month', month)::date;
    partition text := parent || to_char(first, '_YYYY_MM');
begin
    if parent <> all (monthly_tables()) then
        raise exception '% is not partitioned by month', parent using errcode = 'invalid_parameter_value';
    end if;
    if exists (select 1 from pg_inherits where inhparent = parent::regclass and inhrelid = to_regclass(quote_ident(partition))) then
        return false;
    end if;
    if not pg_has_role(session_user, current_user, 'USAGE')
            and first not between date_trunc('month', now() - interval '1 month')::date and (now() + interval '13 months')::date then
        raise exception '% is not a coming month', month using errcode = 'invalid_parameter_value';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('parley partitions', 0)) then
        raise exception 'another server makes partitions' using errcode = 'lock_not_available';
    end if;
    if exists (select 1 from pg_inherits where inhparent = parent::regclass and inhrelid = to_regclass(quote_ident(partition))) then
        return false;
    end if;
    execute format('create table %I (like %I including all)', partition, parent);
    if parent <> 'quality_sample' then
        perform guard_history(partition::regclass);
    end if;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition,
        to_char(first, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(first + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    return true;
end $$;

-- All tables and several months in the caller's transaction, for scripts and tests.
create or replace function ensure_partitions(from_month date, months integer) returns integer language sql as $$
    select count(*)::integer
    from unnest(monthly_tables()) parent, generate_series(0, months - 1) n
    where ensure_partition(parent, (date_trunc('month', from_month) + make_interval(months => n))::date)
$$;

-- Drops the oldest month of samples that ended before this day, and says which; null when there is none. The current month stays.
create function drop_quality_month(before date) returns text language plpgsql security definer as $$
declare
    oldest text;
begin
    select c.relname into oldest from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'quality_sample'::regclass and c.relname ~ '^quality_sample_\d{4}_\d{2}$'
        and c.relname < 'quality_sample' || to_char(least(before, (now() at time zone 'UTC')::date), '_YYYY_MM')
    order by c.relname limit 1;
    if oldest is not null then
        execute format('drop table %I', oldest);
    end if;
    return oldest;
end $$;

-- Names in these functions mean what they meant to the owner, whatever the caller's session says.
do $$
begin
    execute format('alter function ensure_partition(text, date) set search_path = %I, pg_temp', current_schema());
    execute format('alter function drop_quality_month(date) set search_path = %I, pg_temp', current_schema());
end $$;
revoke execute on function ensure_partition(text, date), drop_quality_month(date) from public;
