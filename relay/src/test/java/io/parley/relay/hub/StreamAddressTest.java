package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"live/a/b", "/live/a/b.flv", "live//a/b/", "live/a/b.flv", "live/a%2Fb", "live/%61/b"})
    void allSpellingsAreOneKey(String path) {
        assertThat(StreamAddress.of(path).key()).isEqualTo("a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live", "live/", "other/a", "live/.flv", "live/a%00b", "live/a%0Ab"})
    void otherPathsAreNone(String path) {
        assertThat(StreamAddress.of(path)).isNull();
    }

    @Test
    void strayPercentSignsAndPlusStandForThemselves() {
        assertThat(StreamAddress.of("live/50%+x%zz~!").key()).isEqualTo("50%+x%zz~!");
    }

    @Test
    void firstTicketFoundCounts() {
        StreamAddress address = StreamAddress.of("live/a", "x=1", null, "y=2&ticket=a%2Bb+c", "ticket=no");
        assertThat(address.ticket()).isEqualTo("a+b+c");
        assertThat(StreamAddress.of("live/a").ticket()).isNull();
    }

    @Test
    void ticketIsNotPrinted() {
        assertThat(StreamAddress.of("live/a", "ticket=secret").toString()).doesNotContain("secret");
    }

    @Test
    void keysAreBoundedInBytes() {
        assertThat(StreamAddress.of("live/" + "é".repeat(256))).isNotNull();
        assertThat(StreamAddress.of("live/" + "é".repeat(257))).isNull();
    }
}
