package io.parley.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often one address may ask. */
class RequestRateLimiterTest {

    private static final AddressKey ONE = new AddressKey("one");
    private static final AddressKey OTHER = new AddressKey("other");

    private final AtomicLong now = new AtomicLong();
    private final RequestRateLimiter rate = new RequestRateLimiter(3, now::get);

    @Test
    void anAddressHasSoManyInAWindowAndAsManyInTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(rate.admit(ONE)).isTrue();
        }
        assertThat(rate.admit(ONE)).isFalse();
        now.set(TimeUnit.SECONDS.toNanos(RequestRateLimiter.WINDOW_SECONDS) - 1);
        assertThat(rate.admit(ONE)).isFalse();
        now.incrementAndGet();
        assertThat(rate.admit(ONE)).isTrue();
    }

    @Test
    void oneAddressTakesNothingFromAnother() {
        for (int i = 0; i < 100; i++) {
            rate.admit(ONE);
        }
        assertThat(rate.admit(OTHER)).isTrue();
    }

    @Test
    void manyAddressesShareACountInsteadOfMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(rate.admit(new AddressKey("a" + i))).isTrue();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rate.admit(new AddressKey("b" + i))).isTrue();
        }
        assertThat(rate.admit(new AddressKey("b3"))).isFalse();
        assertThat(rate.admit(new AddressKey("a0"))).isTrue();
    }
}
