package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.parley.it.Rest.App;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The SDK as the server offers it. */
class SdkDownloadIT {

    private static final Pattern LINK = Pattern.compile("href=\"([^\"#:]+)\"");

    private static ParleyServer server;
    private static Rest rest;
    private static App app;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        app = rest.createApp("downloads");
    }

    @Test
    void everythingThatThePagesNameIsThere() throws Exception {
        URI start = URI.create(server.http() + "/parley/sdk/");
        for (URI page : List.of(start, start.resolve("tokens.html"))) {
            List<String> links = LINK.matcher(Files.readString(download(page)))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(links).hasSizeGreaterThan(4);
            for (String link : links) {
                download(page.resolve(link));
            }
        }
    }

    @Test
    void packagesAreInstalledByNpmUnderTheNamesThatProjectsImport() throws Exception {
        String sdk = server.http() + "/parley/sdk/";
        Files.writeString(folder.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}");
        run(
                Map.of(),
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                sdk + "parley-engine.tgz",
                "zego-express-engine-miniprogram@" + sdk + "parley-engine.tgz",
                "zego-express-engine-webrtc@" + sdk + "parley-engine-web.tgz");
        Files.writeString(folder.resolve("imports.mjs"), """
                import { ZegoExpressEngine as own } from "parley-engine";
                import { ZegoExpressEngine as mini } from "zego-express-engine-miniprogram";
                import { ZegoExpressEngine as web } from "zego-express-engine-webrtc";
                console.log([own, mini, web].map(({ prototype }) => `${typeof prototype.createPusher} ${typeof prototype.createZegoStream}`).join(", "));
                """);
        assertThat(run(Map.of(), Programs.node(), "imports.mjs").trim())
                .isEqualTo("function undefined, function undefined, function function");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "node, room-token.mjs",
        "python3, room_token.py",
        "php, room_token.php",
        "go run, roomtoken.go",
        "java, RoomToken.java"
    })
    void usersComeInWithTokensOfTheGeneratorsThatTheServerOffers(String command, String file) throws Exception {
        List<String> call = new ArrayList<>(List.of(command.split(" ")));
        assumeTrue(Programs.find(call.get(0)).isPresent(), call.get(0) + " is not installed");
        if (call.get(0).equals("python3")) {
            assumeTrue(exit(Map.of(), "python3", "-c", "import cryptography") == 0, "no cryptography for Python");
        }
        Path generator = download(URI.create(server.http() + "/parley/sdk/tokens/" + file));
        Files.move(generator, folder.resolve(file));
        call.addAll(List.of(file, Long.toString(app.id()), "agent-7", "600", "claim-4711"));
        String token = run(Map.of("PARLEY_SECRET", app.secret()), call.toArray(String[]::new))
                .trim();
        try (SignalClient client = new SignalClient(server)) {
            assertThat(client.login(app, "claim-4711", "agent-7", token, false)
                            .get("type")
                            .asText())
                    .isEqualTo("loggedIn");
        }
        try (SignalClient client = new SignalClient(server)) {
            assertThat(client.login(app, "claim-4712", "agent-7", token, false)
                            .get("refusal")
                            .asText())
                    .isEqualTo("TOKEN_ROOM_MISMATCH");
        }
    }

    private Path download(URI address) throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, "download", ".part");
        var answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofFile(file));
        assertThat(answer.statusCode()).as(address.toString()).isEqualTo(200);
        assertThat(file).isNotEmptyFile();
        return file;
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path log = folder.resolve("log.txt");
        Process process = start(environment, log, command);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + Files.readString(log))
                .isZero();
        return Files.readString(log);
    }

    private int exit(Map<String, String> environment, String... command) throws Exception {
        return start(environment, folder.resolve("probe.txt"), command).waitFor();
    }

    private Process start(Map<String, String> environment, Path log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
