package io.parley.web.console;

import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContextWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * A token that is not good is no token: its request is a stranger's. The platform's own answer would be a bare 401, and 500 for a
 * key that it does not know, on every page that the browser sends its old cookie to, the sign-in included.
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public abstract class OptionalJwtMechanism implements HttpAuthenticationMechanism {

    @Inject
    @Delegate
    @Any
    @SuppressWarnings("NullAway.Init")
    private HttpAuthenticationMechanism mechanism;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        HttpServletResponse deaf = new Deaf(response);
        AuthenticationStatus status = mechanism.validateRequest(request, deaf, new HttpMessageContextWrapper(context) {
            @Override
            public HttpServletResponse getResponse() {
                return deaf;
            }

            @Override
            public AuthenticationStatus responseUnauthorized() {
                return AuthenticationStatus.SEND_FAILURE;
            }
        });
        return status == AuthenticationStatus.SEND_FAILURE ? context.doNothing() : status;
    }

    /** Does not hear of failures. */
    private static final class Deaf extends HttpServletResponseWrapper {

        Deaf(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) {
            // said by whoever serves the request
        }

        @Override
        public void sendError(int status, String message) {
            // said by whoever serves the request
        }

        @Override
        public void setStatus(int status) {
            // said by whoever serves the request
        }
    }
}
