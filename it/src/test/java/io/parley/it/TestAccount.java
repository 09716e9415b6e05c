package io.parley.it;

import java.util.Map;
import java.util.UUID;

/** An administrator with some roles, put into the database with the first administrator's password. */
record TestAccount(ParleyServer server, String name, String password) {

    TestAccount(ParleyServer server, String roles) {
        this(server, "t-" + UUID.randomUUID(), server.adminPassword());
        server.database()
                .rows(
                        "insert into admin_user (username, password_hash, roles, created_at)"
                                + " select ?, password_hash, ?, now() from admin_user where username = 'admin' returning id",
                        name,
                        roles);
    }

    /** Its Authorization header. */
    String authorization() {
        Rest.Answer session =
                new Rest(server).send("POST", "/sessions", Map.of("username", name, "password", password), "");
        if (session.status() != 200) {
            throw new IllegalStateException("signing in: " + session);
        }
        return "Bearer " + session.json().get("accessToken").asText();
    }
}
