package io.parley.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerInstallationTest {

    @TempDir
    private Path directory;

    @Test
    void aServerIsKnownByWhatLiesInItsDirectory() throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        assertThatThrownBy(() -> ServerInstallation.of(home)).hasMessageContaining("./mvnw package");
        Files.createDirectories(home.resolve("glassfish"));
        assertThat(ServerInstallation.of(home)).isInstanceOf(PayaraInstallation.class);
        Files.createDirectories(home.resolve("standalone"));
        assertThat(ServerInstallation.of(home)).isInstanceOf(WildFlyInstallation.class);
    }

    @Test
    void theCopyOfADomainHasItsPortOfAdministrationAndNothingOfTheLastStartButItsLog() throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path config = Files.createDirectories(home.resolve("glassfish/domains/parley/config"));
        Files.writeString(
                config.resolve("domain.xml"),
                "<network-listener protocol=\"admin-listener\" address=\"127.0.0.1\" port=\"41048\" name=\"admin-listener\"/>");
        Path base = directory.resolve("server");
        Path logs = Files.createDirectories(base.resolve("parley/logs"));
        Files.writeString(logs.resolve("server.log"), "the last start");
        Files.writeString(
                Files.createDirectories(base.resolve("parley/applications")).resolve("left"), "from the last start");

        ServerInstallation payara = ServerInstallation.of(home);
        payara.copyTo(base);

        assertThat(base.resolve("parley/config/domain.xml"))
                .content()
                .contains("port=\"4848\" name=\"admin-listener\"");
        assertThat(base.resolve("parley/applications")).doesNotExist();
        assertThat(payara.log(base)).doesNotExist();
        try (var kept = Files.list(logs)) {
            assertThat(kept).singleElement().asString().contains("server.log_");
        }
        assertThat(base.resolve("deploy.asadmin"))
                .content()
                .contains("deploy", home.resolve("parley.ear").toString());
    }

    @Test
    void aStartThatFailedIsKnownByItsLog() throws IOException {
        Files.createDirectories(directory.resolve("payara/glassfish"));
        Files.createDirectories(directory.resolve("wildfly/standalone"));
        assertThat(ServerInstallation.of(directory.resolve("payara"))
                        .isFailure("  Boot Command deploy failed PlainTextActionReporterFAILURE"))
                .isTrue();
        assertThat(ServerInstallation.of(directory.resolve("wildfly"))
                        .isFailure("WFLYSRV0026: WildFly Core 31.0.3.Final started (with errors) in 9335ms"))
                .isTrue();
        assertThat(ServerInstallation.of(directory.resolve("wildfly")).isFailure("WFLYSRV0025: started"))
                .isFalse();
    }
}
