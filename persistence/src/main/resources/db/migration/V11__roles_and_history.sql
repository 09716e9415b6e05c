-- Two roles: the owner of the tables runs the migrations, the application works under another one that owns nothing. It appends to the
-- audit, begins history and ends it once. What follows holds for the owner as well, but an owner could drop it.

-- History is not emptied: neither the whole table nor one month of it. Retention drops months, which is the owner's.
create function guard_history(history regclass) returns void language plpgsql as $$
begin
    if not exists (select 1 from pg_trigger where tgrelid = history and tgname = 'history_is_not_emptied') then
        execute format('create trigger history_is_not_emptied before truncate on %s for each statement execute function refuse_change()',
            history);
    end if;
end $$;

create function refuse_history_change() returns trigger language plpgsql as $$
begin
    raise exception '% % has begun or ended already, and its history does not change', tg_argv[0], old.id
        using errcode = 'insufficient_privilege';
end $$;

-- Of history the end is written, once; the bytes of a medium are counted until shortly after it. Checked by conditions, so that an
-- ordinary end calls no function.
do $$
declare
    fact record;
    partition regclass;
begin
    for fact in
        select * from (values
            ('room_session', 'closed_at', '{peak_users,closed_at,closed_at_max,close_reason}', '{}'),
            ('participation', 'left_at', '{left_at,left_at_max,leave_reason}', '{}'),
            ('publication', 'ended_at', '{bytes,ended_at,ended_at_max,end_reason}', '{bytes}'),
            ('playback', 'ended_at', '{bytes,ended_at,ended_at_max,end_reason}', '{bytes}'),
            ('audit_entry', null, null, null),
            ('callback_outbox', null, null, null)) f (name, ended, until_end, after_end)
    loop
        for partition in
            select fact.name::regclass union all select inhrelid::regclass from pg_inherits where inhparent = fact.name::regclass
        loop
            perform guard_history(partition);
        end loop;
        if fact.ended is not null then
            execute format('create trigger %I before update on %I for each row'
                ' when (to_jsonb(old) - %L::text[] <> to_jsonb(new) - %L::text[]) execute function refuse_history_change(%L)',
                fact.name || '_begins_once', fact.name, fact.until_end, fact.until_end, fact.name);
            execute format('create trigger %I before update on %I for each row'
                ' when (old.%I is not null and to_jsonb(old) - %L::text[] <> to_jsonb(new) - %L::text[])'
                ' execute function refuse_history_change(%L)',
                fact.name || '_ends_once', fact.name, fact.ended, fact.after_end, fact.after_end, fact.name);
        end if;
    end loop;
end $$;
create trigger publication_counts_up before update on publication for each row
    when (new.bytes < old.bytes) execute function refuse_history_change('publication');
create trigger playback_counts_up before update on playback for each row
    when (new.bytes < old.bytes) execute function refuse_history_change('playback');

-- An audit entry bears the time at which it is written, to ten minutes: clocks differ, and a transaction takes its time. Only the owner
-- may bring in entries of other times (a made-up history, a restored one).
create function refuse_other_times() returns trigger language plpgsql as $$
begin
    if pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'USAGE') then
        return new;
    end if;
    raise exception 'an audit entry of % cannot be written at %', new.occurred_at, clock_timestamp()
        using errcode = 'insufficient_privilege', hint = 'compare the clocks of this server and of the database';
end $$;
create trigger audit_entry_is_of_now before insert on audit_entry for each row
    when (abs(extract(epoch from new.occurred_at - clock_timestamp())) > 600) execute function refuse_other_times();

-- What the application's role may do. Called by the owner after each migration, so that it holds for new tables too: what is not named
-- here is a claim or a sum, which the application makes and removes. Partitions are reached through their tables only.
create function grant_to_application(application name) returns void language plpgsql as $$
declare
    each record;
begin
    perform pg_advisory_xact_lock(hashtextextended('parley grants', 0));
    execute format('grant usage on schema %I to %I', current_schema(), application);
    for each in
        select c.oid::regclass as name, c.relkind, coalesce(p.rights, 'select, insert, update, delete') as rights
        from pg_class c left join (values
            ('audit_entry', 'select, insert'),
            ('quality_sample', 'select, insert'),
            ('room_session', 'select, insert, update (peak_users, closed_at, closed_at_max, close_reason)'),
            ('participation', 'select, insert, update (left_at, left_at_max, leave_reason)'),
            ('publication', 'select, insert, update (bytes, ended_at, ended_at_max, end_reason)'),
            ('playback', 'select, insert, update (bytes, ended_at, ended_at_max, end_reason)'),
            ('callback_outbox', 'select, insert, update (attempts, next_attempt_at, delivered_at)'),
            ('node', 'select, insert, update (renewed_at, lease_until, ended_at, end_reason)'),
            ('ban', 'select, insert, update (lifted_by, lifted_at)'),
            ('recording', 'select, insert, update (state, file, bytes, duration_ms, gaps, sha256)'),
            ('app', 'select, insert, update'),
            ('app_secret', 'select, insert, update'),
            ('admin_user', 'select, insert, update'),
            ('admin_session', 'select, insert, update'),
            ('server_key', 'select, insert, update'),
            ('flyway_schema_history', 'select')) p (name, rights) on p.name = c.relname
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'S')
            and pg_has_role(current_user, c.relowner, 'USAGE')
    loop
        if each.relkind = 'S' then
            execute format('grant usage, select on sequence %s to %I', each.name, application);
        else
            execute format('revoke all on table %s from %I', each.name, application);
            if not exists (select 1 from pg_inherits where inhrelid = each.name) then
                execute format('grant %s on table %s to %I', each.rights, each.name, application);
            end if;
        end if;
    end loop;
    for each in
        select oid::regprocedure as name from pg_proc where prosecdef and pronamespace = current_schema()::regnamespace
            and pg_has_role(current_user, proowner, 'USAGE')
    loop
        execute format('grant execute on function %s to %I', each.name, application);
    end loop;
end $$;
