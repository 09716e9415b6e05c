package io.parley.it.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.persistence.Entity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/adr/0001 and what may be used where. */
class ArchitectureTest {

    private static final List<String> MODULES =
            List.of("rate-limit", "persistence", "adapter-api", "relay", "adapter", "ejb", "web", "launcher");

    private static JavaClasses parley;

    @BeforeAll
    static void read() {
        List<Path> classes = MODULES.stream()
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList();
        assertThat(classes).allMatch(Files::isDirectory);
        parley = new ClassFileImporter().importPaths(classes);
        assertThat(parley.size()).isGreaterThan(150);
    }

    @Test
    void modulesDependOnEachOtherAsDrawnAndNoOtherWay() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.parley..")
                .layer("web")
                .definedBy("io.parley.web..")
                .layer("ejb")
                .definedBy("io.parley.ejb..")
                .layer("persistence")
                .definedBy("io.parley.persistence..")
                .layer("adapter-api")
                .definedBy("io.parley.adapter.api..")
                .layer("adapter")
                .definedBy("io.parley.adapter", "io.parley.adapter.inbound..", "io.parley.adapter.outbound..")
                .layer("relay")
                .definedBy("io.parley.relay..")
                .layer("rate-limit")
                .definedBy("io.parley.ratelimit..")
                .layer("launcher")
                .definedBy("io.parley.launcher..")
                .whereLayer("web")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ejb")
                .mayOnlyBeAccessedByLayers("web")
                .whereLayer("persistence")
                .mayOnlyBeAccessedByLayers("ejb", "web", "launcher")
                .whereLayer("adapter-api")
                .mayOnlyBeAccessedByLayers("ejb", "adapter")
                .whereLayer("adapter")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("adapter")
                .whereLayer("rate-limit")
                .mayOnlyBeAccessedByLayers("web", "ejb", "relay")
                .whereLayer("launcher")
                .mayNotBeAccessedByAnyLayer()
                .check(parley);
    }

    @Test
    void theRelayKnowsNoJakartaEe() {
        noClasses()
                .that()
                .resideInAPackage("io.parley.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "javax.sql..", "java.sql..")
                .check(parley);
    }

    /** JBoss Logging is a library that travels in the EAR. What runs inside WildFly, beside the EAR, and the launcher may know servers. */
    @Test
    void noServersOwnClassIsUsed() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.parley.wildfly..", "io.parley.launcher..", "io.parley.it..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.jboss..",
                                "org.wildfly..",
                                "io.undertow..",
                                "org.glassfish..",
                                "fish.payara..",
                                "com.sun..")
                        .and(not(resideInAPackage("org.jboss.logging.."))))
                .check(parley);
    }

    @Test
    void rateLimitsNeedTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage("io.parley.ratelimit..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.parley.ratelimit..", "java..", "org.jspecify..")
                .check(parley);
    }

    @Test
    void nettyStaysInRelayAndAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.parley.relay..", "io.parley.adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(parley);
    }

    @Test
    void theEntityManagerStaysInPersistence() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.parley.persistence..", "io.parley.launcher..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "java.sql..")
                .check(parley);
    }

    @Test
    void httpAndWebSocketStayInWeb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.parley.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.websocket..", "jakarta.servlet..")
                .check(parley);
    }

    @Test
    void webShowsNoEntity() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.parley.web..")
                .should()
                .haveRawReturnType(anEntity())
                .check(parley);
        noClasses()
                .that()
                .resideInAPackage("io.parley.web..")
                .should()
                .dependOnClassesThat(anEntity())
                .check(parley);
    }

    @Test
    void webNamesValuesOfPersistenceAndNothingThatReachesTheDatabase() {
        noClasses()
                .that()
                .resideInAPackage("io.parley.web..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("io\\.parley\\.persistence\\..*Repository(\\$.*)?")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.parley.persistence.sql..", "io.parley.persistence.schema..")
                .check(parley);
    }

    @Test
    void transactionsAreDeclaredOnServicesOfTheEjbModuleOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.parley.ejb..")
                .should()
                .beAnnotatedWith(TransactionAttribute.class)
                .orShould()
                .beAnnotatedWith("jakarta.transaction.Transactional")
                .orShould()
                .beAnnotatedWith(Stateless.class)
                .orShould()
                .beAnnotatedWith(Singleton.class)
                .orShould()
                .beAnnotatedWith(MessageDriven.class)
                .check(parley);
        noClasses()
                .that()
                .resideInAPackage("io.parley..")
                .and()
                // which tells Hibernate that there is none
                .doNotHaveFullyQualifiedName("io.parley.persistence.sql.RegistryJtaPlatform")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.transaction.UserTransaction")
                .check(parley);
    }

    /** By its instants alone: {@link Clock#millis} of a clock that ticks in microseconds divides by zero. */
    @Test
    void theTimeIsAskedOfTheClock() {
        noClasses()
                .that()
                .resideInAnyPackage("io.parley.persistence..", "io.parley.ejb..", "io.parley.web..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "millis")
                .check(parley);
    }

    @Test
    void featuresHaveNoCycles() {
        for (String module : List.of("persistence", "adapter", "relay", "ejb", "web", "launcher")) {
            slices().assignedFrom(featuresOf("io.parley." + module))
                    .should()
                    .beFreeOfCycles()
                    .check(parley);
        }
    }

    /** The packages right below a module's, and the module's own. */
    private static SliceAssignment featuresOf(String module) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                if (name.equals(module)) {
                    return SliceIdentifier.of(module);
                }
                if (!name.startsWith(module + ".")) {
                    return SliceIdentifier.ignore();
                }
                return SliceIdentifier.of(name.substring(module.length() + 1).split("\\.", 2)[0]);
            }

            @Override
            public String getDescription() {
                return "features of " + module;
            }
        };
    }

    /**
     * Servlets, filters, listeners, message beans and decorators are made by the container with no arguments; abstract pages keep what
     * they need out of the constructors of the pages that extend them.
     */
    @Test
    void whatAClassNeedsComesByItsConstructor() {
        noFields()
                .that()
                .areAnnotatedWith("jakarta.inject.Inject")
                .or()
                .areAnnotatedWith("jakarta.ejb.EJB")
                .should()
                .beDeclaredInClassesThat(new DescribedPredicate<>("can have a constructor with arguments") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.isAnnotatedWith(MessageDriven.class)
                                && !type.isAssignableTo("jakarta.servlet.Servlet")
                                && !type.isAssignableTo("jakarta.servlet.Filter")
                                && !type.isAssignableTo("java.util.EventListener");
                    }
                })
                .check(parley);
    }

    @Test
    void aNameOfATypeStandsForOneThing() {
        Map<String, List<String>> types = parley.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getName().endsWith("_$logger")) // generated
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        types.values().removeIf(names -> names.size() == 1);
        assertThat(types).isEmpty();
    }

    @Test
    void filesAreNotCalledManagerHelperOrUtil() {
        noClasses()
                .that()
                .resideInAPackage("io.parley..")
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .check(parley);
        classes()
                .that()
                .haveSimpleNameEndingWith("Impl")
                .should()
                .resideInAPackage("io.parley.adapter.outbound")
                .check(parley);
    }

    private static DescribedPredicate<JavaClass> anEntity() {
        return new DescribedPredicate<>("an entity") {
            @Override
            public boolean test(JavaClass type) {
                return type.isAnnotatedWith(Entity.class);
            }
        };
    }
}
