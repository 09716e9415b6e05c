package io.parley.web.console;

import io.parley.ejb.admin.SessionToken;
import io.parley.ejb.admin.SessionTokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server who asks: by the token in the console's cookie, else by a bearer token. A token that is not good is no token: its
 * request is a stranger's, and who serves it says what is missing. Why not the server's own MicroProfile JWT: docs/adr/0013.
 */
@ApplicationScoped
public class SessionTokenMechanism implements HttpAuthenticationMechanism {

    private static final String BEARER = "Bearer ";

    private final SessionTokenVerifier tokens;

    @Inject
    public SessionTokenMechanism(SessionTokenVerifier tokens) {
        this.tokens = tokens;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected SessionTokenMechanism() {
        this(null);
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        String text = token(request);
        Optional<SessionToken> token = text == null ? Optional.empty() : tokens.verify(text);
        return token.isPresent()
                ? context.notifyContainerAboutLogin(token.get(), token.get().getGroups())
                : context.doNothing();
    }

    private static @Nullable String token(HttpServletRequest request) {
        String cookie = SessionCookie.token(request);
        if (cookie != null) {
            return cookie;
        }
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }
}
