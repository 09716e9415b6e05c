with gone as (delete from room_user where app_id = :app and room_id like 'pgbench-%' returning participation_id, joined_at)
update participation p set left_at = now(), left_at_max = now(), leave_reason = 'LOGOUT'
from gone g where p.id = g.participation_id and p.joined_at = g.joined_at;
with gone as (delete from room where app_id = :app and room_id like 'pgbench-%' returning session_id, opened_at)
update room_session s set closed_at = now(), closed_at_max = now(), close_reason = 'EMPTY', peak_users = 1
from gone g where s.id = g.session_id and s.opened_at = g.opened_at;
