package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.Answer;
import io.parley.it.RestDescription.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call which route: the table in docs/protocol/rest.md, against the server. */
@Tag("every-server")
class RoleIT {

    private static final List<String> ROLES = List.of("system-admin", "security-admin", "operator", "auditor");

    /** For everybody, signed in or not. */
    private static final Set<String> OPEN = Set.of("POST /sessions", "POST /client-logs");

    private static ParleyServer server;
    private static Rest rest;
    private static List<Route> routes;
    private static Map<String, Set<String>> table;

    @BeforeAll
    static void prepare() throws IOException {
        server = ParleyServer.shared();
        rest = new Rest(server);
        routes = RestDescription.of(server).routes();
        table = table();
    }

    /** Rows like {@code | `GET /apps` | x | | | | all apps |}, a column for each role. */
    private static Map<String, Set<String>> table() throws IOException {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/protocol/rest.md"))) {
            if (line.matches("\\| `(GET|POST|PUT|DELETE) /.*")) {
                String[] cells = line.split("\\|");
                Set<String> roles = new TreeSet<>();
                for (int i = 0; i < ROLES.size(); i++) {
                    if (cells[i + 2].strip().equals("x")) {
                        roles.add(ROLES.get(i));
                    }
                }
                table.put(cells[1].strip().replace("`", ""), roles);
            }
        }
        return table;
    }

    @Test
    void theTableHasEveryRouteAndNoOther() {
        assertThat(table.keySet())
                .containsExactlyInAnyOrderElementsOf(RestDescription.of(server).names());
    }

    @Test
    void withoutATokenEveryRouteAsksToSignIn() {
        for (Route route : routes) {
            Answer answer = call(route, "");
            if (OPEN.contains(route.name())) {
                assertThat(answer.status()).as(route.name()).isEqualTo(400);
            } else {
                assertThat(answer.status()).as(route.name() + answer).isEqualTo(401);
                assertThat(answer.type()).as(route.name()).startsWith("application/problem+json");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"system-admin", "security-admin", "operator", "auditor"})
    void eachRoleReachesWhatTheTableGivesItAndNothingElse(String role) {
        TestAccount account = new TestAccount(server, role);
        String authorization = account.authorization();
        Map<String, String> wrong = new LinkedHashMap<>();
        for (Route route : routes) {
            if (OPEN.contains(route.name()) || route.name().equals("DELETE /sessions/current")) {
                continue;
            }
            Answer answer = call(route, authorization);
            boolean reached = answer.status() != 401 && answer.status() != 403 && answer.status() < 500;
            boolean refused = answer.status() == 403;
            if (table.get(route.name()).contains(role) ? !reached : !refused) {
                wrong.put(route.name(), answer.toString());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rest.sendText("DELETE", "/sessions/current", null, authorization)
                        .status())
                .isEqualTo(204);
    }

    /** So that nothing happens: there is no such app, and the body is no object. */
    private static Answer call(Route route, String authorization) {
        String path = route.at(name -> name.equals("appID") ? 4_294_967_295L : 1);
        boolean hasBody = route.method().equals("POST") || route.method().equals("PUT");
        return rest.sendText(route.method(), path, hasBody ? "[]" : null, authorization);
    }
}
