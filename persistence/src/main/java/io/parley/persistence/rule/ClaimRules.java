package io.parley.persistence.rule;

import static io.parley.persistence.rule.RefusalState.FOREIGN_KEY;
import static io.parley.persistence.rule.RefusalState.UNIQUE;

import java.util.List;

/** Rules about what is live, which are the keys of its tables. */
final class ClaimRules {

    private static final String INFO =
            "insert into room_extra_info (app_id, room_id, info_key, info_value, user_id, user_name, updated_at)"
                    + " values ({app}, 'q', 'k', '', 'u', 'U', now())";

    private ClaimRules() {}

    static final List<DatabaseRule> RULES = List.of(
            DatabaseRule.of("one live room for a roomID")
                    .refuses(UNIQUE, "a second one", SampleRows.room("r"))
                    .passesOver("a second one", SampleRows.room("r") + " on conflict do nothing")
                    .takes("another roomID", SampleRows.room("q")),
            DatabaseRule.of("one stay of a user in a room")
                    .refuses(UNIQUE, "a second one", SampleRows.stay("r", "u", "{n} - 2"))
                    .takes("another user", SampleRows.stay("r", "w", "{n} - 2")),
            DatabaseRule.of("one claim for a stay").refuses(UNIQUE, "a second one", SampleRows.stay("r", "w", "{n}")),
            DatabaseRule.of("one live publisher for a streamID")
                    .refuses(UNIQUE, "a second one", SampleRows.stream("s", "v", "{n} - 1"))
                    .passesOver(
                            "a second one",
                            SampleRows.stream("s", "v", "{n} - 1") + " on conflict (app_id, stream_id) do nothing")
                    .takes("another streamID", SampleRows.stream("t", "v", "{n} - 1")),
            DatabaseRule.of("one live stream for a publication")
                    .refuses(UNIQUE, "a second one", SampleRows.stream("t", "v", "{n}")),
            DatabaseRule.of("one player for a playback")
                    .refuses(UNIQUE, "a second one", SampleRows.player("u", "{n}"))
                    .takes("another playback of the same user", SampleRows.player("v", "{n} - 1")),
            DatabaseRule.of("a ticket is revoked once")
                    .takes("a revoked ticket", "insert into revoked_ticket (ticket_id, revoked_at) values ({n}, now())")
                    .passesOver(
                            "it again",
                            "insert into revoked_ticket (ticket_id, revoked_at) values ({n}, now()) on conflict do nothing"),
            DatabaseRule.of("no live room without its app")
                    .refuses(
                            FOREIGN_KEY,
                            "a room of no app",
                            SampleRows.room("q").replace("{app}", "0")),
            DatabaseRule.of("no stay outside a live room")
                    .refuses(FOREIGN_KEY, "a stay in no room", SampleRows.stay("q", "u", "{n} - 2")),
            DatabaseRule.of("a room is not closed while somebody is inside")
                    .refuses(FOREIGN_KEY, "its end", "delete from room where app_id = {app} and room_id = 'r'"),
            DatabaseRule.of("nothing is live without its node")
                    .refuses(
                            FOREIGN_KEY,
                            "a stay of no node",
                            SampleRows.stay("r", "w", "{n} - 2").replace("{n}, true", "{n} - 2, true"))
                    .refuses(
                            FOREIGN_KEY,
                            "a stream of no node",
                            SampleRows.stream("t", "v", "{n} - 1").replace("now(), {n}", "now(), {n} - 2"))
                    .refuses(
                            FOREIGN_KEY,
                            "a player of no node",
                            SampleRows.player("v", "{n} - 1").replace("now(), {n}", "now(), {n} - 2")),
            DatabaseRule.of("no live media without its user in the room")
                    .refuses(FOREIGN_KEY, "a stream of a user outside", SampleRows.stream("t", "w", "{n} - 1"))
                    .refuses(FOREIGN_KEY, "a player of a user outside", SampleRows.player("w", "{n} - 1")),
            DatabaseRule.of("nobody leaves a room whose media is live")
                    .refuses(
                            FOREIGN_KEY,
                            "a publisher's end",
                            "delete from room_user where app_id = {app} and user_id = 'u'")
                    .refuses(
                            FOREIGN_KEY,
                            "a player's end",
                            "delete from room_user where app_id = {app} and user_id = 'v'"),
            DatabaseRule.of("what the users of a room share goes with the room")
                    .takes("a room", SampleRows.room("q"))
                    .takes("what its users share", INFO)
                    .refuses(UNIQUE, "a second one", INFO)
                    .takes("the room's end", "delete from room where app_id = {app} and room_id = 'q'")
                    .answers("0", "select count(*) from room_extra_info where app_id = {app}"));
}
