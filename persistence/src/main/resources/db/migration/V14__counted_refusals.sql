-- Refusals of strangers that are equal are counted together after the first few in a minute: one row, how many, and the last of them.
-- occurred_at is the first. Everything else happened once.
alter table audit_entry add column times bigint not null default 1;
alter table audit_entry add column last_at timestamptz;
alter table audit_entry add check (times >= 1 and (times = 1 or outcome = 'REFUSED')
    and (last_at is null) = (times = 1) and (last_at is null or last_at >= occurred_at)) not valid;
