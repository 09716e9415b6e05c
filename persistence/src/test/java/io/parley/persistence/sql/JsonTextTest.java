package io.parley.persistence.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void numbersAndTruthValuesKeepTheirKindAndEverythingElseIsText() throws Exception {
        String json = JsonText.of(Map.of(
                "stay", 42L, "byOwner", true, "unit", TimeUnit.DAYS, "from", Instant.EPOCH, "to", List.of("a", "b")));

        assertThat(JsonMapper.builder().build().readTree(json))
                .isEqualTo(JsonMapper.builder().build().readTree("""
                {"stay": 42, "byOwner": true, "unit": "DAYS", "from": "1970-01-01T00:00:00Z", "to": ["a", "b"]}"""));
    }

    @Test
    void whatPostgresqlDoesNotStoreIsLeftOut() {
        assertThat(JsonText.of(Map.of("text", "a\0b", "all", List.of("\0")))).doesNotContain("\\u0000");
    }

    @Test
    void quotesAndControlCharactersAreEscaped() {
        assertThat(JsonText.of(Map.of("text", "\"\n\u0001"))).isEqualTo("{\"text\":\"\\\"\\n\\u0001\"}");
    }
}
