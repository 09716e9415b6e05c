package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.log.ServiceLogger;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the first administrator of a new server: from its configuration, or for a person who knows the set-up code that was printed at
 * the start. There is no default password, and no set-up once there is somebody.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FirstAccount {

    private static final ServiceLogger LOG = ServiceLogger.of(FirstAccount.class);

    /** Without letters and digits that are taken for one another. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** In characters, as typed. */
    private static final int LONGEST_CODE = 64;

    private static final String BY_CODE = "set-up code";

    private final AccountChanges changes;
    private final PasswordHashLimiter gate;
    private final SignInRateLimiter limiter;
    private final AuditTrail audit;
    private final Optional<String> firstName;
    private final Optional<String> firstPassword;
    private final Optional<String> givenCode;

    @Inject
    public FirstAccount(
            AccountChanges changes,
            PasswordHashLimiter gate,
            SignInRateLimiter limiter,
            AuditTrail audit,
            @ConfigProperty(name = "parley.admin.username") Optional<String> firstName,
            @ConfigProperty(name = "parley.admin.password") Optional<String> firstPassword,
            @ConfigProperty(name = "parley.setup-code") Optional<String> givenCode) {
        this.changes = changes;
        this.gate = gate;
        this.limiter = limiter;
        this.audit = audit;
        this.firstName = firstName;
        this.firstPassword = firstPassword;
        this.givenCode = givenCode;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public FirstAccount() {
        this(null, null, null, null, null, null, null);
    }

    /** At each start: the first administrator if the configuration names one, else a new set-up code while there is nobody. */
    public void prepare() {
        if (!changes.isEmpty()) {
            return;
        }
        try {
            if (firstName.isPresent() && firstPassword.isPresent()) {
                changes.found(
                        firstName.get(),
                        gate.hash(firstPassword.get()),
                        AuditRecord.bySystem(AuditAction.ADMIN_CREATE)
                                .with(AuditDetail.ROLES, Roles.ALL)
                                .with(AuditDetail.BY, "configuration"));
                return;
            }
        } catch (Refused e) {
            LOG.configuredAdministratorRefused(e.refusal());
        }
        String code = givenCode.orElseGet(FirstAccount::randomCode);
        if (changes.keepSetupCode(gate.hash(plain(code))) && givenCode.isEmpty()) {
            LOG.setupCode(code);
        }
    }

    private static String randomCode() {
        StringBuilder code = new StringBuilder(19);
        for (int i = 0; i < 16; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** As people type it: whatever case, with or without hyphens. */
    private static String plain(String code) {
        return code.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    }

    /** Tells whether there is no administrator yet. */
    public boolean isWanted() {
        return changes.isEmpty();
    }

    /** Makes the first administrator. The code is good once. Every try is in the audit. */
    public void setUp(@Nullable String code, @Nullable String username, @Nullable String password, String address) {
        try {
            AuditRecord done = AuditRecord.byAdmin(null, requireCode(code, username, address), AuditAction.ADMIN_CREATE)
                    .from(address)
                    .with(AuditDetail.ROLES, Roles.ALL)
                    .with(AuditDetail.BY, BY_CODE);
            String name = done.actorId();
            changes.found(name, gate.hash(PasswordHash.requireGood(password, name)), done);
        } catch (Refused e) {
            audit.refused(AuditRecord.refusedToAdmin("", AuditAction.ADMIN_CREATE, e.refusal())
                    .from(address)
                    .with(AuditDetail.BY, BY_CODE));
            throw e;
        }
    }

    /** The name, if the code is right. */
    private String requireCode(@Nullable String code, @Nullable String username, String address) {
        if (!changes.isEmpty()) {
            throw new Refused(Refusal.SETUP_DONE);
        }
        SignInRateLimiter.Attempt attempt = limiter.begin("", address, "");
        if (attempt.mustWait()) {
            throw new Refused(
                    Refusal.SIGN_IN_THROTTLED, Math.max(1, attempt.delay().toSeconds()) + " s");
        }
        if (!isCode(code, attempt)) {
            throw new Refused(Refusal.SETUP_CODE_WRONG);
        }
        limiter.right(attempt);
        return PasswordHash.requireName(username);
    }

    private boolean isCode(@Nullable String code, SignInRateLimiter.Attempt attempt) {
        try {
            return code != null
                    && code.length() <= LONGEST_CODE
                    && gate.matches(plain(code), changes.setupCode().orElse(PasswordHash.NOBODY), attempt.isKnown());
        } catch (RuntimeException e) {
            limiter.cancel(attempt);
            throw e;
        }
    }
}
