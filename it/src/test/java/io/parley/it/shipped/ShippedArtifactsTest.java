package io.parley.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.it.ParleyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing is shipped of which docs/operations/advisories.md says that it has a hole, unless it says there why. */
class ShippedArtifactsTest {

    /** 393 when this was written; 492 with the layers that call beans from afar. */
    private static final int MOST_JARS = 400;

    private static final List<Artifact> SHIPPED = new ArrayList<>();
    private static List<Advisory> advisories;

    @BeforeAll
    static void read() throws IOException {
        SHIPPED.addAll(Artifact.ofServer(ParleyServer.home()));
        SHIPPED.addAll(Artifact.inside(Path.of("..", "ear", "target", "parley.ear")));
        SHIPPED.addAll(Artifact.ofNpm(Path.of("..", "sdk", "package-lock.json")));
        advisories = Advisory.all();
    }

    @Test
    void everythingThatIsShippedIsSeen() {
        assertThat(SHIPPED)
                .extracting(Artifact::name)
                .contains("undertow-core", "wildfly-undertow", "postgresql", "jakarta.faces") // the server
                .contains(
                        "flyway-core",
                        "oauth2-oidc-sdk",
                        "nimbus-jose-jwt",
                        "primefaces",
                        "netty-handler",
                        "jackson-databind") // the EAR
                .contains("npm:ws", "npm:mpegts.js");
    }

    @Test
    void noShippedVersionIsKnownToBeAffected() {
        assertThat(found(SHIPPED).filter(line -> line.endsWith(": ")).toList())
                .as("affected, and nothing in the last column of " + Advisory.FILE)
                .isEmpty();
    }

    @Test
    void whatIsAcceptedIsStillShipped() {
        for (Advisory each : advisories) {
            if (!each.accepted().isEmpty()) {
                assertThat(SHIPPED).as("accepted but not shipped: %s", each).anyMatch(each::affects);
            }
        }
    }

    @Test
    void theVersionsThatWildFlyBringsItselfAreFound() {
        List<Artifact> before = List.of(
                new Artifact("undertow-core", "2.3.23.Final"),
                new Artifact("netty-handler", "4.1.130.Final"),
                new Artifact("jackson-databind", "2.20.1"),
                new Artifact("bcprov-jdk18on", "1.83"),
                new Artifact("vertx-core", "4.5.24"),
                new Artifact("npm:esbuild", "0.24.2"));
        for (Artifact each : before) {
            assertThat(found(List.of(each))).as(each.toString()).isNotEmpty();
        }
        assertThat(found(List.of(new Artifact("undertow-core", "2.3.25.Final"))))
                .isEmpty();
    }

    @Test
    void theServerHasNothingThatCallsBeansFromAfar() throws IOException {
        Path home = ParleyServer.home();
        assertThat(Artifact.ofServer(home)).hasSizeLessThanOrEqualTo(MOST_JARS);
        assertThat(Files.readString(home.resolve("standalone/configuration/standalone.xml")))
                .doesNotContain("http-invoker", "http-remoting", "domain:remoting", "remoting-connector", "messaging");
    }

    private static Stream<String> found(List<Artifact> artifacts) {
        return artifacts.stream().distinct().flatMap(artifact -> advisories.stream()
                .filter(advisory -> advisory.affects(artifact))
                .map(advisory -> artifact + " has " + advisory.names() + ": " + advisory.accepted()));
    }
}
