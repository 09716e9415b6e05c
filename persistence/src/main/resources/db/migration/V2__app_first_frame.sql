-- How an app's players start that have not said what they want.
alter table app add column first_frame text not null default 'FAST' check (first_frame in ('EDGE', 'FAST', 'SMOOTH'));
