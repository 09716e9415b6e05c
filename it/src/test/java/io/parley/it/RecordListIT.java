package io.parley.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of everything that happened: paged, filtered, ordered, taken away; and one call whole. */
class RecordListIT {

    private static final int STAYS = 2_500;

    private static ParleyServer server;
    private static Rest rest;
    private static Database database;
    private static String auditor;
    private static App app;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        database = server.database();
        auditor = new TestAccount(server, "auditor").authorization();
        app = rest.createApp("lists");
        database.rows("select ensure_partitions((now() - interval '1 day')::date, 1)");
        database.rows("""
                insert into room_session (id, opened_at, app_id, room_id, node_id, peak_users, closed_at, closed_at_max, close_reason)
                values (nextval('room_session_seq'), now() - interval '5 hours', ?, 'hall', 1, 3, now(), now(), 'EMPTY') returning id""", app.id());
        // Three at a time join in the same microsecond: only their ids tell them apart.
        database.rows("""
                insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
                    client_version, address, resume_hash, left_at, left_at_max, leave_reason)
                select nextval('participation_seq'), s.opened_at + (n / 3) * interval '1 second', s.app_id, s.room_id,
                    'user-' || n % 40, '=1+' || n, s.id, 1, 'OTHER', 'it', '10.0.0.1', '',
                    s.opened_at + (n / 3) * interval '1 second' + (n % 7) * interval '1 minute',
                    s.opened_at + (n / 3) * interval '1 second' + (n % 7) * interval '1 minute',
                    case when n % 10 = 0 then 'KICKED' else 'LOGOUT' end
                from room_session s, generate_series(1, ?) n where s.app_id = ? returning id""", STAYS, app.id());
    }

    private static String path(String list) {
        return "/apps/" + app.id() + "/" + list;
    }

    private static Answer asAuditor(String path) {
        return rest.send("GET", path, null, auditor);
    }

    @ParameterizedTest
    @CsvSource({"time,asc", "time,desc", "user,asc", "user,desc", "duration,asc", "duration,desc"})
    void aListGoesPageByPageInEachOrderWithEveryRowOnce(String sort, String order) {
        List<JsonNode> rows = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page = rest.get(path("stays") + "?limit=200&sort=" + sort + "&order=" + order
                    + (next.isEmpty() ? "" : "&cursor=" + Rest.encode(next)));
            page.get("rows").forEach(rows::add);
            next = page.has("next") ? page.get("next").asText() : null;
        }
        assertThat(rows).hasSize(STAYS);
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.get("stayID").asLong()));
        assertThat(ids).hasSize(STAYS);
        if (!sort.equals("duration")) {
            String field = sort.equals("time") ? "joinedAt" : "userID";
            Comparator<String> natural = Comparator.naturalOrder();
            assertThat(rows.stream().map(row -> row.get(field).asText()).toList())
                    .isSortedAccordingTo(order.equals("asc") ? natural : natural.reversed());
        }
    }

    @Test
    void whatStillGoesOnIsNeitherSkippedNorRepeatedWhileOnePagesByDuration() throws Exception {
        App live = rest.createApp("durations");
        database.rows("""
                insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
                    client_version, address, resume_hash, left_at, left_at_max, leave_reason)
                select nextval('participation_seq'), now() - '62 s'::interval, ?, 'hall', user_id, '', 1, 1, 'OTHER', 'it', '10.0.0.1', '',
                    now() - '62 s'::interval + lasted, now() - '62 s'::interval + lasted, case when lasted is null then null else 'LOGOUT' end
                from (values ('long', '63 s'::interval), ('short', '9 s'), ('inside', null)) s (user_id, lasted) returning id""", live.id());
        for (String order : List.of("desc", "asc")) {
            List<String> users = new ArrayList<>();
            String next = "";
            while (next != null) {
                JsonNode page = rest.get("/apps/" + live.id() + "/stays?limit=1&sort=duration&order=" + order
                        + (next.isEmpty() ? "" : "&cursor=" + Rest.encode(next)));
                page.get("rows").forEach(row -> users.add(row.get("userID").asText()));
                next = page.has("next") ? page.get("next").asText() : null;
                Thread.sleep(order.equals("desc") ? 1500 : 0);
            }
            assertThat(users).as(order).containsExactlyInAnyOrder("long", "short", "inside");
        }
        database.rows("delete from participation where app_id = ? returning id", live.id());
    }

    @Test
    void refusalsOfWhomNothingIsKnownAreOnThePagesToo() {
        App unknown = rest.createApp("refused strangers");
        database.rows("""
                insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, user_id, address,
                    node_id, detail)
                select nextval('audit_entry_seq'), now() - n * interval '1 second', ?, 'USER', '', 'PUBLISH_START', 'REFUSED',
                    'TICKET_EXPIRED', case when n % 2 = 0 then 'room-' || n end, case when n % 3 = 0 then 'user-' || n end, '10.0.0.1', 1, '{}'
                from generate_series(1, 7) n returning id""", unknown.id());
        for (String sort : List.of("room", "user", "reason", "time")) {
            for (String order : List.of("asc", "desc")) {
                int rows = 0;
                String next = "";
                while (next != null) {
                    JsonNode page = rest.get("/apps/" + unknown.id() + "/refusals?limit=1&sort=" + sort + "&order="
                            + order + (next.isEmpty() ? "" : "&cursor=" + Rest.encode(next)));
                    rows += page.get("rows").size();
                    next = page.has("next") ? page.get("next").asText() : null;
                }
                assertThat(rows).as(sort + " " + order).isEqualTo(7);
            }
        }
    }

    @Test
    void filtersLeaveOnlyWhatTheyName() {
        JsonNode kicked = rest.get(path("stays") + "?reason=KICKED&userID=user-10&limit=200")
                .get("rows");
        assertThat(kicked).isNotEmpty();
        assertThat(Json.texts(kicked, "leaveReason")).containsOnly("KICKED");
        assertThat(Json.texts(kicked, "userID")).containsOnly("user-10");
        assertThat(rest.get(path("stays") + "?roomID=hal").get("rows")).isEmpty();
        assertThat(rest.get(path("stays") + "?to=2001-01-01T00:00:00Z").get("rows"))
                .isEmpty();
        assertThat(rest.get(path("calls") + "?userID=user-1").get("calls")).hasSize(1);
        assertThat(rest.get(path("calls") + "?userID=nobody").get("calls")).isEmpty();
        assertThat(rest.get(path("calls") + "?streamID=none").get("calls")).isEmpty();
        assertThat(rest.get(path("calls") + "?sort=people&order=asc").get("calls"))
                .hasSize(1);
    }

    @Test
    void aFileHasEveryRowItsNumberAndItsHashAndNoFormula() throws Exception {
        Answer file = rest.tryGet(path("stays") + "?format=csv&order=asc");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.type()).startsWith("text/csv");
        List<String> lines = List.of(file.text().split("\r\n"));
        assertThat(lines).hasSize(STAYS + 2);
        assertThat(lines.get(0)).startsWith("\uFEFFstayID,callID,roomID,userID,userName,");
        Set<String> ids = new TreeSet<>();
        lines.subList(1, STAYS + 1).forEach(line -> {
            String[] cells = line.split(",");
            ids.add(cells[0]);
            assertThat(cells[4]).startsWith("'=1+");
        });
        assertThat(ids).hasSize(STAYS);
        String footer = lines.get(STAYS + 1);
        byte[] before =
                file.text().substring(0, file.text().lastIndexOf(footer)).getBytes(UTF_8);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(before));
        assertThat(footer).isEqualTo("# rows=" + STAYS + " sha256=" + hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls", "stays", "publications", "playbacks", "refusals", "quality"})
    void everyListIsAPageAndAFile(String list) {
        assertThat(rest.tryGet(path(list)).status()).isEqualTo(200);
        Answer file = rest.tryGet(path(list) + "?format=csv");
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.text()).contains("# rows=").contains("roomID");
    }

    @Test
    void readingTheAuditAndTakingAFileAreEntriesOfTheAudit() {
        App watched = rest.createApp("watched");
        String base = "/apps/" + watched.id();
        assertThat(asAuditor(base + "/audit?userID=agent-7").status()).isEqualTo(200);
        assertThat(asAuditor(base + "/audit?format=csv").text()).contains("APP_CREATE");
        assertThat(asAuditor(base + "/refusals?format=csv&reason=ROOM_FULL").status())
                .isEqualTo(200);
        JsonNode rows = asAuditor(base + "/audit?order=asc&sort=action").json().get("rows");
        assertThat(Json.texts(rows, "action")).contains("APP_CREATE", "AUDIT_READ", "RECORD_EXPORT");
        JsonNode read = first(rows, "AUDIT_READ");
        assertThat(read.get("detail").get("userID").asText()).isEqualTo("agent-7");
        assertThat(read.get("address").asText()).contains("127.0.0.1");
        assertThat(database.texts(
                        "select detail ->> 'list' || ' ' || coalesce(detail ->> 'reason', '') from audit_entry"
                                + " where app_id = ? and action = 'RECORD_EXPORT' order by occurred_at",
                        watched.id()))
                .containsExactly("audit ", "refusals ROOM_FULL");
    }

    private static JsonNode first(JsonNode rows, String action) {
        for (JsonNode row : rows) {
            if (row.get("action").asText().equals(action)) {
                return row;
            }
        }
        throw new AssertionError(action + " is not in " + rows);
    }

    @Test
    void whatBelongsToNoAppIsInTheServersAudit() {
        JsonNode rows = asAuditor("/audit?action=SESSION_OPEN").json().get("rows");
        assertThat(rows).isNotEmpty();
        assertThat(rows).noneMatch(row -> row.has("appID"));
        assertThat(Json.texts(rows, "action")).containsOnly("SESSION_OPEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor=nonsense",
                "cursor=dGltZQoxCm5vIHRpbWU",
                "cursor=dGltZQoxCgA",
                "sort=duration&cursor=dGltZQoxCjIwMjYtMTEtMjI",
                "sort=password",
                "order=up",
                "limit=many",
                "format=xml",
                "from=yesterday",
                "from=%2B1000000000-01-01T00:00:00Z",
                "roomID=a%00b",
                "format=csv&sort=user"
            })
    void aParameterThatMakesNoSenseIsRefusedAndNoFault(String query) {
        Answer answer = rest.tryGet(path("stays") + "?" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).endsWith(":ARGUMENT_WRONG");
        assertThat(answer.json().get("detail").asText()).isNotEmpty();
    }

    @Test
    void ofManyNamesThatBeginSoThoseSeenLastAreFound() {
        App many = rest.createApp("many names");
        database.rows("""
                insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
                    client_version, address, resume_hash, left_at, left_at_max, leave_reason)
                select nextval('participation_seq'), now() - n * interval '1 second', ?, 'hall', 'many-' || 16000 - n, '', 1, 1, 'OTHER',
                    'it', '10.0.0.1', '', now(), now(), 'LOGOUT' from generate_series(1, 6000) n returning id""", many.id());
        assertThat(Json.texts(rest.get("/apps/" + many.id() + "/search?q=many-"), "name"))
                .startsWith("many-15999", "many-15998");
        assertThat(Json.texts(rest.get("/apps/" + many.id() + "/search?q=many-1000"), "name"))
                .startsWith("many-10009", "many-10008");
        assertThat(rest.get("/apps/" + many.id() + "/search?q=none")).isEmpty();
    }

    @Test
    void onlyByTimeIsAListOrderedOverYears() {
        assertThat(rest.tryGet(path("stays") + "?sort=duration&from=2020-01-01T00:00:00Z")
                        .text())
                .contains("RANGE_TOO_LONG");
        assertThat(rest.tryGet(path("stays") + "?sort=time&from=2020-01-01T00:00:00Z")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTimelineWithMoreRefusalsThanItShowsSaysUntilWhen() {
        App own = rest.createApp("crowded timeline");
        try (SignalClient a = SignalClient.inside(server, own, "room", "a", rest.token(own, "a"))) {
            String call = a.heard("loggedIn").get(0).get("callID").asText();
            String timeline = "/apps/" + own.id() + "/calls/" + call + "/timeline";
            assertThat(rest.get(timeline).has("entriesUntil")).isFalse();
            database.rows("""
                    insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id, address, node_id)
                    select nextval('audit_entry_seq'), now() + n * interval '1 ms', ?, 'USER', 'u', 'LOGIN', 'REFUSED', 'ROOM_FULL',
                        'room', '', 1
                    from generate_series(1, 2001) n returning id""", own.id());
            JsonNode answer = rest.get(timeline);
            assertThat(answer.get("entries")).hasSize(2_000);
            assertThat(answer.get("entriesUntil").asText())
                    .isEqualTo(answer.at("/entries/1999/at").asText());
        }
    }

    @Test
    void aCallsTimelineHasItsPeopleWhoWasRefusedAndHowMediaWas() {
        App own = rest.createApp("timeline");
        String call;
        try (SignalClient a = SignalClient.inside(server, own, "room", "a", rest.token(own, "a"));
                SignalClient refused = new SignalClient(server)) {
            call = a.heard("loggedIn").get(0).get("callID").asText();
            assertThat(refused.login(own, "room", "b", "", true).get("type").asText())
                    .isEqualTo("refused");
            for (int side = 0; side < 2; side++) {
                database.rows("""
                        insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, bytes,
                            frames, audio_gap_ms)
                        select now(), nextval('quality_sample_seq'), app_id, session_id, 77, 'PUBLISH', 'RELAY', 1000, 125000, 15, ?
                        from room where app_id = ? returning id""", side * 500, own.id());
            }
            JsonNode timeline = Eventually.get(() -> {
                JsonNode shown = rest.get("/apps/" + own.id() + "/calls/" + call + "/timeline");
                assertThat(shown.get("entries")).isNotEmpty();
                return shown;
            });
            assertThat(Json.texts(timeline.get("detail").get("stays"), "userID"))
                    .containsExactly("a");
            assertThat(Json.texts(timeline.get("entries"), "refusal")).contains("TOKEN_MISSING");
            assertThat(timeline.get("entries").get(0).get("detail").isObject()).isTrue();
            JsonNode point = timeline.get("quality").get(0);
            assertThat(timeline.get("quality")).hasSize(1);
            assertThat(point.get("kbps").asDouble()).isEqualTo(1000);
            assertThat(point.get("fps").asDouble()).isEqualTo(15);
            assertThat(point.get("audioGapShare").asDouble()).isEqualTo(0.25);
        }
        assertThat(rest.get("/apps/" + own.id() + "/search?q=" + call)
                        .get(0)
                        .get("kind")
                        .asText())
                .isEqualTo("call");
        assertThat(Json.texts(rest.get("/apps/" + own.id() + "/search?q=ro"), "name"))
                .containsExactly("room");
        assertThat(rest.get(path("search?q=" + call))).isEmpty();
        assertThat(rest.tryGet(path("search")).status()).isEqualTo(400);
    }

    @Test
    void everyReasonInTheDatabaseIsOneThatRestExplains() {
        JsonNode reasons = rest.get("/reasons");
        List<String> ends = Json.texts(reasons.get("ends"), "name");
        List<String> refusals = Json.texts(reasons.get("refusals"), "name");
        assertThat(ends.size()).isGreaterThanOrEqualTo(20);
        assertThat(refusals.size()).isGreaterThanOrEqualTo(20);
        assertThat(Json.texts(reasons.get("ends"), "message")).allMatch(text -> text.endsWith("."));
        for (Map.Entry<String, String> column : Map.of(
                        "room_session", "close_reason",
                        "participation", "leave_reason",
                        "publication", "end_reason",
                        "playback", "end_reason")
                .entrySet()) {
            assertThat(ends)
                    .containsAll(database.texts("select distinct " + column.getValue() + " from " + column.getKey()
                            + " where " + column.getValue() + " is not null"));
        }
        assertThat(refusals)
                .containsAll(database.texts("select distinct refusal from audit_entry where refusal is not null"));
    }
}
