package io.parley.ejb.admin;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks {@link RequiresRole} before the method runs. The container's own {@code @RolesAllowed} would not do: the token of a request is
 * the identity of the web application, not of the EJB module.
 */
@Interceptor
@RequiresRole({})
@Priority(Interceptor.Priority.APPLICATION)
public class RequiredRoleInterceptor {

    private final CallerRoles caller;

    @Inject
    public RequiredRoleInterceptor(CallerRoles caller) {
        this.caller = caller;
    }

    @AroundInvoke
    @Nullable
    Object check(InvocationContext invocation) throws Exception {
        caller.requireAny(required(invocation.getMethod()));
        return invocation.proceed();
    }

    /** None where the annotation is neither at the method nor at its class: then nobody may call it. */
    private static List<String> required(Method method) {
        RequiresRole own = method.getAnnotation(RequiresRole.class);
        RequiresRole role = own == null ? method.getDeclaringClass().getAnnotation(RequiresRole.class) : own;
        return role == null ? List.of() : List.of(role.value());
    }
}
