package io.parley.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.parley.ejb.record.LiveRoomRow;
import io.parley.persistence.record.Page;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListResponseTest {

    private static final LiveRoomRow ROOM =
            new LiveRoomRow("claim-4711", "c-1", Instant.parse("2026-11-22T12:00:00Z"), 2, 1, 1);

    private static String json(Object value) throws JsonProcessingException {
        return JsonBodies.MAPPER.writeValueAsString(value);
    }

    @Test
    void aPageIsWrittenAsItsRowsAndTheNextCursor() throws JsonProcessingException {
        Page<LiveRoomRow> page = new Page<>(List.of(ROOM), "behind");
        assertThat(json(ListResponse.of(page)))
                .isEqualTo(json(page))
                .isEqualTo(
                        "{\"rows\":[{\"roomID\":\"claim-4711\",\"callID\":\"c-1\",\"openedAt\":\"2026-11-22T12:00:00Z\","
                                + "\"users\":2,\"streams\":1,\"players\":1}],\"next\":\"behind\"}");
    }

    @Test
    void theLastPageHasNoNext() throws JsonProcessingException {
        assertThat(json(ListResponse.of(new Page<>(List.of(), null)))).isEqualTo("{\"rows\":[]}");
    }
}
