package io.parley.it.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.record.RecordKind;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Roles are asked for twice, at the routes and at the services behind them: the two must not part. */
class RoleRulesTest {

    private static final String KIND = RecordKind.class.getName();

    private static JavaClasses parley;

    /** By service method or list: the roles of all routes that reach it. */
    private static final Map<String, Set<String>> ROUTES = new TreeMap<>();

    /** The roles that the same require. */
    private static final Map<String, Set<String>> SERVICES = new TreeMap<>();

    @BeforeAll
    static void read() {
        parley = new ClassFileImporter()
                .importPaths(
                        java.nio.file.Path.of("..", "ejb", "target", "classes"),
                        java.nio.file.Path.of("..", "web", "target", "classes"));
        for (JavaClass type : parley) {
            if (type.isAnnotatedWith(Path.class)) {
                type.getMethods().stream().filter(RoleRulesTest::isRoute).forEach(RoleRulesTest::follow);
            }
        }
    }

    private static boolean isRoute(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(each -> each.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    private static Set<String> rolesOfRoute(JavaMethod route) {
        if (route.isAnnotatedWith(PermitAll.class)
                || !route.isAnnotatedWith(RolesAllowed.class)
                        && route.getOwner().isAnnotatedWith(PermitAll.class)) {
            return Set.of();
        }
        RolesAllowed roles = route.isAnnotatedWith(RolesAllowed.class)
                ? route.getAnnotationOfType(RolesAllowed.class)
                : route.getOwner().getAnnotationOfType(RolesAllowed.class);
        return Set.of(roles.value());
    }

    /** From the route through the classes of the web module to the services and lists. */
    private static void follow(JavaMethod route) {
        Set<String> roles = rolesOfRoute(route);
        if (roles.isEmpty()) {
            return;
        }
        Deque<JavaCodeUnit> open = new ArrayDeque<>(List.of(route));
        Set<JavaCodeUnit> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (JavaAccess<?> access : open.pop().getAccessesFromSelf()) {
                JavaMember target = access.getTarget().resolveMember().orElse(null);
                if (target instanceof JavaField field
                        && field.getRawType().getName().equals(KIND)
                        && field.getOwner().getName().equals(KIND)) {
                    ROUTES.computeIfAbsent(field.getName(), name -> new TreeSet<>())
                            .addAll(roles);
                } else if (target instanceof JavaMethod method && isService(method.getOwner())) {
                    ROUTES.computeIfAbsent(method.getFullName(), name -> new TreeSet<>())
                            .addAll(roles);
                    SERVICES.put(method.getFullName(), required(method));
                } else if (target instanceof JavaCodeUnit code
                        && code.getOwner().getPackageName().startsWith("io.parley.web")
                        && seen.add(code)) {
                    open.push(code);
                }
            }
        }
    }

    private static boolean isService(JavaClass type) {
        return type.isAnnotatedWith(Stateless.class) || type.isAnnotatedWith(Singleton.class);
    }

    private static Set<String> required(JavaMethod method) {
        RequiresRole role = method.isAnnotatedWith(RequiresRole.class)
                ? method.getAnnotationOfType(RequiresRole.class)
                : method.getOwner().isAnnotatedWith(RequiresRole.class)
                        ? method.getOwner().getAnnotationOfType(RequiresRole.class)
                        : null;
        return role == null ? Set.of() : new TreeSet<>(Set.of(role.value()));
    }

    @Test
    void aServiceRequiresTheRolesOfTheRoutesThatReachIt() {
        assertThat(SERVICES).hasSizeGreaterThan(35);
        SERVICES.forEach((service, required) -> assertThat(required).as(service).isEqualTo(ROUTES.get(service)));
    }

    @Test
    void aListRequiresTheRolesOfItsRoutes() throws ReflectiveOperationException {
        int lists = 0;
        for (JavaField field : parley.get(KIND).getFields()) {
            if (field.getModifiers().contains(JavaModifier.STATIC)
                    && field.getRawType().getName().equals(KIND)) {
                RecordKind<?> kind = (RecordKind<?>)
                        RecordKind.class.getField(field.getName()).get(null);
                assertThat(new TreeSet<>(kind.roles())).as(field.getName()).isEqualTo(ROUTES.get(field.getName()));
                lists++;
            }
        }
        assertThat(lists).isEqualTo(13);
    }
}
