package io.parley.ejb.app;

import io.parley.ejb.app.AppCache.CachedApp;
import io.parley.ejb.app.CredentialRateLimiter.Credential;
import io.parley.persistence.admin.SecretVault;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.AppSecret;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.room.TokenRights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges room tokens and makes temporary ones. */
@ApplicationScoped
public class TokenVerifier {

    private final AppRepository apps;
    private final AppCache cache;
    private final SecretVault vault;
    private final SecretUses uses;
    private final CredentialRateLimiter limiter;
    private final Clock clock;

    /** The most secrets that are no longer good and are tried on a token to be explained. */
    private static final int FORMER_SECRETS = 10;

    @Inject
    public TokenVerifier(
            AppRepository apps,
            AppCache cache,
            SecretVault vault,
            SecretUses uses,
            CredentialRateLimiter limiter,
            Clock clock) {
        this.apps = apps;
        this.cache = cache;
        this.vault = vault;
        this.uses = uses;
        this.limiter = limiter;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected TokenVerifier() {
        this(null, null, null, null, null, null);
    }

    /**
     * A token that is good.
     *
     * @param slot of the secret that it was made with
     */
    public record Verified(TokenRights rights, long secretId, String slot) {}

    /**
     * The rights of this user in this room by the token. A bad token counts for the address that shows it. What is told of it depends on
     * its form: only who has the secret makes a GCM token that opens, so what is wrong with one may be told; with the CBC form any
     * difference between two answers would be a way to make tokens without the secret, so there is one answer. The record is precise.
     *
     * @param address where the client is
     */
    public Verified verify(@Nullable String token, AppId app, UserId user, RoomId room, String address) {
        limiter.requireFew(Credential.TOKEN, address);
        try {
            Token04.requireForm(token);
            CachedApp known = cache.require(app);
            Verified verified = tryOut(token, known.app(), known.secrets(clock.instant()), user, room);
            uses.used(verified.secretId());
            return verified;
        } catch (Refused e) {
            limiter.failed(Credential.TOKEN, address);
            throw new Refused(answer(e.refusal(), token), e);
        }
    }

    /** The refusal of a bad token. */
    static Refusal answer(Refusal precise, @Nullable String token) {
        if (precise == Refusal.TOKEN_MISSING || precise == Refusal.TOKEN_MALFORMED || precise == Refusal.APP_UNKNOWN) {
            return precise;
        }
        // Everything else has been found out by opening it.
        return Token04.requireForm(token) == Token04.Form.GCM ? precise : Refusal.TOKEN_MALFORMED;
    }

    /** The same, without counting as a use, and with the precise reason: for administrators. */
    public Verified tryOut(@Nullable String token, AppId app, UserId user, RoomId room) {
        return tryOut(token, apps.known(app), apps.secrets(app, clock.instant()), user, room);
    }

    private Verified tryOut(@Nullable String token, App app, List<AppSecret> secrets, UserId user, RoomId room) {
        Token04.Opened opened = Token04.open(token, texts(secrets), app.allowsCbcTokens());
        TokenRights rights = judge(opened.token(), app.id(), user, room, clock.instant());
        AppSecret secret = secrets.get(opened.secret());
        return new Verified(rights, secret.id(), secret.slot());
    }

    /** A token as it is, good or not. @param slot PRIMARY, SECONDARY, or FORMER where only a secret opens it that is no longer good */
    public record Read(Token04.Opened opened, String slot) {}

    /** Reads a token in whatever form, with the app's secrets of now and the latest of those before; empty when none opens it. */
    public Optional<Read> read(@Nullable String token, AppId app) {
        Instant now = clock.instant();
        List<AppSecret> secrets = new ArrayList<>(apps.secrets(app, now));
        int good = secrets.size();
        secrets.addAll(apps.formerSecrets(app, now, FORMER_SECRETS));
        try {
            Token04.Opened opened = Token04.open(token, texts(secrets), true);
            int used = opened.secret();
            return Optional.of(new Read(opened, used < good ? secrets.get(used).slot() : "FORMER"));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    static TokenRights judge(Token04 opened, AppId app, UserId user, RoomId room, Instant now) {
        if (opened.appId() != app.value()) {
            throw new Refused(Refusal.TOKEN_APP_MISMATCH);
        }
        if (!opened.userId().equals(user.value())) {
            throw new Refused(Refusal.TOKEN_USER_MISMATCH);
        }
        if (!now.isBefore(opened.expiresAt())) {
            throw new Refused(Refusal.TOKEN_EXPIRED, "since " + opened.expiresAt());
        }
        String onlyRoom = opened.roomId();
        if (onlyRoom != null && !onlyRoom.equals(room.value())) {
            throw new Refused(Refusal.TOKEN_ROOM_MISMATCH);
        }
        if (!opened.mayLogin()) {
            throw new Refused(Refusal.TOKEN_NO_LOGIN_RIGHT);
        }
        return new TokenRights(opened.mayPublish(), opened.streamIds(), opened.expiresAt());
    }

    /** Signs a token with the app's primary secret. */
    public String issue(Token04 content) {
        List<AppSecret> secrets = apps.secrets(new AppId(content.appId()), clock.instant());
        return content.seal(texts(secrets).get(0), clock.instant());
    }

    List<String> texts(List<AppSecret> secrets) {
        return secrets.stream()
                .map(secret -> new String(vault.unseal(secret.ciphertext()), StandardCharsets.US_ASCII))
                .toList();
    }
}
