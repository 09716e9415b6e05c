package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts by REST, where their owners and their administrators come to one another's way. */
class AccountIT {

    private static final int AT_ONCE = 6;
    private static final String FIRST = "first password";

    private static Rest rest;

    @BeforeAll
    static void prepare() {
        rest = new Rest(ParleyServer.shared());
    }

    private static String invited(String role) {
        String name = role + "-" + System.nanoTime();
        rest.post("/admins", Map.of("username", name, "password", FIRST, "roles", List.of(role)));
        return name;
    }

    private static Answer signIn(String name, String password) {
        return rest.send("POST", "/sessions", Map.of("username", name, "password", password), "");
    }

    private static String token(Answer session) {
        assertThat(session.status()).as(session.text()).isEqualTo(200);
        return "Bearer " + session.json().get("accessToken").asText();
    }

    /** Whoever gave out a password could otherwise act in somebody else's name. */
    @Test
    void whoHasToChooseAPasswordFirstCanDoNothingElse() {
        String name = invited("auditor");
        String token = token(signIn(name, FIRST));
        for (String path : List.of("/apps", "/audit", "/reports/usage", "/apps/1/calls")) {
            Answer answer = rest.send("GET", path, null, token);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.text()).as(path).contains("PASSWORD_CHANGE_DUE");
        }
        assertThat(rest.send(
                                "PUT",
                                "/admins/me/password",
                                Map.of("old", FIRST, "password", "a choice of my own"),
                                token)
                        .status())
                .isEqualTo(204);
        assertThat(rest.send("GET", "/apps", null, token).status()).isEqualTo(200);
        assertThat(rest.send("DELETE", "/sessions/current", null, token).status())
                .isEqualTo(204);
    }

    /** A password takes a tenth of a second to check; what happens meanwhile counts. */
    @Test
    void whoIsDisabledWhileSigningInIsNotInside() throws Exception {
        String name = invited("operator");
        assertThat(whileSigningIn(
                        name, () -> rest.post("/admins/disablings", Map.of("username", name, "reason", "left"))))
                .isNotEmpty()
                .allSatisfy(token -> assertThat(
                                rest.send("GET", "/apps", null, token).status())
                        .isEqualTo(401));
    }

    @Test
    void aReplacedPasswordOpensNoSessionThatOutlivesIt() throws Exception {
        String name = invited("operator");
        assertThat(whileSigningIn(
                        name,
                        () -> rest.put(
                                "/admins/password",
                                Map.of("username", name, "password", "another password", "reason", "known to others"))))
                .isNotEmpty()
                .allSatisfy(token -> assertThat(
                                rest.send("GET", "/apps", null, token).status())
                        .isEqualTo(401));
    }

    @Test
    void aSessionThatWasEndedStaysEndedWhileItIsUsed() throws Exception {
        for (int round = 0; round < 4; round++) {
            String token = token(signIn("admin", ParleyServer.shared().adminPassword()));
            String id = Json.parse(new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1])))
                    .get("jti")
                    .asText();
            // so long unseen that each use is written down
            ParleyServer.shared()
                    .database()
                    .rows(
                            "update admin_session set seen_at = seen_at - interval '2 minutes' where id = ? returning id",
                            id);
            List<Thread> uses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                uses.add(new Thread(() -> rest.send("GET", "/reasons", null, token)));
            }
            uses.forEach(Thread::start);
            rest.post("/sessions/" + id + "/endings", Map.of("reason", "lost"));
            for (Thread use : uses) {
                use.join();
            }
            assertThat(rest.send("GET", "/apps", null, token).status()).isEqualTo(401);
        }
    }

    @Test
    void oneWhoIsDisabledWhileChangingThePasswordIsDisabled() throws Exception {
        for (int round = 0; round < 4; round++) {
            String name = invited("operator");
            String token = token(signIn(name, FIRST));
            Thread change = new Thread(() -> rest.send(
                    "PUT", "/admins/me/password", Map.of("old", FIRST, "password", "a choice of my own"), token));
            change.start();
            Thread.sleep(60L * round);
            rest.post("/admins/disablings", Map.of("username", name, "reason", "left"));
            change.join();
            assertThat(signIn(name, "a choice of my own").status()).isEqualTo(401);
            assertThat(rest.send("GET", "/apps", null, token).status()).isEqualTo(401);
        }
    }

    @Test
    void bodiesThatAreMissingOrHalfMissingAreRefused() {
        for (String path : List.of("/sessions", "/admins", "/apps", "/node/drain", "/client-logs")) {
            for (String body : List.of("null", "")) {
                assertThat(rest.sendText("POST", path, body, rest.authorization())
                                .status())
                        .as(path + " " + body)
                        .isEqualTo(400);
            }
        }
        assertThat(rest.sendText(
                                "POST",
                                "/admins",
                                "{\"username\":\"half\",\"password\":\"long enough\",\"roles\":[null]}",
                                rest.authorization())
                        .status())
                .isEqualTo(400);
    }

    /** Unless the server is told that it stands behind a proxy, anybody could write any address into the audit. */
    @Test
    void whereARequestComesFromIsNotWhatItSays() throws Exception {
        String name = invited("operator");
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(ParleyServer.shared().http() + "/parley/api/v1/sessions"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Proto", "https")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"" + name + "\",\"password\":\"wrong\"}"))
                .build();
        java.net.http.HttpClient.newHttpClient().send(request, java.net.http.HttpResponse.BodyHandlers.discarding());
        assertThat(ParleyServer.shared()
                        .database()
                        .texts("select address from audit_entry where actor_id = ? and outcome = 'REFUSED'", name))
                .containsExactly("127.0.0.1");
    }

    @Test
    void whatAdministratorsAreRefusedIsRecorded() {
        String name = invited("operator");
        String token = new TestAccount(ParleyServer.shared(), "auditor").authorization();
        assertThat(rest.send("POST", "/apps", Map.of("name", "not for auditors"), token)
                        .status())
                .isEqualTo(403);
        assertThat(rest.send(
                                "PUT",
                                "/admins/roles",
                                Map.of("username", name, "roles", List.of("auditor", "system-admin"), "reason", "both"),
                                rest.authorization())
                        .status())
                .isEqualTo(400);
        assertThat(ParleyServer.shared()
                        .database()
                        .texts(
                                "select refusal || ' ' || address from audit_entry where action = 'ADMIN_CHANGE'"
                                        + " and outcome = 'REFUSED' and user_id = ?",
                                name))
                .containsExactly("ROLES_EXCLUSIVE 127.0.0.1");
        assertThat(ParleyServer.shared()
                        .database()
                        .texts(
                                "select detail ->> 'request' from audit_entry where action = 'ACCESS' and refusal = 'ROLE_MISSING'"
                                        + " order by occurred_at desc limit 1"))
                .containsExactly("POST /api/v1/apps");
    }

    /** The tokens of sign-ins before and while something is done. */
    private static List<String> whileSigningIn(String name, Runnable act) throws InterruptedException {
        Queue<String> tokens = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(2 * AT_ONCE);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Thread each = new Thread(() -> {
                Answer answer;
                do {
                    begun.countDown();
                    answer = signIn(name, FIRST);
                    if (answer.status() == 200) {
                        tokens.add(token(answer));
                    }
                } while (answer.status() == 200);
            });
            each.start();
            all.add(each);
        }
        begun.await();
        act.run();
        for (Thread each : all) {
            each.join();
        }
        return List.copyOf(tokens);
    }
}
