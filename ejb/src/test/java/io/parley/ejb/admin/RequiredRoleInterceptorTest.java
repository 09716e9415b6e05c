package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredRoleInterceptorTest {

    @RequiresRole({Roles.OPERATOR, Roles.AUDITOR})
    static class Service {

        void ofTheClass() {}

        @RequiresRole(Roles.SECURITY_ADMIN)
        void ofItsOwn() {}
    }

    static class Unmarked {
        void method() {}
    }

    private final RequestOrigin origin = new RequestOrigin();

    private Object call(Class<?> service, String method) throws Exception {
        return call(service, method, origin);
    }

    /** Gives "done" where the method would have run. */
    private static Object call(Class<?> service, String name, RequestOrigin origin) throws Exception {
        Method method = service.getDeclaredMethod(name);
        InvocationContext invocation = (InvocationContext) Proxy.newProxyInstance(
                RequiredRoleInterceptorTest.class.getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, asked, arguments) -> switch (asked.getName()) {
                    case "getMethod" -> method;
                    case "proceed" -> "done";
                    default -> throw new UnsupportedOperationException(asked.getName());
                });
        return new RequiredRoleInterceptor(new CallerRoles(origin)).check(invocation);
    }

    @ParameterizedTest
    @CsvSource({
        "ofTheClass, operator",
        "ofTheClass, auditor",
        "ofItsOwn, security-admin",
    })
    void oneOfTheRolesIsEnough(String method, String role) throws Exception {
        origin.holds(Set.of("system-admin", role));
        assertThat(call(Service.class, method)).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "ofTheClass, security-admin",
        "ofTheClass, system-admin",
        "ofItsOwn, operator",
        "ofItsOwn, auditor",
    })
    void anotherRoleIsRefusedAndTheMethodDoesNotRun(String method, String role) {
        origin.holds(Set.of(role));
        assertRefused(method, origin);
    }

    @Test
    void strangersAreRefused() {
        assertRefused("ofTheClass", origin);
    }

    @Test
    void whatRunsWithoutARequestIsRefused() {
        assertRefused("ofTheClass", new RequestOrigin() {
            @Override
            public Set<String> roles() {
                throw new ContextNotActiveException();
            }
        });
    }

    @Test
    void aMethodWithoutRolesIsForNobody() {
        origin.holds(Set.copyOf(Roles.ALL));
        assertThatThrownBy(() -> call(Unmarked.class, "method")).isInstanceOf(Refused.class);
    }

    private static void assertRefused(String method, RequestOrigin origin) {
        assertThatThrownBy(() -> call(Service.class, method, origin))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.ROLE_MISSING));
    }
}
