package io.parley.web.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnauthenticatedSessionsTest {

    private final UnauthenticatedSessions unauthenticated = new UnauthenticatedSessions(10);

    private static SignalSession from(String address) {
        return new SignalSession(new FakeSocket().session(), address, 0);
    }

    @Test
    void whoHasTheMostLosesTheOldestAndANewcomerStays() {
        SignalSession oldest = from("192.0.2.1");
        unauthenticated.add(oldest);
        for (int i = 0; i < 9; i++) {
            assertThat(unauthenticated.add(from("192.0.2.1"))).isNull();
        }
        SignalSession newcomer = from("198.51.100.1");
        assertThat(unauthenticated.add(newcomer)).isSameAs(oldest);
        assertThat(unauthenticated.all()).hasSize(10).contains(newcomer).doesNotContain(oldest);
    }

    @Test
    void addressesOfOneNetworkOfIpv6CountTogether() {
        SignalSession first = from("2001:db8::1");
        unauthenticated.add(first);
        for (int i = 2; i < 8; i++) {
            unauthenticated.add(from("2001:db8::" + i));
        }
        for (int i = 0; i < 3; i++) {
            unauthenticated.add(from("192.0.2." + i));
        }
        assertThat(unauthenticated.add(from("2001:db9::1"))).isSameAs(first);
    }

    @Test
    void whoeverLogsInOrLeavesMakesRoom() {
        SignalSession session = from("192.0.2.1");
        unauthenticated.add(session);
        unauthenticated.remove(session);
        unauthenticated.remove(session);
        for (int i = 0; i < 10; i++) {
            assertThat(unauthenticated.add(from("192.0.2.2"))).isNull();
        }
    }
}
