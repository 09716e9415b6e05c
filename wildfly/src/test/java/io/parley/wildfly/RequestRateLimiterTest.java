package io.parley.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often one address may ask. */
class RequestRateLimiterTest {

    private static final AddressKey ONE = new AddressKey("one");
    private static final AddressKey OTHER = new AddressKey("other");

    private final AtomicLong now = new AtomicLong();
    private final RequestRateLimiter rate = new RequestRateLimiter(3, 50, now::get);

    @Test
    void anAddressHasSoManyInAWindowAndAsManyInTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(rate.admit(ONE, null)).isTrue();
        }
        assertThat(rate.admit(ONE, null)).isFalse();
        now.set(TimeUnit.SECONDS.toNanos(RequestRateLimiter.WINDOW_SECONDS) - 1);
        assertThat(rate.admit(ONE, null)).isFalse();
        now.incrementAndGet();
        assertThat(rate.admit(ONE, null)).isTrue();
    }

    @Test
    void oneAddressTakesNothingFromAnother() {
        for (int i = 0; i < 100; i++) {
            rate.admit(ONE, null);
        }
        assertThat(rate.admit(OTHER, null)).isTrue();
    }

    @Test
    void manyAddressesShareACountInsteadOfMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(rate.admit(new AddressKey("a" + i), null)).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rate.admit(new AddressKey("b" + i), null)).isTrue();
        }
        assertThat(rate.admit(new AddressKey("b3"), null)).isFalse();
        assertThat(rate.admit(new AddressKey("a0"), null)).isTrue();
    }

    private boolean admit(String address) throws UnknownHostException {
        InetAddress of = InetAddress.getByName(address);
        return rate.admit(AddressKey.of(of), AddressKey.prefixOf(of));
    }

    /** As many as it may of each of so many /64 networks of a prefix. */
    private int admitted(String prefix, int networks) throws UnknownHostException {
        int admitted = 0;
        for (int i = 0; i < networks; i++) {
            for (int j = 0; j < 4; j++) {
                admitted += admit(prefix + Integer.toHexString(i) + "::" + j) ? 1 : 0;
            }
        }
        return admitted;
    }

    @Test
    void oneIpv6PrefixDoesNotTakeAllWindowsAlone() throws Exception {
        assertThat(admitted("2001:db8:1:", 10_001)).isEqualTo(50);
        for (int i = 0; i < 100; i++) {
            assertThat(admit("192.0.2." + i)).as("newcomers").isTrue();
            assertThat(admit("2001:db8:" + Integer.toHexString(2 + i) + "::1"))
                    .as("newcomers of IPv6")
                    .isTrue();
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(RequestRateLimiter.WINDOW_SECONDS));
        assertThat(admit("2001:db8:1::1")).isTrue();
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOneAndTakeNothingFromTheirNeighboursBeyondTheirOwnShare() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(admit("2001:db8:1:1::" + Integer.toHexString(i))).isEqualTo(i < 3);
        }
        assertThat(admitted("2001:db8:1:2", 100)).isEqualTo(50 - 3);
    }

    @Test
    void anIpv4AddressHasNoPrefixHoweverItIsWritten() throws Exception {
        assertThat(AddressKey.prefixOf(InetAddress.getByName("192.0.2.1"))).isNull();
        assertThat(AddressKey.prefixOf(InetAddress.getByName("::ffff:192.0.2.1")))
                .isNull();
        assertThat(AddressKey.of(InetAddress.getByName("::ffff:192.0.2.1")))
                .isEqualTo(AddressKey.of(InetAddress.getByName("192.0.2.1")));
    }
}
