-- What lists of records go by: newest first within an app. Each index serves one list or one of its filters.
create index participation_app on participation (app_id, joined_at, id);
create index publication_app on publication (app_id, started_at, id);
create index playback_app on playback (app_id, started_at, id);
-- who watched, and was watched by, somebody
create index playback_user on playback (app_id, user_id, started_at);
create index publication_user on publication (app_id, user_id, started_at);
-- "why could she not join": refusals are few among the entries
create index audit_entry_refused on audit_entry (app_id, occurred_at, id) where outcome = 'REFUSED';
create index audit_entry_refusal on audit_entry (app_id, refusal, occurred_at, id) where outcome = 'REFUSED';
create index audit_entry_stream on audit_entry (app_id, stream_id, occurred_at, id) where stream_id is not null;
-- what belongs to no app: sign-ins, accounts, servers
create index audit_entry_server on audit_entry (occurred_at, id) where app_id is null;
create index audit_entry_admin on audit_entry (actor_id, occurred_at, id) where actor_kind = 'ADMIN';
