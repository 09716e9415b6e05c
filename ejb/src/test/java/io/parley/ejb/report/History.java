package io.parley.ejb.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A made-up history with everything that makes counting hard, the same for the same seed. */
final class History {

    record Fact(
            String fact,
            long id,
            long app,
            String room,
            String user,
            Instant start,
            @Nullable Instant end,
            @Nullable Instant endMax,
            @Nullable String reason) {

        /** As it was known at a time. */
        Fact at(Instant time) {
            return end == null || end.isBefore(time)
                    ? this
                    : new Fact(fact, id, app, room, user, start, null, null, null);
        }
    }

    record Try(
            @Nullable Long app,
            Instant at,
            String action,
            @Nullable String refusal) {}

    record Sample(
            long app,
            Instant at,
            String side,
            String source,
            int windowMs,
            long bytes,
            int frames,
            int audioGapMs,
            int videoGapMs,
            @Nullable Integer rttMs,
            @Nullable Integer lagMs) {}

    static final long[] APPS = {11, 22, 33};

    private static final String[] ENDS = {"LOGOUT", "CONNECTION_LOST", "KICKED", "TAKEN_OVER"};
    private static final String[] REFUSALS = {"TOKEN_EXPIRED", "ROOM_FULL", "TICKET_EXPIRED", "STREAM_UNKNOWN"};
    private static final String[] ACTIONS = {"LOGIN", "PUBLISH_START", "PLAY_START", "TOKEN_RENEW"};

    final List<Fact> facts = new ArrayList<>();
    /** Stays of who looked from the console, which are nobody's in reports. */
    final List<Fact> looks = new ArrayList<>();

    final List<Try> tries = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();

    private final Random random;
    private final Instant from;
    private final Instant now;

    History(long seed, Instant from, Instant now, int calls) {
        this.random = new Random(seed);
        this.from = from;
        this.now = now;
        for (int i = 0; i < calls; i++) {
            call(i);
        }
    }

    private void call(int number) {
        long app = APPS[random.nextInt(APPS.length)];
        String room = "room-" + random.nextInt(40);
        Fact call = add("CALL", number, app, room, "", instant(), duration());
        int people = 1 + random.nextInt(3);
        for (int i = 0; i < people; i++) {
            String user = "user-" + random.nextInt(60);
            Fact stay = add("STAY", number * 10L + i, app, room, user, within(call), duration());
            attempt(app, stay.start(), "LOGIN");
            if (random.nextInt(4) > 0) {
                Fact push = add("PUBLICATION", number * 10L + i, app, room, user, within(stay), duration());
                attempt(app, push.start(), "PUBLISH_START");
                sample(push, "PUBLISH");
            }
            if (random.nextInt(4) > 0) {
                Fact pull = add("PLAYBACK", number * 10L + i, app, room, user, within(stay), duration());
                attempt(app, pull.start(), "PLAY_START");
                sample(pull, "PLAY");
            }
        }
        if (random.nextInt(8) == 0) {
            looks.add(add("LOOK", number * 10L + 9, app, room, "console-" + number, within(call), duration()));
        }
        // what strangers try: apps that are not there, and none at all
        attempt(random.nextBoolean() ? null : 99L, instant(), ACTIONS[random.nextInt(ACTIONS.length)]);
    }

    private Fact add(String fact, long id, long app, String room, String user, Instant start, Duration length) {
        Instant end = start.plus(length);
        boolean open = !end.isBefore(now);
        boolean lost = random.nextInt(20) == 0;
        String reason = lost ? "NODE_LOST" : ENDS[random.nextInt(ENDS.length)];
        Fact made = new Fact(
                fact,
                id + 1,
                app,
                room,
                user,
                start,
                open ? null : end,
                open ? null : lost ? end.plusSeconds(5) : end,
                open ? null : reason);
        if (!fact.equals("LOOK")) {
            facts.add(made);
        }
        return made;
    }

    private void attempt(@Nullable Long app, Instant at, String action) {
        int again = random.nextInt(10) == 0 ? 2 : 1;
        for (int i = 0; i < again; i++) {
            boolean refused = random.nextInt(6) == 0;
            Try made = new Try(app, at, action, refused ? REFUSALS[random.nextInt(REFUSALS.length)] : null);
            // Equal refusals of an address are one row of the audit, and as many refusals.
            tries.addAll(Collections.nCopies(refused && random.nextInt(3) == 0 ? 2 + random.nextInt(400) : 1, made));
        }
    }

    private void sample(Fact media, String side) {
        Instant end = media.end() == null ? now : media.end();
        Instant at = media.start();
        for (int i = 0; i < 20 && at.isBefore(end); i++) {
            int window = 1 + random.nextInt(60_000);
            at = at.plusMillis(window);
            if (at.isBefore(now)) {
                samples.add(new Sample(
                        media.app(),
                        random.nextInt(8) == 0 ? at.truncatedTo(ChronoUnit.HOURS) : at,
                        side,
                        random.nextBoolean() ? "RELAY" : "CLIENT",
                        window,
                        random.nextInt(1_000_000),
                        random.nextInt(1_000),
                        random.nextInt(window + 1),
                        random.nextInt(window + 1),
                        random.nextBoolean() ? random.nextInt(300) : null,
                        random.nextBoolean() ? random.nextInt(3_000) : null));
            }
        }
    }

    private Instant instant() {
        long micros = ChronoUnit.MICROS.between(from, now);
        Instant at = from.plus((long) (random.nextDouble() * micros), ChronoUnit.MICROS);
        // every sixth exactly where steps meet
        return random.nextInt(6) == 0 ? at.truncatedTo(ChronoUnit.HOURS) : at;
    }

    private Instant within(Fact outer) {
        Instant end = outer.end() == null ? now : outer.end();
        long micros = ChronoUnit.MICROS.between(outer.start(), end);
        return random.nextBoolean()
                ? outer.start()
                : outer.start().plus((long) (random.nextDouble() * micros), ChronoUnit.MICROS);
    }

    private Duration duration() {
        return switch (random.nextInt(12)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofMinutes(15L * (1 + random.nextInt(8)));
            case 2 -> Duration.ofHours(5 + random.nextInt(30));
            case 3 -> random.nextInt(4) == 0 ? Duration.ofDays(3 + random.nextInt(40)) : Duration.ofHours(6);
            default -> Duration.of((long) (random.nextDouble() * 3 * 3_600_000_000L), ChronoUnit.MICROS);
        };
    }

    void insert(Connection connection, Instant knownAt) throws SQLException {
        insertFacts(connection, knownAt);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, address, node_id,
                    times, last_at)
                values (nextval('audit_entry_seq'), ?, ?, 'USER', 'u', ?, ?, ?, '', 1, ?, ?)""")) {
            for (int from = 0, to; from < tries.size(); from = to) {
                Try each = tries.get(from);
                // One and the same object, not only an equal one.
                for (to = from + 1; to < tries.size() && tries.get(to) == each; ) {
                    to++;
                }
                insert.setInt(6, to - from);
                insert.setTimestamp(7, to - from == 1 ? null : Timestamp.from(each.at()));
                insert.setTimestamp(1, Timestamp.from(each.at()));
                insert.setObject(2, each.app());
                insert.setString(3, each.action());
                insert.setString(4, each.refusal() == null ? "DONE" : "REFUSED");
                insert.setString(5, each.refusal());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, bytes, frames,
                    audio_gap_ms, video_gap_ms, rtt_ms, lag_ms)
                values (?, nextval('quality_sample_seq'), ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Sample each : samples) {
                insert.setTimestamp(1, Timestamp.from(each.at()));
                insert.setLong(2, each.app());
                insert.setString(3, each.side());
                insert.setString(4, each.source());
                insert.setInt(5, each.windowMs());
                insert.setLong(6, each.bytes());
                insert.setInt(7, each.frames());
                insert.setInt(8, each.audioGapMs());
                insert.setInt(9, each.videoGapMs());
                insert.setObject(10, each.rttMs());
                insert.setObject(11, each.lagMs());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertFacts(Connection connection, Instant knownAt) throws SQLException {
        for (Fact known : Stream.concat(facts.stream(), looks.stream()).toList()) {
            Fact fact = known.at(knownAt);
            String columns =
                    switch (fact.fact()) {
                        case "CALL" ->
                            "room_session (opened_at, id, app_id, room_id, closed_at, closed_at_max, close_reason, node_id) "
                                    + "values (?, ?, ?, ?, ?, ?, ?, 1)";
                        case "STAY", "LOOK" ->
                            "participation (joined_at, id, app_id, room_id, left_at, left_at_max, leave_reason, user_id, user_name, "
                                    + "room_session_id, node_id, client_kind, client_version, address, resume_hash) "
                                    + "values (?, ?, ?, ?, ?, ?, ?, ?, '', 1, 1, '%s', '', '', '')"
                                            .formatted(fact.fact().equals("LOOK") ? "CONSOLE" : "OTHER");
                        case "PUBLICATION" ->
                            "publication (started_at, id, app_id, room_id, ended_at, ended_at_max, end_reason, user_id, "
                                    + "stream_id, room_session_id, participation_id, node_id, protocol, address, ticket_id) "
                                    + "values (?, ?, ?, ?, ?, ?, ?, ?, 's', 1, 1, 1, 'RTMP', '', 1)";
                        default ->
                            "playback (started_at, id, app_id, room_id, ended_at, ended_at_max, end_reason, user_id, "
                                    + "stream_id, room_session_id, publication_id, participation_id, node_id, protocol, address, ticket_id) "
                                    + "values (?, ?, ?, ?, ?, ?, ?, ?, 's', 1, 1, 1, 1, 'RTMP', '', 1)";
                    };
            try (PreparedStatement insert = connection.prepareStatement("insert into " + columns)) {
                insert.setTimestamp(1, Timestamp.from(fact.start()));
                insert.setLong(2, fact.id());
                insert.setLong(3, fact.app());
                insert.setString(4, fact.room());
                insert.setTimestamp(5, timestamp(fact.end()));
                insert.setTimestamp(6, timestamp(fact.endMax()));
                insert.setString(7, fact.reason());
                if (!fact.fact().equals("CALL")) {
                    insert.setString(8, fact.user());
                }
                insert.executeUpdate();
            }
        }
    }

    /** Writes the ends that were not known yet. */
    void end(Connection connection, Instant knownBefore) throws SQLException {
        for (Fact fact : facts) {
            if (fact.end() != null && fact.at(knownBefore).end() == null) {
                String update =
                        switch (fact.fact()) {
                            case "CALL" ->
                                "room_session set closed_at = ?, closed_at_max = ?, close_reason = ? where id = ? and opened_at = ?";
                            case "STAY" ->
                                "participation set left_at = ?, left_at_max = ?, leave_reason = ? where id = ? and joined_at = ?";
                            default ->
                                fact.fact().toLowerCase(java.util.Locale.ROOT)
                                        + " set ended_at = ?, ended_at_max = ?, end_reason = ? where id = ? and started_at = ?";
                        };
                try (PreparedStatement statement = connection.prepareStatement("update " + update)) {
                    statement.setTimestamp(1, timestamp(fact.end()));
                    statement.setTimestamp(2, timestamp(fact.endMax()));
                    statement.setString(3, fact.reason());
                    statement.setLong(4, fact.id());
                    statement.setTimestamp(5, timestamp(fact.start()));
                    statement.executeUpdate();
                }
            }
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
