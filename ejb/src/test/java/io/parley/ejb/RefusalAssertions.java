package io.parley.ejb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;

/** Assertions about calls that are refused. */
public final class RefusalAssertions {

    private RefusalAssertions() {}

    public static void assertRefused(Refusal why, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(why));
    }
}
