package io.parley.persistence.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    /** Section 3.4.3 of the tutorial, with both apostrophes. */
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz~!@$%^&*()_+=-`;’',.<>/\\";

    @Test
    void everyCharacterOfTheTutorialsAlphabetIsAStreamId() {
        assertThat(new StreamId(ALPHABET).value()).isEqualTo(ALPHABET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#b", "a b", "流", "a\u0000b", "a\nb", "a\"b", "a|b", "a:b", "a?b", "a{b", "é"})
    void otherCharactersAreNotAStreamId(String value) {
        assertRefused(() -> StreamId.of(value), Refusal.STREAM_ID_ILLEGAL);
    }

    @Test
    void aStreamIdHasAtMost256Bytes() {
        assertThat(StreamId.of("s".repeat(256)).value()).hasSize(256);
        assertRefused(() -> StreamId.of("s".repeat(257)), Refusal.STREAM_ID_TOO_LONG);
        // three bytes each
        assertThat(StreamId.of("’".repeat(85)).value()).hasSize(85);
        assertRefused(() -> StreamId.of("’".repeat(86)), Refusal.STREAM_ID_TOO_LONG);
    }

    @Test
    void emptyAndAbsentAreTheSame() {
        assertRefused(() -> StreamId.of(""), Refusal.STREAM_ID_EMPTY);
        assertRefused(() -> StreamId.of(null), Refusal.STREAM_ID_EMPTY);
        assertRefused(() -> RoomId.of(""), Refusal.ROOM_ID_EMPTY);
        assertRefused(() -> UserId.of(null), Refusal.USER_ID_EMPTY);
    }

    @Test
    void roomsAndUsersMayHaveTheNumberSignAndHaveBordersOfTheirOwn() {
        assertThat(RoomId.of("r#1").value()).isEqualTo("r#1");
        assertThat(RoomId.of("r".repeat(128)).value()).hasSize(128);
        assertRefused(() -> RoomId.of("r".repeat(129)), Refusal.ROOM_ID_TOO_LONG);
        assertThat(UserId.of("u".repeat(64)).value()).hasSize(64);
        assertRefused(() -> UserId.of("u".repeat(65)), Refusal.USER_ID_TOO_LONG);
        assertRefused(() -> UserId.of("u u"), Refusal.USER_ID_ILLEGAL);
    }

    @Test
    void aUserNameIsAnyTextButControlCharactersAndBrokenSurrogates() {
        UserId user = UserId.of("u");
        assertThat(UserName.orId("安 😀 <b>", user).value()).isEqualTo("安 😀 <b>");
        assertThat(UserName.orId(null, user).value()).isEqualTo("u");
        assertRefused(() -> UserName.orId("a\tb", user), Refusal.USER_NAME_ILLEGAL);
        assertRefused(() -> UserName.orId("a\ud800", user), Refusal.USER_NAME_ILLEGAL);
        assertRefused(() -> UserName.orId("安".repeat(86), user), Refusal.USER_NAME_TOO_LONG);
    }

    @Test
    void appIdsAreUnsigned32BitNumbersOtherThanZero() {
        assertThat(new AppId(4_294_967_295L).value()).isEqualTo(4_294_967_295L);
        assertRefused(() -> new AppId(0), Refusal.APP_UNKNOWN);
        assertRefused(() -> new AppId(4_294_967_296L), Refusal.APP_UNKNOWN);
        assertRefused(() -> new AppId(-1), Refusal.APP_UNKNOWN);
    }

    @Test
    void streamKeysAreUrlSafeAndDifferBetweenApps() {
        StreamKey one = StreamKey.of(new AppId(1), StreamId.of(ALPHABET));
        assertThat(one.value()).matches("[A-Za-z0-9_-]{22}");
        assertThat(one).isNotEqualTo(StreamKey.of(new AppId(2), StreamId.of(ALPHABET)));
    }

    @Test
    void aCallIdComesBackAsItWas() {
        CallId call = new CallId(4711, Instant.parse("2026-11-22T10:11:12.123456Z"));
        assertThat(CallId.parse(call.toString())).isEqualTo(call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "c-",
                "x1-1",
                "c1",
                "c1-!",
                "cé-1",
                "czzzzzzzzzzzzzzzzzzzzzz-1",
                "c1-zzzzzzzzzzzzzzzzzzzz"
            })
    void garbageIsNoCallId(String text) {
        assertRefused(() -> CallId.parse(text), Refusal.CALL_UNKNOWN);
    }

    private static void assertRefused(Runnable action, Refusal refusal) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(refusal));
    }
}
