package io.parley.ejb.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.room.TokenRights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Token04Test {

    private static final String SECRET = "0123456789abcdefghijklmnopqrstuv";
    private static final String OTHER_SECRET = "fa94dd0f974cf2e293728a526b028271";
    private static final Instant ISSUED = Instant.ofEpochSecond(1_700_000_000L);

    /** Made by an independent generator: app 4294967295, user 用户A@x, a day, room1, login but no publish, any stream. */
    private static final String GCM_VECTOR =
            "04AAAAAGVVQoAADAABAgMEBQYHCAkKCwDSs7FDTNsZSo3vi5HMiouSj31hDkgI+PrFbcItZKvToXxtzmZ9wczIrw23n1f5+Tp/MFX635YrAg1JwEgkwwSDndJTvfePIN0n4a+jOyXI6J4TS4QxVCn09c84sHL8FIcQ2QI+eyLe4aVfGBrR/S9c8U+59gARputOwX+r/j9Ukr+kmtmkSekl+jGFyCUJEMRq/dsBbFKmAffTLHyr2R0ZNyzumbkkPv+uHHK2gZSEJczvmDugPJiGhzxgFv36Xp3BaYHwWs3WWY6Cf0pzkpqm+XhkAQ==";

    /** The unauthenticated CBC form of the same generators. */
    private static final String CBC_VECTOR =
            "04AAAAAGVT/xAAEGRpcDFkcmswbjlmbHU4enUAcM1fDiy7seKjDMtjQf5JmyHn3lm/7uF8AEnoIsdCAEVE9dow5KGsmQfV9LGkbtGcY7+21foxXaGwOQ0AsuLhK5yiMfJI3n11JsZX9sPbYbvcfiW8IL7wspkes1GdKrgU0H+o7wsuczzgwcrGh023pGE=";

    /** The same with a payload and the mode byte that newer ones write: room1, one stream. */
    private static final String CBC_VECTOR_WITH_MODE =
            "04AAAAAGVT81gAEGc2cXA0N2hpcHAza3NnZzAA0DU566eMxoktNJ5eSCuGk3LakGTRLfpuJocoDCPXz3grRlHHEuGX2sCT6JT1fX/HV2VE5opvF9nJjmvPovAetN3xZyy5yjtdhDSIoBJV16U6BlImu7PhdZfUjAdXaNUHgwgYtEdMcWzD28NVAnwwwUlpyr26Yf2sK2DMlsL/AHVhvd4BAZt91F1zdIwGACLUD9G1JvydQBqokarra272H/b3t81gnjzas+JJ+soGRTpz1YNCvDbdjmpYGL98P3TKg310LlVlmoeY0h27WwBAAAI=";

    @Test
    void aTokenOfTheCustomersGeneratorIsRead() {
        Token04.Opened opened = Token04.open(GCM_VECTOR, List.of(SECRET), false);
        assertThat(opened.form()).isEqualTo(Token04.Form.GCM);
        assertThat(opened.issuedAt()).isEqualTo(ISSUED);
        Token04 token = opened.token();
        assertThat(token.appId()).isEqualTo(4_294_967_295L);
        assertThat(token.userId()).isEqualTo("用户A@x");
        assertThat(token.expiresAt()).isEqualTo(ISSUED.plusSeconds(86_400));
        assertThat(token.roomId()).isEqualTo("room1");
        assertThat(token.mayLogin()).isTrue();
        assertThat(token.mayPublish()).isFalse();
        assertThat(token.streamIds()).isNull();
    }

    @Test
    void theSecondOfTwoValidSecretsOpensItToo() {
        Token04.Opened opened = Token04.open(GCM_VECTOR, List.of(OTHER_SECRET, SECRET), false);
        assertThat(opened.token().roomId()).isEqualTo("room1");
        assertThat(opened.secret()).isEqualTo(1);
    }

    @Test
    void theCbcFormIsRefusedBecauseNobodyCanTellWhetherItWasAltered() {
        assertRefused(() -> Token04.open(CBC_VECTOR, List.of(OTHER_SECRET), false), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void theCbcFormIsReadWhereAnAppAllowsIt() {
        Token04.Opened opened = Token04.open(CBC_VECTOR, List.of(SECRET, OTHER_SECRET), true);
        assertThat(opened.form()).isEqualTo(Token04.Form.CBC);
        assertThat(opened.secret()).isEqualTo(1);
        assertThat(opened.issuedAt()).isEqualTo(ISSUED);
        assertThat(opened.token())
                .isEqualTo(new Token04(1_234_567_890L, "demo", ISSUED.plusSeconds(3_600), null, true, true, null));
        Token04 withPayload =
                Token04.open(CBC_VECTOR_WITH_MODE, List.of(OTHER_SECRET), true).token();
        assertThat(withPayload.roomId()).isEqualTo("room1");
        assertThat(withPayload.streamIds()).containsExactly("room1_demo_main");
    }

    @Test
    void aCbcTokenWhoseIvWasChangedIsTheTokenOfAnotherApp() {
        byte[] bytes = Base64.getDecoder().decode(CBC_VECTOR.substring(2));
        bytes[10 + 10] ^= '1' ^ '9'; // {"app_id":1...
        String token = "04" + Base64.getEncoder().encodeToString(bytes);
        Token04 opened = Token04.open(token, List.of(OTHER_SECRET), true).token();
        assertThat(opened.appId()).isEqualTo(9_234_567_890L);
        assertRefused(
                () -> TokenVerifier.judge(opened, new AppId(1_234_567_890L), UserId.of("demo"), RoomId.of("r"), ISSUED),
                Refusal.TOKEN_APP_MISMATCH);
    }

    @Test
    void aCutOrScrambledCbcTokenIsRefusedWithOneName() {
        byte[] bytes = Base64.getDecoder().decode(CBC_VECTOR.substring(2));
        for (int i = 28; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 0x55;
            String token = "04" + Base64.getEncoder().encodeToString(changed);
            assertRefused(() -> Token04.open(token, List.of(OTHER_SECRET), true), Refusal.TOKEN_MALFORMED);
        }
        assertRefused(() -> Token04.open(CBC_VECTOR, List.of(SECRET), true), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void aCbcTokenWhosePaddingFitsAnotherSecretByChanceIsReadWithItsOwn() throws Exception {
        Random random = new Random(8); // of 256 tokens one is such a one
        String json = "{\"app_id\":7,\"user_id\":\"u\",\"expire\":1800000000}";
        int chances = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] iv = new byte[16];
            random.nextBytes(iv);
            String token = cbc(json, OTHER_SECRET, iv);
            chances += fits(token, SECRET) ? 1 : 0;
            Token04.Opened opened = Token04.open(token, List.of(SECRET, OTHER_SECRET), true);
            assertThat(opened.secret()).isEqualTo(1);
            assertThat(opened.token().userId()).isEqualTo("u");
        }
        assertThat(chances).as("tokens that show something").isPositive();
    }

    @Test
    void aWrongPaddingIsRefusedThoughTheContentBeforeItIsWhole() throws Exception {
        byte[] iv = new byte[16];
        String json = "{\"app_id\":7,\"user_id\":\"u\",\"expire\":1800000000}";
        for (int last : new int[] {0, 17, 255}) {
            byte[] padded = Arrays.copyOf(json.getBytes(StandardCharsets.UTF_8), 64);
            Arrays.fill(padded, json.length(), 64, (byte) ' ');
            padded[63] = (byte) last;
            String token = cbc(padded, "AES/CBC/NoPadding", OTHER_SECRET, iv);
            assertRefused(() -> Token04.open(token, List.of(OTHER_SECRET), true), Refusal.TOKEN_MALFORMED);
        }
    }

    private static String cbc(String json, String secret, byte[] iv) throws GeneralSecurityException {
        return cbc(json.getBytes(StandardCharsets.UTF_8), "AES/CBC/PKCS5Padding", secret, iv);
    }

    private static String cbc(byte[] plain, String transformation, String secret, byte[] iv)
            throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance(transformation);
        aes.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"),
                new IvParameterSpec(iv));
        byte[] cipher = aes.doFinal(plain);
        ByteBuffer out = ByteBuffer.allocate(8 + 2 + 16 + 2 + cipher.length)
                .putLong(0)
                .putShort((short) 16)
                .put(iv)
                .putShort((short) cipher.length)
                .put(cipher);
        return "04" + Base64.getEncoder().encodeToString(out.array());
    }

    /** Whether the padding is one under this secret. */
    private static boolean fits(String token, String secret) throws GeneralSecurityException {
        byte[] bytes = Base64.getDecoder().decode(token.substring(2));
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "AES"),
                new IvParameterSpec(bytes, 10, 16));
        try {
            aes.doFinal(bytes, 28, bytes.length - 28);
            return true;
        } catch (BadPaddingException e) {
            return false;
        }
    }

    @Test
    void anotherSecretDoesNotOpenIt() {
        assertRefused(() -> Token04.open(GCM_VECTOR, List.of(OTHER_SECRET), false), Refusal.TOKEN_MALFORMED);
        assertRefused(() -> Token04.open(GCM_VECTOR, List.of(), false), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void everyChangedByteBehindTheOuterExpiryIsNoticed() {
        byte[] bytes = Base64.getDecoder().decode(GCM_VECTOR.substring(2));
        for (int i = 8; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            String token = "04" + Base64.getEncoder().encodeToString(changed);
            assertRefused(() -> Token04.open(token, List.of(SECRET), false), Refusal.TOKEN_MALFORMED);
        }
    }

    @Test
    void theOuterExpiryIsNotBelieved() {
        byte[] bytes = Base64.getDecoder().decode(GCM_VECTOR.substring(2));
        bytes[2] = 1; // centuries later
        String token = "04" + Base64.getEncoder().encodeToString(bytes);
        assertThat(Token04.open(token, List.of(SECRET), false).token().expiresAt())
                .isEqualTo(ISSUED.plusSeconds(86_400));
    }

    @Test
    void everyCutTokenIsRefused() {
        int padding = 2; // may be left out
        for (int length = 2; length < GCM_VECTOR.length() - padding; length++) {
            String cut = GCM_VECTOR.substring(0, length);
            assertThatThrownBy(() -> Token04.open(cut, List.of(SECRET), false)).isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"03AAAA", "04", "04!!!!", "garbage", "04////////////"})
    void garbageIsRefused(String token) {
        assertRefused(() -> Token04.open(token, List.of(SECRET), false), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void aCipherShorterThanItsTagIsRefused() {
        byte[] bytes = new byte[8 + 2 + 12 + 2 + 3 + 1];
        bytes[9] = 12;
        bytes[23] = 3;
        bytes[27] = 1;
        String token = "04" + Base64.getEncoder().encodeToString(bytes);
        assertRefused(() -> Token04.open(token, List.of(SECRET), false), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void aHugeTokenIsRefusedUnread() {
        assertRefused(() -> Token04.open("04" + "A".repeat(1 << 20), List.of(SECRET), false), Refusal.TOKEN_MALFORMED);
    }

    @Test
    void noTokenHasANameOfItsOwn() {
        assertRefused(() -> Token04.open(null, List.of(SECRET), false), Refusal.TOKEN_MISSING);
        assertRefused(() -> Token04.open("", List.of(SECRET), false), Refusal.TOKEN_MISSING);
    }

    @Test
    void whatIsSealedHereIsReadHere() {
        Token04 token = new Token04(7, "u~!@$%^", ISSUED.plusSeconds(60), null, true, true, List.of("s1", "s/\\<’>"));
        assertThat(Token04.open(token.seal(SECRET, ISSUED), List.of(SECRET), false)
                        .token())
                .isEqualTo(token);
    }

    @Test
    void theJudgeNamesWhatIsWrong() {
        AppId app = new AppId(7);
        UserId user = UserId.of("u");
        RoomId room = RoomId.of("r");
        Instant now = ISSUED;
        Token04 good = new Token04(7, "u", now.plusSeconds(1), "r", true, true, List.of("s1"));
        TokenRights rights = TokenVerifier.judge(good, app, user, room, now);
        assertThat(rights.allowsPublishing("s1")).isTrue();
        assertThat(rights.allowsPublishing("s2")).isFalse();
        assertRefused(() -> TokenVerifier.judge(good, new AppId(8), user, room, now), Refusal.TOKEN_APP_MISMATCH);
        assertRefused(() -> TokenVerifier.judge(good, app, UserId.of("v"), room, now), Refusal.TOKEN_USER_MISMATCH);
        assertRefused(() -> TokenVerifier.judge(good, app, user, room, now.plusSeconds(1)), Refusal.TOKEN_EXPIRED);
        assertRefused(() -> TokenVerifier.judge(good, app, user, RoomId.of("x"), now), Refusal.TOKEN_ROOM_MISMATCH);
        Token04 noLogin = new Token04(7, "u", now.plusSeconds(1), null, false, true, null);
        assertRefused(() -> TokenVerifier.judge(noLogin, app, user, room, now), Refusal.TOKEN_NO_LOGIN_RIGHT);
        Token04 noPublish = new Token04(7, "u", now.plusSeconds(1), null, true, false, null);
        assertThat(TokenVerifier.judge(noPublish, app, user, room, now).allowsPublishing("s1"))
                .isFalse();
    }

    private static void assertRefused(Runnable action, Refusal refusal) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.refusal())
                .isEqualTo(refusal));
    }
}
