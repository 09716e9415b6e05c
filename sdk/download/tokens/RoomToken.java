import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes room tokens for a Parley server, in the GCM form. Java 11 or newer, no dependency.
 *
 * <p>By hand: {@code PARLEY_SECRET=… java RoomToken.java <appID> <userID> <seconds> [roomID]}
 */
public final class RoomToken {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RoomToken() {}

    /**
     * Makes a token.
     *
     * @param secret the app's ServerSecret: 32 characters. It stays on your server.
     * @param userId 1 to 64 bytes
     * @param seconds for which the token is good
     * @param roomId empty: good for any room
     * @param streamIds null: good for any stream
     */
    public static String make(
            long appId, String secret, String userId, long seconds, String roomId, boolean mayPublish, List<String> streamIds) {
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length != 32) {
            throw new IllegalArgumentException("the secret has 32 characters");
        }
        long now = Instant.now().getEpochSecond();
        long expire = now + seconds;
        String streams = streamIds == null
                ? "null"
                : streamIds.stream().map(RoomToken::quoted).collect(Collectors.joining(",", "[", "]"));
        String payload = "{\"room_id\":" + quoted(roomId) + ",\"privilege\":{\"1\":1,\"2\":" + (mayPublish ? 1 : 0)
                + "},\"stream_id_list\":" + streams + "}";
        String content = "{\"app_id\":" + appId + ",\"user_id\":" + quoted(userId) + ",\"nonce\":" + (RANDOM.nextInt() >>> 1)
                + ",\"ctime\":" + now + ",\"expire\":" + expire + ",\"payload\":" + quoted(payload) + "}";
        byte[] nonce = new byte[12];
        RANDOM.nextBytes(nonce);
        try {
            Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] sealed = aes.doFinal(content.getBytes(StandardCharsets.UTF_8));
            ByteBuffer packed = ByteBuffer.allocate(8 + 2 + nonce.length + 2 + sealed.length + 1)
                    .putLong(expire)
                    .putShort((short) nonce.length)
                    .put(nonce)
                    .putShort((short) sealed.length)
                    .put(sealed)
                    .put((byte) 1);
            return "04" + Base64.getEncoder().encodeToString(packed.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing", e);
        }
    }

    /** A JSON string. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    public static void main(String[] args) {
        String secret = System.getenv().getOrDefault("PARLEY_SECRET", "");
        String room = args.length > 3 ? args[3] : "";
        System.out.println(make(Long.parseLong(args[0]), secret, args[1], Long.parseLong(args[2]), room, true, null));
    }
}
