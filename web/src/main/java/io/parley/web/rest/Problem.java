package io.parley.web.rest;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Problem details, RFC 9457. */
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** A fault, by the number that is in the server's log too. */
    static Response incident(String title, String number) {
        return Response.status(500)
                .type(MEDIA_TYPE)
                .entity(new Problem("urn:parley:refusal:FAULT", title, 500, null, number))
                .build();
    }

    static Response response(int status, String code, String title, @Nullable String detail) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new Problem("urn:parley:refusal:" + code, title, status, detail, null))
                .build();
    }
}
