-- People and their sessions. A signed token alone opens nothing: its session must be open here.
alter table admin_user add column founder boolean not null default false;
alter table admin_user add column must_change_password boolean not null default false;
alter table admin_user add column password_changed_at timestamptz;
update admin_user set founder = true where id = (select min(id) from admin_user);

create table admin_session (
    id              text        primary key,
    username        text        not null,
    roles           text        not null,
    source          text        not null check (source in ('LOCAL', 'OIDC')),
    console         boolean     not null,
    kid             text        not null,
    address         text        not null,
    agent           text        not null,
    opened_at       timestamptz not null,
    seen_at         timestamptz not null,
    expires_at      timestamptz not null,
    ended_at        timestamptz,
    end_reason      text,
    check ((ended_at is null) = (end_reason is null))
);
create index admin_session_open on admin_session (expires_at) where ended_at is null;
create index admin_session_user on admin_session (lower(username), opened_at);

-- While there is no administrator, whoever knows the code may become the first one.
create table admin_setup (
    only_one        boolean     primary key default true check (only_one),
    code_hash       text        not null,
    made_at         timestamptz not null
);

-- Keys of the sessions are made ahead, so that nodes that run already know the public part of the next ones.
alter table server_key add column activated_at timestamptz;
update server_key set activated_at = created_at;
drop index server_key_live;
create unique index server_key_active on server_key (purpose) where activated_at is not null and retired_at is null;
