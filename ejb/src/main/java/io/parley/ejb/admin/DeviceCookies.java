package io.parley.ejb.admin;

import io.parley.persistence.admin.ServerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Device cookies (OWASP): a browser that has signed in keeps a random identity for the account, authenticated by a key of the server.
 * It opens nothing; {@link SignInRateLimiter} judges the device by itself instead of by its address. A cookie holds the last
 * {@value #ACCOUNTS} accounts of a browser as {@code identity.expiry.mac}, joined by underscores. It names no account. Thread-safe.
 */
@ApplicationScoped
public class DeviceCookies {

    /** Accounts of one browser. */
    static final int ACCOUNTS = 4;

    /** Characters of an entry, at most. */
    private static final int LONGEST_ENTRY = 100;

    private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9~-]{22}\\.[0-9]{1,12}\\.[A-Za-z0-9~-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable ServerKeys keys;
    private final Clock clock;
    private final Duration life;
    private volatile @Nullable SecretKeySpec key;

    /** @param days how long a device is known after its last sign-in */
    @Inject
    DeviceCookies(
            ServerKeys keys,
            Clock clock,
            @ConfigProperty(name = "parley.sign-in.device-days", defaultValue = "180") int days) {
        this.keys = keys;
        this.clock = clock;
        this.life = Duration.ofDays(days);
    }

    DeviceCookies(byte[] key, Clock clock, Duration life) {
        this.keys = null;
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
        this.life = life;
    }

    /** For the container's proxy. */
    protected DeviceCookies() {
        this(new byte[32], Clock.systemUTC(), Duration.ZERO);
    }

    /** The time that a cookie is kept. */
    public Duration life() {
        return life;
    }

    /** The cookie of a browser after a sign-in, with a new identity for this account. @param before its cookie, empty for none */
    public String renewed(String before, String username) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String identity = base64(random);
        long until = clock.instant().plus(life).getEpochSecond();
        List<String> entries = new ArrayList<>();
        entries.add(identity + "." + until + "." + mac(username, identity, until));
        for (String entry : entries(before)) {
            if (entries.size() < ACCOUNTS && identity(entry, username).isEmpty()) {
                entries.add(entry);
            }
        }
        return String.join("_", entries);
    }

    /** The device's identity, if its cookie has a good one for this account; else empty. */
    String identity(@Nullable String cookie, String username) {
        for (String entry : entries(cookie == null ? "" : cookie)) {
            String[] parts = entry.split("\\.", -1);
            long until = Long.parseLong(parts[1]);
            if (clock.instant().isBefore(Instant.ofEpochSecond(until))
                    && MessageDigest.isEqual(
                            mac(username, parts[0], until).getBytes(StandardCharsets.US_ASCII),
                            parts[2].getBytes(StandardCharsets.US_ASCII))) {
                return parts[0];
            }
        }
        return "";
    }

    /** Entries of the right form; those of others are left out, and a cookie that is too long has none. */
    private static List<String> entries(String cookie) {
        if (cookie.length() > ACCOUNTS * LONGEST_ENTRY) {
            return List.of();
        }
        return List.of(cookie.split("_", -1)).stream()
                .filter(entry -> ENTRY.matcher(entry).matches())
                .toList();
    }

    private String mac(String username, String identity, long until) {
        byte[] name = username.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return base64(
                hmac(key(), ("device\n" + identity + "\n" + until + "\n").getBytes(StandardCharsets.US_ASCII), name));
    }

    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            if (keys == null) {
                throw new IllegalStateException("no key");
            }
            byte[] shared = keys.ticketKey();
            known = new SecretKeySpec(
                    hmac(
                            new SecretKeySpec(shared, "HmacSHA256"),
                            "parley device cookies".getBytes(StandardCharsets.US_ASCII)),
                    "HmacSHA256");
            key = known;
        }
        return known;
    }

    private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Without the underscore, which joins entries. */
    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replace('_', '~');
    }
}
