package io.parley.ejb.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminActionTest {

    @Test
    void aReasonIsKeptWithoutWhiteSpaceAround() {
        assertThat(new AdminAction("a", "", " 骚扰他人 ").requireReason()).isEqualTo("骚扰他人");
        assertThat(new AdminAction("a", "", "x".repeat(256)).requireReason()).hasSize(256);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "two\nlines", "nul\u0000"})
    void anActWithoutAReasonForPeopleIsRefused(String reason) {
        refused(reason);
    }

    @Test
    void aReasonIsMeasuredInBytes() {
        refused("扰".repeat(86));
        refused("x".repeat(257));
    }

    private static void refused(String reason) {
        assertThatThrownBy(() -> new AdminAction("a", "", reason).requireReason())
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.ARGUMENT_WRONG));
    }
}
