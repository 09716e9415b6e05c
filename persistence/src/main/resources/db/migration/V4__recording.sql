-- Whether an app's publications are written to disk, and what became of each file.
alter table app add column record boolean not null default false;

create table recording (
    publication_id  bigint      primary key,
    app_id          bigint      not null references app,
    room_session_id bigint      not null,
    user_id         text        collate "C" not null,
    stream_id       text        collate "C" not null,
    node_id         bigint      not null,
    started_at      timestamptz not null,
    state           text        not null default 'RECORDING'
                    check (state in ('RECORDING', 'COMPLETE', 'RECOVERED', 'FAILED')),
    file            text,
    bytes           bigint      not null default 0,
    duration_ms     bigint      not null default 0,
    gaps            int         not null default 0,
    sha256          text,
    check ((state = 'RECORDING') = (file is null))
);
create index recording_session on recording (room_session_id, started_at);
