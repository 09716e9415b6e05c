package io.parley.ejb.app;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.SecretVault;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.AppSecret;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The ServerSecrets of apps. Two are good at a time, so that a customer's servers can be changed one after the other: the primary one,
 * and for a while the one that was primary before.
 */
@Stateless
public class AppSecrets {

    /** A secret without its text. {@code lastUsedAt} is right to a few minutes, null for never. */
    public record SecretView(
            long secretID,
            String slot,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    /** A new primary secret, shown this once; until when the one before is good. */
    public record RotatedSecret(long secretID, String serverSecret, Instant oldGoodUntil) {}

    static final String PRIMARY = "PRIMARY";
    static final String SECONDARY = "SECONDARY";

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AppRepository apps;
    private final AppCache cache;
    private final SecretVault vault;
    private final Clock clock;
    private final AuditTrail audit;
    private final int overlapHours;

    @Inject
    public AppSecrets(
            AppRepository apps,
            AppCache cache,
            SecretVault vault,
            Clock clock,
            AuditTrail audit,
            @ConfigProperty(name = "parley.secret-overlap-hours", defaultValue = "24") int overlapHours) {
        this.apps = apps;
        this.cache = cache;
        this.vault = vault;
        this.clock = clock;
        this.audit = audit;
        this.overlapHours = overlapHours;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public AppSecrets() {
        this(null, null, null, null, null, 0);
    }

    /** Those that are good now, the primary one first. */
    @RequiresRole({Roles.SECURITY_ADMIN, Roles.SYSTEM_ADMIN})
    public List<SecretView> list(AppId app) {
        apps.known(app);
        return apps.secrets(app, clock.instant()).stream().map(AppSecrets::view).toList();
    }

    /**
     * Makes a new primary secret.
     *
     * @param hours for how long the one before is good, null for {@code parley.secret-overlap-hours}
     */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public RotatedSecret rotate(AppId app, @Nullable Integer hours, AdminAction action) {
        String reason = action.requireReason();
        Duration overlap = Duration.ofHours(hours == null ? overlapHours : hours);
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "overlapHours must be 0 to " + LONGEST_OVERLAP.toHours());
        }
        apps.lock(app);
        cache.changed(app);
        Instant now = clock.instant();
        revokeExpired(now);
        List<AppSecret> before = apps.secrets(app, now);
        if (before.stream().anyMatch(secret -> secret.slot().equals(SECONDARY))) {
            throw new Refused(
                    Refusal.ARGUMENT_WRONG, "the secret before the last is still good; revoke the secondary one first");
        }
        String text = newSecret();
        AppSecret secret = new AppSecret(app, PRIMARY, vault.seal(text.getBytes(StandardCharsets.US_ASCII)), now);
        Instant until = now.plus(overlap);
        apps.rotate(secret, until);
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.SECRET_ROTATE)
                .from(action.address())
                .with(AuditDetail.REASON, reason)
                .with(
                        AuditDetail.BEFORE,
                        before.isEmpty() ? "none" : before.get(0).id())
                .with(AuditDetail.AFTER, secret.id())
                .with(AuditDetail.OLD_GOOD_UNTIL, until));
        return new RotatedSecret(secret.id(), text, until);
    }

    /** The secret that was replaced is good no longer. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void revokeSecondary(AppId app, AdminAction action) {
        String reason = action.requireReason();
        apps.lock(app);
        cache.changed(app);
        Instant now = clock.instant();
        Optional<AppSecret> secret = apps.secrets(app, now).stream()
                .filter(each -> each.slot().equals(SECONDARY))
                .findFirst();
        long id = secret.map(AppSecret::id).orElseThrow(() -> new Refused(Refusal.SECRET_UNKNOWN));
        apps.revokeSecondary(app, now);
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.SECRET_REVOKE)
                .from(action.address())
                .with(AuditDetail.REASON, reason)
                .with(AuditDetail.SECRET, id));
    }

    /** Refuses a secret that is not good now, or not of this app. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public void require(AppId app, long secretId) {
        apps.known(app);
        secret(app, secretId);
    }

    private AppSecret secret(AppId app, long secretId) {
        return apps.secrets(app, clock.instant()).stream()
                .filter(each -> each.id() == secretId)
                .findFirst()
                .orElseThrow(() -> new Refused(Refusal.SECRET_UNKNOWN));
    }

    /** The text of a secret that is good now, to an administrator whose password {@link SecretReveals} has checked. */
    @RequiresRole(Roles.SECURITY_ADMIN)
    public String reveal(AppId app, long secretId, AdminAction action) {
        apps.known(app);
        AppSecret secret = secret(app, secretId);
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.SECRET_REVEAL)
                .from(action.address())
                .with(AuditDetail.REASON, action.requireReason())
                .with(AuditDetail.SECRET, secretId)
                .with(AuditDetail.SLOT, secret.slot()));
        return new String(vault.unseal(secret.ciphertext()), StandardCharsets.US_ASCII);
    }

    /** Writes down which replaced secrets have had their time; they are not good from that time on whether this has run or not. */
    public void revokeExpired() {
        revokeExpired(clock.instant());
    }

    private void revokeExpired(Instant now) {
        apps.revokeExpired(now)
                .forEach(secret -> audit.record(AuditRecord.bySystem(
                                AuditAction.SECRET_REVOKE, secret.app().value())
                        .with(AuditDetail.REASON, "its time is over")
                        .with(AuditDetail.SECRET, secret.id())));
    }

    /** Secrets with which tokens were shown; called about once a minute. */
    public void used(Map<Long, Instant> uses) {
        uses.forEach(apps::usedSecret);
    }

    /** 32 characters, of which 128 bits are random. */
    static String newSecret() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static SecretView view(AppSecret secret) {
        return new SecretView(secret.id(), secret.slot(), secret.createdAt(), secret.expiresAt(), secret.lastUsedAt());
    }
}
