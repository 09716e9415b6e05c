package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientLogsTest {

    @Test
    void wordsOfAClientStayOnOneLineAndAreNotEndless() {
        assertThat(ClientLogs.oneLine("a\r\nERROR b\u001b[31m\u2028c")).isEqualTo("a  ERROR b [31m c");
        assertThat(ClientLogs.oneLine("x".repeat(5_000))).hasSize(ClientLogs.LONGEST);
        assertThat(ClientLogs.oneLine(null)).isEmpty();
        assertThat(ClientLogs.oneLine("cannot play rtmp://host/live/k?ticket=AQB-_x9&first=edge, k%26ticket%3DAQB"))
                .isEqualTo("cannot play rtmp://host/live/k?ticket=...&first=edge, k%26ticket%3D...");
    }
}
