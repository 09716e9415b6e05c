package io.parley.persistence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class UnstorableRowTest {

    private static boolean isUnstorable(String message, String state) {
        return UnstorableRow.isCauseOf(
                new IllegalStateException(new RuntimeException(new SQLException(message, state))));
    }

    @Test
    void aRowThatNoDatabaseWouldTakeIsToldFromADatabaseThatIsAway() {
        assertThat(isUnstorable("invalid byte sequence for encoding \"UTF8\": 0x00", "22021"))
                .isTrue();
        assertThat(isUnstorable("violates check constraint", "23514")).isTrue();
        assertThat(isUnstorable("no partition of relation \"audit_entry\" found for row", "23514"))
                .isFalse();
        assertThat(isUnstorable("connection refused", "08001")).isFalse();
        assertThat(isUnstorable("canceling statement due to lock timeout", "55P03"))
                .isFalse();
        assertThat(UnstorableRow.isCauseOf(new IllegalStateException("no connection")))
                .isFalse();
    }
}
