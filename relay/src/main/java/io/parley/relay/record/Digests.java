package io.parley.relay.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Every Java has this one. */
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
