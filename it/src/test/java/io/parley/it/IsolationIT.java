package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.Answer;
import io.parley.it.Rest.App;
import io.parley.it.RestDescription.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two apps with the same rooms, users and streams. Whatever route the server describes, one app's number opens nothing of the other
 * and changes nothing of it.
 */
class IsolationIT {

    /** An app with somebody inside, and the ids of what it has. */
    private record Tenant(App app, String mark, SignalClient user, Map<String, Object> ids) {}

    private static final String SAME = "roomID=room&userID=user&streamID=stream&q=r&reason=test";

    private static ParleyServer server;
    private static Rest rest;
    private static String root;
    private static List<Route> routes;
    private static Tenant mine;
    private static Tenant theirs;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        root = rest.authorization();
        routes = RestDescription.of(server).routes().stream()
                .filter(Route::isOfApp)
                .toList();
        mine = tenant("mark-of-mine");
        theirs = tenant("mark-of-theirs");
    }

    @AfterAll
    static void leave() {
        mine.user().close();
        theirs.user().close();
    }

    private static Tenant tenant(String mark) {
        App app = rest.createApp(mark);
        SignalClient user = new SignalClient(server);
        Map<String, Object> login = SignalClient.loginFields(app.id(), "room", "user", rest.token(app, "user"), true);
        login.put("userName", mark);
        JsonNode inside = user.request("login", login);
        Database database = server.database();
        for (String table : List.of("publication", "playback")) {
            database.rows(
                    "insert into " + table + " (id, started_at, app_id, stream_id, room_id, user_id, room_session_id,"
                            + " participation_id, node_id, protocol, address, ticket_id"
                            + (table.equals("playback") ? ", publication_id" : "")
                            + ") select nextval('" + table + "_seq'), now(), u.app_id, 'stream', u.room_id, u.user_id,"
                            + " r.session_id, u.participation_id, u.node_id, 'RTMP', ?, 1"
                            + (table.equals("playback") ? ", 1" : "")
                            + " from room_user u join room r on r.app_id = u.app_id and r.room_id = u.room_id"
                            + " where u.app_id = ? returning id",
                    mark,
                    app.id());
        }
        database.rows(
                "insert into audit_entry (id, occurred_at, app_id, actor_kind, actor_id, action, outcome, refusal, room_id,"
                        + " user_id, stream_id, address, node_id) values (nextval('audit_entry_seq'), now(), ?, 'USER', 'user',"
                        + " 'LOGIN', 'REFUSED', 'ROOM_FULL', 'room', 'user', 'stream', ?, 1) returning id",
                app.id(),
                mark);
        long publication = database.number("select id from publication where app_id = ?", app.id());
        database.rows(
                "insert into recording (publication_id, app_id, room_session_id, user_id, stream_id, node_id, started_at, state,"
                        + " file) select id, app_id, room_session_id, user_id, stream_id, node_id, started_at, 'COMPLETE', ?"
                        + " from publication where id = ? returning publication_id",
                mark + ".flv",
                publication);
        JsonNode ban =
                rest.post("/apps/" + app.id() + "/bans", Map.of("userID", "banned", "forbids", "join", "reason", mark));
        Map<String, Object> ids = new LinkedHashMap<>();
        ids.put("appID", app.id());
        ids.put("callID", inside.get("callID").asText());
        ids.put("publicationID", publication);
        ids.put("banID", ban.get("banID").asLong());
        ids.put(
                "secretID",
                rest.get("/apps/" + app.id() + "/secrets")
                        .get(0)
                        .get("secretID")
                        .asLong());
        ids.put("kind", "usage");
        return new Tenant(app, mark, user, ids);
    }

    /** A body that would be right, had the app what it names. */
    private static Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "n");
        body.put("roomID", "room");
        body.put("userID", "user");
        body.put("userName", "user");
        body.put("streamID", "stream");
        body.put("direction", "play");
        body.put("forbids", "join");
        body.put("firstFrame", "edge");
        body.put("token", "04");
        body.put("reason", "isolation");
        body.put("password", server.adminPassword());
        return body;
    }

    private static Answer call(Route route, Map<String, Object> ids) {
        return rest.sendText(route.method(), route.at(ids::get) + "?" + SAME, route.body(body()), root);
    }

    /** By the service, that is: a path that leads nowhere would be 404 as well. */
    private static boolean isNotFound(Answer answer) {
        return answer.status() == 404 && !answer.json().get("type").asText().endsWith(":HTTP_404");
    }

    @Test
    void ofAnAppThatDoesNotExistEveryRouteFindsNothing() {
        Map<String, Object> nobody = new LinkedHashMap<>(theirs.ids());
        nobody.put("appID", 4_294_967_295L);
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            Answer answer = call(route, nobody);
            if (!isNotFound(answer) || answer.text().contains("mark-of-")) {
                wrong.add(route.name() + " " + answer);
            }
        }
        assertThat(routes).hasSizeGreaterThan(30);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theIdsOfAnotherAppAreNotFound() {
        Map<String, Object> crossed = new LinkedHashMap<>(theirs.ids());
        crossed.put("appID", mine.app().id());
        List<String> wrong = new ArrayList<>();
        int crossings = 0;
        for (Route route : routes) {
            if (route.places().stream().anyMatch(Set.of("callID", "publicationID", "banID", "secretID")::contains)) {
                crossings++;
                Answer answer = call(route, crossed);
                if (!isNotFound(answer) || answer.text().contains(theirs.mark())) {
                    wrong.add(route.name() + " " + answer);
                }
            }
        }
        assertThat(crossings).isGreaterThanOrEqualTo(7);
        assertThat(wrong).isEmpty();
        // and they are there for their own app, or the above would show nothing
        for (String path : List.of("", "/events", "/recordings", "/timeline")) {
            String call =
                    "/apps/" + theirs.app().id() + "/calls/" + theirs.ids().get("callID") + path;
            assertThat(rest.tryGet(call).status()).as(call).isEqualTo(200);
        }
        assertThat(rest.get("/apps/" + theirs.app().id() + "/bans").toString()).contains(theirs.mark());
    }

    @Test
    void listsOfOneAppHaveNothingOfTheOtherThoughTheNamesAreTheSame() {
        List<String> wrong = new ArrayList<>();
        String seen = "";
        for (Route route : routes) {
            if (route.isRead()) {
                Answer answer = call(route, mine.ids());
                seen += answer.text();
                if (answer.text().contains(theirs.mark())) {
                    wrong.add(route.name() + " " + answer);
                }
                Answer file = rest.tryGet(route.at(mine.ids()::get) + "?format=csv");
                if (file.text().contains(theirs.mark())) {
                    wrong.add(route.name() + " as a file");
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).contains(mine.mark());
    }

    @Test
    void whatIsDoneToOneAppLeavesTheOtherAsItWas() {
        String before = state();
        for (Route route : routes) {
            if (!route.isRead()) {
                Map<String, Object> crossed = new LinkedHashMap<>(theirs.ids());
                crossed.put("appID", mine.app().id());
                Answer answer = call(route, crossed);
                assertThat(answer.status()).as(route.name() + answer).isLessThan(500);
            }
        }
        assertThat(state()).isEqualTo(before);
        assertThat(theirs.user().heard("kickedOut")).isEmpty();
        assertThat(theirs.user().heartbeat().get("type").asText()).isEqualTo("heartbeatAck");
    }

    private static String state() {
        String base = "/apps/" + theirs.app().id();
        StringBuilder state = new StringBuilder();
        for (String path : List.of("/rooms", "/users?roomID=room", "/bans", "/secrets", "/settings", "/publications")) {
            state.append(path).append(rest.get(base + path)).append('\n');
        }
        return state.toString();
    }
}
