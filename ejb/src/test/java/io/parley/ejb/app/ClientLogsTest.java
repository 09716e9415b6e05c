package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientLogsTest {

    private final PerMinuteRateLimiter uploads = new PerMinuteRateLimiter();

    @Test
    void whoeverUploadsTooOftenWaitsForTheMinuteToEndAndOthersDoNot() {
        assertThat(uploads.take("a", 2, 0)).isTrue();
        assertThat(uploads.take("a", 2, 10)).isTrue();
        assertThat(uploads.take("a", 2, 59_999)).isFalse();
        assertThat(uploads.take("b", 2, 59_999)).isTrue();
        assertThat(uploads.take("a", 2, 60_000)).isTrue();
        assertThat(uploads.take("a", 0, 60_001)).as("0 is no limit").isTrue();
    }

    @Test
    void wordsOfAClientStayOnOneLineAndAreNotEndless() {
        assertThat(ClientLogs.oneLine("a\r\nERROR b\u001b[31m\u2028c")).isEqualTo("a  ERROR b [31m c");
        assertThat(ClientLogs.oneLine("x".repeat(5_000))).hasSize(ClientLogs.LONGEST);
        assertThat(ClientLogs.oneLine(null)).isEmpty();
        assertThat(ClientLogs.oneLine("cannot play rtmp://host/live/k?ticket=AQB-_x9&first=edge, k%26ticket%3DAQB"))
                .isEqualTo("cannot play rtmp://host/live/k?ticket=...&first=edge, k%26ticket%3D...");
    }
}
