-- What the server sends for one login into an open room and for its end, two transactions.
\set room random(1, :rooms)
begin;
select r.session_id as session, r.opened_at as opened, r.event_seq + 1 as seq, r.user_count + 1 as users,
    greatest(r.peak_users, r.user_count + 1) as peak, nextval('participation_seq') as stay, now() as joined, c.node_id as node
from unnest(array[:app]::bigint[], array['pgbench-' || :room]::text[]) as k(app_id, room_id)
join room r on r.app_id = k.app_id and r.room_id = k.room_id
join room_session c on c.id = r.session_id and c.opened_at = r.opened_at
order by r.app_id, r.room_id for update of r \gset
select count(*) from unnest(array[:app]::bigint[], array['pgbench-' || :room]::text[], array['p' || :client_id]::text[])
    as k(app_id, room_id, user_id)
join room_user u on u.app_id = k.app_id and u.room_id = k.room_id and u.user_id = k.user_id;
\startpipeline
insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind, client_version,
    address, resume_hash)
values (:stay, cast(:joined as timestamptz), :app, 'pgbench-' || :room, 'p' || :client_id, 'p' || :client_id, :session, :node, 'OTHER', '', '127.0.0.1',
    sha256('key'));
insert into room_user (app_id, room_id, user_id, user_name, participation_id, joined_at, client_kind, node_id, resume_hash, may_publish,
    publish_only, token_expires_at)
values (:app, 'pgbench-' || :room, 'p' || :client_id, 'p' || :client_id, :stay, cast(:joined as timestamptz), 'OTHER', :node, sha256('key'),
    true, null, now() + interval '1 hour');
insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id, stream_id, address, node_id, detail)
values (nextval('audit_entry_seq'), now(), :app, 'USER', 'p' || :client_id, 'LOGIN', 'DONE', null, 'pgbench-' || :room, 'p' || :client_id,
    null, '127.0.0.1', :node, cast('{"stay":1,"client":"OTHER","credential":"PRIMARY"}' as jsonb));
insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
values (:session, :seq, now(), :app, 'pgbench-' || :room, 'USER_ADDED', cast('{"userID":"p","userName":"p"}' as jsonb));
update room set event_seq = :seq, user_count = :users, peak_users = :peak where app_id = :app and room_id = 'pgbench-' || :room;
\endpipeline
select count(*) from unnest(array[:app]::bigint[], array['pgbench-' || :room]::text[]) as k(app_id, room_id)
join stream s on s.app_id = k.app_id and s.room_id = k.room_id;
select count(*) from unnest(array[:app]::bigint[], array['pgbench-' || :room]::text[]) as k(app_id, room_id)
join room_extra_info i on i.app_id = k.app_id and i.room_id = k.room_id;
commit;
begin;
select r.event_seq + 1 as seq, r.user_count - 1 as users
from unnest(array[:app]::bigint[], array['pgbench-' || :room]::text[]) as k(app_id, room_id)
join room r on r.app_id = k.app_id and r.room_id = k.room_id
order by r.app_id, r.room_id for update of r \gset
select count(*) from room_user u where u.participation_id = any(array[:stay]::bigint[]);
select count(*) from stream s where s.participation_id = any(array[:stay]::bigint[]);
select count(*) from player where participation_id = any(array[:stay]::bigint[]);
\startpipeline
delete from room_user where participation_id = :stay;
update participation set left_at = now(), left_at_max = now(), leave_reason = 'LOGOUT'
where id = :stay and joined_at = cast(:joined as timestamptz) and left_at is null;
insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id, stream_id, address, node_id, detail)
values (nextval('audit_entry_seq'), now(), :app, 'USER', 'p' || :client_id, 'LOGOUT', 'DONE', null, 'pgbench-' || :room, 'p' || :client_id,
    null, '', :node, cast('{"stay":1,"reason":"LOGOUT"}' as jsonb));
insert into callback_outbox (room_session_id, seq, occurred_at, app_id, room_id, event, body)
values (:session, :seq, now(), :app, 'pgbench-' || :room, 'USER_REMOVED', cast('{"userID":"p","reason":"LOGOUT"}' as jsonb));
update room set event_seq = :seq, user_count = :users where app_id = :app and room_id = 'pgbench-' || :room;
\endpipeline
commit;
