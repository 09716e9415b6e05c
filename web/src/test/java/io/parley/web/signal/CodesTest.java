package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.persistence.audit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ResourceBundle;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The Java tables of engine codes against the one table; the SDK's tests hold theirs to the same file. */
class CodesTest {

    private static final Path TABLE = Path.of("../docs/protocol/codes.json");
    private static final String BUNDLE = "io.parley.web.console.Texts_";

    private record Row(String name, int code, String message) {}

    private static List<JsonNode> table(String kind) throws IOException {
        return StreamSupport.stream(
                        new ObjectMapper().readTree(Files.readString(TABLE)).spliterator(), false)
                .filter(row -> row.get("of").toString().contains('"' + kind + '"'))
                .toList();
    }

    private static List<Row> rows(String kind) throws IOException {
        return table(kind).stream()
                .map(row -> new Row(
                        row.get("name").asText(),
                        row.get("code").asInt(),
                        row.get("en").asText()))
                .toList();
    }

    @Test
    void refusalsHaveTheCodesAndSentencesOfTheTable() throws IOException {
        List<Row> refusals = Arrays.stream(Refusal.values())
                .filter(refusal -> refusal.code() != 0)
                .map(refusal -> new Row(refusal.name(), refusal.code(), refusal.message()))
                .toList();
        assertThat(refusals).hasSizeGreaterThan(50).containsExactlyInAnyOrderElementsOf(rows("refusal"));
    }

    @Test
    void endsOfStaysAndStreamsHaveTheCodesAndSentencesOfTheTable() throws IOException {
        List<Row> states = Arrays.stream(StateCode.values())
                .map(state -> new Row(state.name(), state.code(), state.message()))
                .toList();
        assertThat(states).containsExactlyInAnyOrderElementsOf(rows("state"));
    }

    @Test
    void theConsoleSaysTheSentencesOfTheTableInBothLanguages() throws IOException {
        for (String language : List.of("en", "zh")) {
            ResourceBundle texts = ResourceBundle.getBundle(BUNDLE + language);
            for (JsonNode row : table("refusal")) {
                String name = row.get("name").asText();
                assertThat(texts.getString("refusal." + name))
                        .as(name)
                        .isEqualTo(row.get(language).asText());
            }
        }
    }

    @Test
    void refusalsWithoutACodeHaveTheSentenceThatTheConsoleSays() {
        ResourceBundle texts = ResourceBundle.getBundle(BUNDLE + "en");
        for (Refusal refusal : Refusal.values()) {
            assertThat(texts.getString("refusal." + refusal)).as(refusal.name()).isEqualTo(refusal.message());
        }
    }
}
