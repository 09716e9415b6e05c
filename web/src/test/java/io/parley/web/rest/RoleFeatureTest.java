package io.parley.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the filter decides is shown over the wire, for every route and role: RoleIT. */
class RoleFeatureTest {

    @RolesAllowed("auditor")
    static class Guarded {
        public void asItsClass() {}

        @RolesAllowed({"operator", "auditor"})
        public void asItself() {}

        @PermitAll
        public void open() {}
    }

    static class Unguarded {
        public void open() {}
    }

    @Test
    void aRouteIsGuardedAsItsMethodSaysAndElseAsItsClassSays() {
        assertThat(registered(Guarded.class, "asItsClass"))
                .singleElement()
                .asString()
                .contains("[auditor]");
        assertThat(registered(Guarded.class, "asItself"))
                .singleElement()
                .asString()
                .contains("operator", "auditor");
    }

    @Test
    void aRouteForEverybodyHasNoFilter() {
        assertThat(registered(Guarded.class, "open")).isEmpty();
        assertThat(registered(Unguarded.class, "open")).isEmpty();
    }

    private static List<Object> registered(Class<?> type, String name) {
        Method method = Stream.of(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        List<Object> registered = new ArrayList<>();
        FeatureContext context = (FeatureContext) Proxy.newProxyInstance(
                RoleFeatureTest.class.getClassLoader(),
                new Class<?>[] {FeatureContext.class},
                (proxy, called, arguments) -> {
                    registered.add(arguments[0]);
                    return proxy;
                });
        new RoleFeature()
                .configure(
                        new ResourceInfo() {
                            @Override
                            public Method getResourceMethod() {
                                return method;
                            }

                            @Override
                            public Class<?> getResourceClass() {
                                return type;
                            }
                        },
                        context);
        return registered;
    }
}
