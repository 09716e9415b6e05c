-- Rooms with one who stays, so that those who come and go find them open.
with opened as (
    insert into room (app_id, room_id, session_id, opened_at, event_seq, user_count, peak_users)
    select :app, 'pgbench-' || n, nextval('room_session_seq'), now(), 1, 1, 1 from generate_series(1, :rooms) n
    returning app_id, room_id, session_id, opened_at),
call as (
    insert into room_session (id, opened_at, app_id, room_id, node_id)
    select o.session_id, o.opened_at, o.app_id, o.room_id, (select max(node_id) from node where ended_at is null) from opened o),
stay as (
    insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
        client_version, address, resume_hash)
    select nextval('participation_seq'), now(), o.app_id, o.room_id, 'stays', 'stays', o.session_id,
        (select max(node_id) from node where ended_at is null), 'OTHER', '', '127.0.0.1', sha256('key') from opened o
    returning *)
insert into room_user (app_id, room_id, user_id, user_name, participation_id, joined_at, client_kind, node_id, may_publish)
select app_id, room_id, user_id, user_name, id, joined_at, client_kind, node_id, true from stay;
