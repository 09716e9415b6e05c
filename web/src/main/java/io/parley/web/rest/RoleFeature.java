package io.parley.web.rest;

import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@link RolesAllowed} of routes by the groups of the request's token. Servers differ in whether they look at that annotation on
 * resources, and in how they map groups to roles. A method's own annotation counts before that of its class.
 */
@Provider
public class RoleFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Set<String> roles = roles(resource.getResourceMethod(), resource.getResourceClass());
        if (roles != null) {
            context.register(new RoleFilter(roles));
        }
    }

    /** Null where the route is open to everybody. */
    private static @Nullable Set<String> roles(Method method, Class<?> type) {
        if (method.isAnnotationPresent(PermitAll.class)) {
            return null;
        }
        RolesAllowed own = method.getAnnotation(RolesAllowed.class);
        RolesAllowed allowed = own == null ? type.getAnnotation(RolesAllowed.class) : own;
        return allowed == null ? null : Set.of(allowed.value());
    }

    /** Lets the holder of one of these roles pass. */
    @Priority(Priorities.AUTHORIZATION)
    private record RoleFilter(Set<String> roles) implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            if (!(request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token)
                    || Collections.disjoint(token.getGroups(), roles)) {
                throw new ForbiddenException();
            }
        }
    }
}
