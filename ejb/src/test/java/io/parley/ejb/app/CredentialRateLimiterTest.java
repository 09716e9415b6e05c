package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.app.CredentialRateLimiter.Credential;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CredentialRateLimiterTest {

    private Instant now = Instant.parse("2026-07-01T12:00:00Z");

    private final CredentialRateLimiter limiter = new CredentialRateLimiter(
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            3,
            2);

    private void fail(int times, String address) {
        for (int i = 0; i < times; i++) {
            limiter.failed(Credential.TOKEN, address);
        }
    }

    private void expectRefused(Credential credential, String address) {
        assertThatThrownBy(() -> limiter.requireFew(credential, address))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> org.assertj.core.api.Assertions.assertThat(refused.refusal())
                                .isEqualTo(Refusal.TOO_MANY));
    }

    private void expectGood(Credential credential, String address) {
        assertThatCode(() -> limiter.requireFew(credential, address)).doesNotThrowAnyException();
    }

    @Test
    void anAddressWithTooManyBadTokensIsRefusedForTheRestOfItsMinuteAndNoOther() {
        fail(2, "192.0.2.1");
        expectGood(Credential.TOKEN, "192.0.2.1");
        fail(1, "192.0.2.1");
        expectRefused(Credential.TOKEN, "192.0.2.1");
        expectGood(Credential.TOKEN, "192.0.2.2");
        now = now.plusSeconds(59);
        expectRefused(Credential.TOKEN, "192.0.2.1");
        now = now.plusSeconds(1);
        expectGood(Credential.TOKEN, "192.0.2.1");
    }

    @Test
    void badTokensKeepNobodyFromComingBackToACall() {
        fail(100, "192.0.2.1");
        expectGood(Credential.RESUME_KEY, "192.0.2.1");
        limiter.failed(Credential.RESUME_KEY, "192.0.2.1");
        limiter.failed(Credential.RESUME_KEY, "192.0.2.1");
        expectRefused(Credential.RESUME_KEY, "192.0.2.1");
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < 3; i++) {
            fail(1, "2001:db8::" + i);
        }
        expectRefused(Credential.TOKEN, "2001:db8::ffff");
        expectGood(Credential.TOKEN, "2001:db8:0:1::1");
    }
}
