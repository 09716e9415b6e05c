-- Who may not come in, or not publish, until when. A fact: lifted, never deleted. What is null holds for all.
create table ban (
    ban_id          bigint      generated always as identity primary key,
    app_id          bigint      not null references app,
    user_id         text        collate "C" check (octet_length(user_id) between 1 and 64),
    address         cidr,
    room_id         text        collate "C" check (octet_length(room_id) between 1 and 128),
    forbids         text        not null check (forbids in ('JOIN', 'PUBLISH', 'BOTH')),
    reason          text        not null check (octet_length(reason) between 1 and 256),
    created_by      text        not null,
    created_at      timestamptz not null,
    ends_at         timestamptz check (ends_at > created_at),
    lifted_by       text,
    lifted_at       timestamptz,
    check (num_nonnulls(user_id, address, room_id) > 0),
    check ((lifted_by is null) = (lifted_at is null))
);
create index ban_live on ban (app_id, user_id) where lifted_at is null;
create index ban_new on ban (created_at) where lifted_at is null;

-- Tickets whose media an administrator ended: native pushers come back by themselves with the URL they have.
create table revoked_ticket (
    ticket_id       bigint      primary key,
    revoked_at      timestamptz not null
);

alter table app
    add column duplicate_login text not null default 'REPLACE' check (duplicate_login in ('REPLACE', 'REFUSE')),
    add column grace_seconds integer check (grace_seconds between 5 and 600),
    add column max_minutes integer check (max_minutes between 1 and 10080),
    add column token_expiry text not null default 'WARN' check (token_expiry in ('WARN', 'END')),
    add column cbc_tokens boolean not null default false;

-- A secret that was replaced is good until then; last_used_at is right to a few minutes.
alter table app_secret
    add column expires_at timestamptz,
    add column last_used_at timestamptz;
