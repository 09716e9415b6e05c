package io.parley.relay.rtmp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digest ("complex") handshake, which Flash introduced and FFmpeg and the WeChat components speak. */
final class HandshakeDigest {

    static final int PACKET = 1536;
    static final int DIGEST = 32;

    /** Offsets of the four bytes whose sum places the digest: the two schemas. */
    static final int[] SCHEMAS = {772, 8};

    private static final byte[] TAIL =
            HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    private static final byte[] PLAYER = "Genuine Adobe Flash Player 001".getBytes(US_ASCII);
    private static final byte[] SERVER = "Genuine Adobe Flash Media Server 001".getBytes(US_ASCII);
    private static final byte[] SERVER_AND_TAIL = concat(SERVER, TAIL);

    /** A version byte of 3 or more makes clients verify the digest. */
    private static final byte[] SERVER_VERSION = {4, 5, 0, 1};

    private HandshakeDigest() {}

    /** The schema by which C1 carries a valid digest, or -1. */
    static int schemaOf(byte[] c1) {
        for (int schema : SCHEMAS) {
            int at = digestPosition(c1, schema);
            byte[] claimed = Arrays.copyOfRange(c1, at, at + DIGEST);
            if (MessageDigest.isEqual(claimed, digest(PLAYER, c1, at))) {
                return schema;
            }
        }
        return -1;
    }

    /** S1 with the server's digest, by the client's schema. */
    static byte[] s1(int schema) {
        byte[] s1 = new byte[PACKET];
        ThreadLocalRandom.current().nextBytes(s1);
        Arrays.fill(s1, 0, 4, (byte) 0);
        System.arraycopy(SERVER_VERSION, 0, s1, 4, 4);
        int at = digestPosition(s1, schema);
        System.arraycopy(digest(SERVER, s1, at), 0, s1, at, DIGEST);
        return s1;
    }

    /** S2, signed over the digest in C1. */
    static byte[] s2(byte[] c1, int schema) {
        byte[] s2 = new byte[PACKET];
        ThreadLocalRandom.current().nextBytes(s2);
        int at = digestPosition(c1, schema);
        byte[] key = hmac(SERVER_AND_TAIL, Arrays.copyOfRange(c1, at, at + DIGEST));
        byte[] signature = hmac(key, Arrays.copyOf(s2, PACKET - DIGEST));
        System.arraycopy(signature, 0, s2, PACKET - DIGEST, DIGEST);
        return s2;
    }

    /** C1 as a client makes it; for tests. */
    static byte[] c1(int schema) {
        byte[] c1 = new byte[PACKET];
        ThreadLocalRandom.current().nextBytes(c1);
        System.arraycopy(SERVER_VERSION, 0, c1, 4, 4);
        int at = digestPosition(c1, schema);
        System.arraycopy(digest(PLAYER, c1, at), 0, c1, at, DIGEST);
        return c1;
    }

    /** True when S1 carries the server's digest by this schema; for tests. */
    static boolean isServerDigest(byte[] s1, int schema) {
        int at = digestPosition(s1, schema);
        return Arrays.equals(Arrays.copyOfRange(s1, at, at + DIGEST), digest(SERVER, s1, at));
    }

    /** True when S2 is signed over the digest in C1; for tests. */
    static boolean isSignature(byte[] s2, byte[] c1, int schema) {
        int at = digestPosition(c1, schema);
        byte[] key = hmac(SERVER_AND_TAIL, Arrays.copyOfRange(c1, at, at + DIGEST));
        return Arrays.equals(
                Arrays.copyOfRange(s2, PACKET - DIGEST, PACKET), hmac(key, Arrays.copyOf(s2, PACKET - DIGEST)));
    }

    static int digestPosition(byte[] packet, int schema) {
        int sum = 0;
        for (int i = schema; i < schema + 4; i++) {
            sum += packet[i] & 0xFF;
        }
        return sum % 728 + schema + 4;
    }

    private static byte[] digest(byte[] key, byte[] packet, int at) {
        byte[] rest = new byte[PACKET - DIGEST];
        System.arraycopy(packet, 0, rest, 0, at);
        System.arraycopy(packet, at + DIGEST, rest, at, PACKET - DIGEST - at);
        return hmac(key, rest);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
