package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of what is there now: live rooms and streams, bans, apps, administrators, sessions. */
class CurrentListIT {

    private static Rest rest;
    private static App app;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();

    @BeforeAll
    static void prepare() throws Exception {
        ParleyServer server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("Current Lists");
        rest.createApp("another of the current lists");
        for (int i = 0; i < 5; i++) {
            String user = "user-" + i;
            SignalClient client = SignalClient.inside(
                    server,
                    app,
                    "Room-" + i % 3,
                    user,
                    ForgedToken.of(app.id(), user).seal(app.secret()));
            OPEN.add(client);
            if (i > 1) {
                RtmpProbe push = new RtmpProbe(client.publishUrl("stream-" + i));
                OPEN.add(0, push);
                push.publish();
                assertThat(push.answer()).isEqualTo("NetStream.Publish.Start");
            }
        }
        for (int i = 0; i < 7; i++) {
            Map<String, Object> wish =
                    new HashMap<>(Map.of("forbids", i % 2 == 0 ? "join" : "both", "reason", "Spam " + i));
            wish.put(
                    i % 3 == 0 ? "roomID" : i % 3 == 1 ? "userID" : "address",
                    i % 3 == 2 ? "10.0.0." + i : "banned-" + i);
            if (i > 3) {
                wish.put("until", "2099-01-0" + i + "T00:00:00Z");
            }
            rest.post("/apps/" + app.id() + "/bans", wish);
        }
        new TestAccount(server, "auditor").authorization();
        new TestAccount(server, "operator").authorization();
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
    }

    private static String route(String list) {
        return switch (list) {
            case "bans", "live/rooms", "live/streams" -> "/apps/" + app.id() + "/" + list;
            default -> "/" + list;
        };
    }

    /** Every row, two at a time. */
    private static List<JsonNode> paged(String list, String parameters) {
        List<JsonNode> rows = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonNode page = rest.get(
                    route(list) + "?limit=2" + parameters + (next.isEmpty() ? "" : "&cursor=" + Rest.encode(next)));
            assertThat(page.get("rows")).hasSizeLessThanOrEqualTo(2);
            page.get("rows").forEach(rows::add);
            next = page.has("next") ? page.get("next").asText() : null;
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "live/rooms, people room streams players time, roomID, 3",
        "live/streams, time stream room user, streamID, 3",
        "bans, time until user address room forbids actor, banID, 7",
        "admins, state name time, username, 3",
        "sessions, time seen name address, id, 3",
    })
    void aListGoesPageByPageInEachOrderWithEveryRowOnce(String list, String sorts, String id, int atLeast) {
        for (String sort : sorts.split(" ")) {
            List<String> up = ids(paged(list, "&sort=" + sort + "&order=asc"), id);
            List<String> down = ids(paged(list, "&sort=" + sort + "&order=desc"), id);
            assertThat(up)
                    .as(list + " by " + sort)
                    .hasSizeGreaterThanOrEqualTo(atLeast)
                    .doesNotHaveDuplicates();
            List<String> turned = new ArrayList<>(down);
            java.util.Collections.reverse(turned);
            assertThat(up).as(list + " by " + sort).isEqualTo(turned);
        }
    }

    private static List<String> ids(List<JsonNode> rows, String id) {
        return rows.stream().map(row -> row.get(id).asText()).toList();
    }

    @Test
    void theFullestRoomsComeFirst() {
        List<JsonNode> rooms = paged("live/rooms", "");
        assertThat(rooms.stream().map(room -> room.get("users").asInt()).toList())
                .isSortedAccordingTo((a, b) -> b - a);
        assertThat(rooms.stream().mapToInt(room -> room.get("streams").asInt()).sum())
                .isEqualTo(3);
        assertThat(ids(paged("live/streams", "&sort=stream&order=desc"), "streamID"))
                .containsExactly("stream-4", "stream-3", "stream-2");
    }

    @Test
    void aTextFindsNamesWhateverTheCaseOfLettersAndIsNoPattern() {
        assertThat(ids(paged("live/rooms", "&q=rOOM-1"), "roomID")).containsExactly("Room-1");
        assertThat(ids(paged("live/streams", "&q=USER-4"), "streamID")).containsExactly("stream-4");
        assertThat(paged("bans", "&q=spam")).hasSize(7);
        assertThat(ids(paged("bans", "&q=10.0.0.5&sort=until"), "reason")).containsExactly("Spam 5");
        assertThat(paged("bans", "&q=" + Rest.encode("%"))).isEmpty();
        assertThat(paged("bans", "&q=_")).isEmpty();
        assertThat(paged("live/rooms", "&q=" + Rest.encode("' or 1=1 --"))).isEmpty();
        assertThat(ids(paged("admins", "&q=ADMIN&sort=name"), "username")).contains("admin");
    }

    @Test
    void appsComeAllAtOnceUnlessSomeAreAskedFor() {
        JsonNode all = rest.get("/apps");
        assertThat(Json.texts(all, "name")).contains("Current Lists", "another of the current lists");
        JsonNode two = rest.get("/apps?q=" + Rest.encode("current lists") + "&sort=name&order=desc&limit=1");
        assertThat(Json.texts(two, "name")).containsExactly("Current Lists");
        assertThat(rest.get("/apps?q=" + app.id()).get(0).get("appID").asLong()).isEqualTo(app.id());
    }

    @ParameterizedTest
    @CsvSource({"live/rooms", "live/streams", "bans", "apps", "admins", "sessions"})
    void aFileHasEveryRowAndIsAudited(String list) {
        Rest.Answer file = rest.tryGet(route(list) + "?format=csv");
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.type()).startsWith("text/csv");
        List<String> lines = List.of(file.text().split("\r\n"));
        assertThat(lines.get(lines.size() - 1)).startsWith("# rows=" + (lines.size() - 2) + " sha256=");
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        boolean ofApp = route(list).startsWith("/apps/");
        String audit = rest.get((ofApp ? "/apps/" + app.id() : "") + "/audit?action=RECORD_EXPORT")
                .toString();
        assertThat(audit).contains(list.equals("admins") ? "accounts" : list.replace("live/", ""));
    }

    @ParameterizedTest
    @CsvSource({"sort=none", "order=up", "cursor=AAAA", "format=pdf", "limit=many"})
    void whatAListDoesNotKnowIsRefusedInWords(String parameter) {
        for (String list : List.of("live/rooms", "live/streams", "bans", "apps", "admins", "sessions")) {
            Rest.Answer answer = rest.tryGet(route(list) + "?" + parameter);
            assertThat(answer.status()).as(list + " " + answer).isEqualTo(400);
            assertThat(answer.text()).contains("ARGUMENT_WRONG");
        }
        assertThat(new HashSet<>(ids(paged("bans", "&sort=user"), "banID"))).hasSize(7);
    }

    @Test
    void aCursorWithAValueOfAnotherKindIsRefused() {
        String made = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("time\n1\nnot a time".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String list : List.of("live/rooms", "bans", "admins", "sessions")) {
            assertThat(rest.tryGet(route(list) + "?sort=time&cursor=" + made).status())
                    .as(list)
                    .isEqualTo(400);
        }
    }
}
