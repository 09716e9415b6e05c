-- "Everything of this room": the lists of stays, publications and playbacks by room.
create index participation_room on participation (app_id, room_id, joined_at);
create index publication_room on publication (app_id, room_id, started_at);
create index playback_room on playback (app_id, room_id, started_at);
