package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.persistence.audit.Refusal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenVerifierTest {

    private static final String GCM = new Token04(7, "u", Instant.EPOCH, null, true, true, null)
            .seal("0123456789abcdefghijklmnopqrstuv", Instant.EPOCH);

    /** Sixteen bytes of anything under an IV of sixteen bytes. */
    private static final String CBC = "04"
            + Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(8 + 2 + 16 + 2 + 16)
                            .putShort(8, (short) 16)
                            .putShort(26, (short) 16)
                            .array());

    @ParameterizedTest
    @EnumSource(
            names = {
                "TOKEN_MALFORMED",
                "TOKEN_APP_MISMATCH",
                "TOKEN_USER_MISMATCH",
                "TOKEN_EXPIRED",
                "TOKEN_ROOM_MISMATCH",
                "TOKEN_NO_LOGIN_RIGHT"
            })
    void ofTheCbcFormNobodyLearnsWhyItIsBadAndOfTheGcmFormItsOwnerDoes(Refusal precise) {
        assertThat(Token04.requireForm(CBC)).isEqualTo(Token04.Form.CBC);
        assertThat(TokenVerifier.answer(precise, CBC)).isEqualTo(Refusal.TOKEN_MALFORMED);
        assertThat(TokenVerifier.answer(precise, GCM)).isEqualTo(precise);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOKEN_MISSING", "APP_UNKNOWN"})
    void whatNeedsNoSecretIsTold(Refusal precise) {
        for (String token : List.of(CBC, GCM)) {
            assertThat(TokenVerifier.answer(precise, token)).isEqualTo(precise);
        }
    }
}
