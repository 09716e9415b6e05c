package io.parley.web.rest;

/** One row of each list, as the description of the interface shows it. */
final class RecordExamples {

    static final String CALLS = """
            {"calls":[{"callID":"cgu8yxk2m9s-rt","roomID":"claim-4711","openedAt":"2026-11-22T14:02:58.031Z",\
            "closedAt":"2026-11-22T14:21:41.377Z","closedAtMax":"2026-11-22T14:21:41.377Z","closeReason":"EMPTY",\
            "peakUsers":3}],"next":"dGltZQoxMDAxCjIwMjYtMTEtMjI"}""";

    static final String STAYS = """
            {"rows":[{"stayID":1001,"callID":"cgu8yxk2m9s-rt","roomID":"claim-4711","userID":"agent-7","userName":"Li Na",\
            "client":"MINI_PROGRAM","clientVersion":"0.1.0","address":"192.0.2.17","joinedAt":"2026-11-22T14:02:58.031Z",\
            "leftAt":"2026-11-22T14:21:41.377Z","leftAtMax":"2026-11-22T14:21:41.377Z","leaveReason":"LOGOUT"}]}""";

    static final String PUBLICATIONS = """
            {"rows":[{"id":501,"stayID":1001,"callID":"cgu8yxk2m9s-rt","roomID":"claim-4711","userID":"agent-7",\
            "streamID":"agent-7-camera","protocol":"RTMP","address":"192.0.2.17","ticketID":88,\
            "startedAt":"2026-11-22T14:03:05.120Z","endedAt":"2026-11-22T14:21:40.004Z",\
            "endedAtMax":"2026-11-22T14:21:40.004Z","endReason":"PUBLISHER_STOPPED","bytes":104857600}]}""";

    static final String PLAYBACKS = """
            {"rows":[{"id":902,"stayID":1001,"callID":"cgu8yxk2m9s-rt","roomID":"claim-4711","userID":"customer-12",\
            "streamID":"agent-7-camera","protocol":"FLV","address":"192.0.2.17","ticketID":88,\
            "startedAt":"2026-11-22T14:03:05.120Z","endedAt":"2026-11-22T14:21:40.004Z",\
            "endedAtMax":"2026-11-22T14:21:40.004Z","endReason":"PLAYER_STOPPED","bytes":104857600}]}""";

    static final String REFUSALS = """
            {"rows":[{"id":7001,"at":"2026-11-22T14:03:11.902Z","appID":3771204455,"actorKind":"USER","actor":"customer-12",\
            "action":"LOGIN","refusal":"TOKEN_EXPIRED","roomID":"claim-4711","userID":"customer-12","address":"198.51.100.4",\
            "detail":{}}]}""";

    static final String QUALITY = """
            {"rows":[{"id":90210,"mediaID":501,"side":"PUBLISH","source":"RELAY","callID":"cgu8yxk2m9s-rt",\
            "roomID":"claim-4711","userID":"agent-7","streamID":"agent-7-camera","at":"2026-11-22T14:03:15.120Z",\
            "windowMs":10000,"bytes":1012345,"frames":150,"audioGapMs":0,"videoGapMs":640}]}""";

    static final String AUDIT = """
            {"rows":[{"id":7002,"at":"2026-11-22T14:05:00.417Z","appID":3771204455,"actorKind":"ADMIN","actor":"wang",\
            "action":"KICK","roomID":"claim-4711","userID":"customer-12","address":"203.0.113.9",\
            "detail":{"reason":"asked to leave"}}]}""";

    static final String SERVER_AUDIT = """
            {"rows":[{"id":7003,"at":"2026-11-22T08:00:12.260Z","actorKind":"ADMIN","actor":"wang","action":"SESSION_OPEN",\
            "refusal":"CREDENTIALS_WRONG","address":"203.0.113.9","detail":{}}]}""";

    private RecordExamples() {}
}
