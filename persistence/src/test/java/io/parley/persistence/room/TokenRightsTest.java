package io.parley.persistence.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenRightsTest {

    @Test
    void anEmptyListOfStreamsMeansAnyAsNoListDoes() {
        assertThat(new TokenRights(true, List.of(), null)).isEqualTo(new TokenRights(true, null, null));
        assertThat(new TokenRights(true, List.of(), null).allowsPublishing("any"))
                .isTrue();
    }

    @Test
    void aListAllowsItsStreamsAlone() {
        TokenRights rights = new TokenRights(true, List.of("cam"), null);

        assertThat(rights.allowsPublishing("cam")).isTrue();
        assertThat(rights.allowsPublishing("other")).isFalse();
    }

    @Test
    void whoMayNotPublishMayNotWithAnyList() {
        assertThat(new TokenRights(false, List.of(), null).allowsPublishing("cam"))
                .isFalse();
    }
}
