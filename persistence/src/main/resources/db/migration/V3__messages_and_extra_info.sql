-- Messages between users are numbered across all rooms and servers; what they say is not kept here (docs/adr/0008).
create sequence message_seq;

-- The one key and value that everybody in a room shares. It lives and dies with the claim "this room is live".
create table room_extra_info (
    app_id          bigint      not null,
    room_id         text        collate "C" not null,
    info_key        text        not null check (octet_length(info_key) between 1 and 10),
    info_value      text        not null check (octet_length(info_value) <= 128),
    user_id         text        collate "C" not null,
    user_name       text        not null,
    updated_at      timestamptz not null,
    primary key (app_id, room_id),
    foreign key (app_id, room_id) references room on delete cascade
) with (fillfactor = 70);
