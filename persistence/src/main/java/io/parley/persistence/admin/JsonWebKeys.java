package io.parley.persistence.admin;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Public keys as a JSON Web Key Set (RFC 7517), the form in which MicroProfile JWT takes several. */
final class JsonWebKeys {

    private JsonWebKeys() {}

    static String of(List<ServerKeys.PublicKey> keys) {
        StringBuilder set = new StringBuilder(512 * keys.size()).append("{\"keys\":[");
        for (ServerKeys.PublicKey key : keys) {
            if (set.charAt(set.length() - 1) == '}') {
                set.append(',');
            }
            RSAPublicKey rsa = rsa(key);
            // Key ids are base64url as well: nothing here needs escaping.
            set.append("{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"")
                    .append(key.kid())
                    .append("\",\"n\":\"")
                    .append(number(rsa.getModulus()))
                    .append("\",\"e\":\"")
                    .append(number(rsa.getPublicExponent()))
                    .append("\"}");
        }
        return set.append("]}").toString();
    }

    private static RSAPublicKey rsa(ServerKeys.PublicKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key.encoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("session key " + key.kid() + " cannot be read", e);
        }
    }

    /** Unsigned, big-endian, without leading zero (RFC 7518, section 2: Base64urlUInt). */
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] unsigned = java.util.Arrays.copyOfRange(bytes, from, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
