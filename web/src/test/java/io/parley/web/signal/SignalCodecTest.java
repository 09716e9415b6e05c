package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's half of the shared fixtures; the SDK's tests read the same files. */
class SignalCodecTest {

    private static final Path FIXTURES = Path.of("../docs/protocol/fixtures");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> clientFixtures() throws IOException {
        return files("client");
    }

    static List<Path> serverFixtures() throws IOException {
        return files("server");
    }

    @ParameterizedTest
    @MethodSource("clientFixtures")
    void everyClientMessageIsUnderstoodWhole(Path file) throws Exception {
        String text = Files.readString(file);
        ClientMessage message = SignalCodec.decode(text);
        assertThat(JSON.readTree(JSON.writeValueAsString(message))).isEqualTo(JSON.readTree(text));
    }

    @ParameterizedTest
    @MethodSource("serverFixtures")
    void everyServerMessageIsWrittenAsTheFixtureSays(Path file) throws Exception {
        JsonNode fixture = JSON.readTree(Files.readString(file));
        ServerMessage message = JSON.treeToValue(fixture, ServerMessage.class);
        assertThat(JSON.readTree(SignalCodec.encode(message))).isEqualTo(fixture);
    }

    @Test
    void everyMessageHasAFixture() throws Exception {
        assertThat(names(clientFixtures())).isEqualTo(types(ClientMessage.class));
        assertThat(names(serverFixtures())).isEqualTo(types(ServerMessage.class));
    }

    @ParameterizedTest
    @MethodSource("clientFixtures")
    void anUnknownFieldIsAnErrorThatNamesTheRequest(Path file) throws Exception {
        ObjectNode message = (ObjectNode) JSON.readTree(Files.readString(file));
        long requestId = message.get("requestId").longValue();
        message.put("surprise", 1);
        assertThatThrownBy(() -> SignalCodec.decode(message.toString()))
                .isInstanceOfSatisfying(SignalCodec.Undecodable.class, error -> {
                    assertThat(error.isHopeless()).isFalse();
                    assertThat(error.requestId()).isEqualTo(requestId);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":\"nonsense\",\"requestId\":1}",
                "{\"type\":\"heartbeat\"}",
                "{\"type\":\"heartbeat\",\"requestId\":0}",
                "{\"type\":\"heartbeat\",\"requestId\":-1}",
                "{\"type\":\"heartbeat\",\"requestId\":\"1\"}",
                "{\"type\":\"heartbeat\",\"requestId\":1.5}",
                "{\"type\":\"heartbeat\",\"requestId\":null}",
                "{\"type\":\"play\",\"requestId\":1,\"streamID\":{}}",
                "{\"type\":\"play\",\"requestId\":1,\"streamID\":1}",
                "{\"type\":\"play\",\"requestId\":1,\"streamID\":1.5}",
                "{\"type\":\"play\",\"requestId\":1,\"streamID\":true}",
                "{\"type\":\"io.parley.web.signal.ClientMessage$Login\",\"requestId\":1}"
            })
    void aWrongMessageIsAnErrorAndTheConnectionGoesOn(String text) {
        assertThatThrownBy(() -> SignalCodec.decode(text))
                .isInstanceOfSatisfying(SignalCodec.Undecodable.class, error -> assertThat(error.isHopeless())
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "null", "{", "{\"a\":1}{}", "{\"a\":1,\"a\":2}", "\u0000"})
    void whatIsNoJsonObjectEndsTheConnection(String text) {
        assertThatThrownBy(() -> SignalCodec.decode(text))
                .isInstanceOfSatisfying(SignalCodec.Undecodable.class, error -> assertThat(error.isHopeless())
                        .isTrue());
    }

    @Test
    void deepNestingEndsTheConnection() {
        String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertThatThrownBy(() -> SignalCodec.decode(deep)).isInstanceOf(SignalCodec.Undecodable.class);
    }

    private static List<Path> files(String side) throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES.resolve(side))) {
            return files.sorted().toList();
        }
    }

    private static Set<String> names(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString().replace(".json", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> types(Class<?> family) {
        var subTypes = family.getAnnotation(com.fasterxml.jackson.annotation.JsonSubTypes.class);
        return Arrays.stream(subTypes.value())
                .map(com.fasterxml.jackson.annotation.JsonSubTypes.Type::name)
                .collect(Collectors.toSet());
    }
}
