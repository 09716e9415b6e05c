package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords of local accounts. Runs in no transaction and holds no connection while it derives a hash; a right password is a
 * {@link Proof}, which the transaction that relies on it compares once more. Wrong passwords are recorded and slow down the next try.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PasswordChecks {

    /** An account as it was when its password was right. {@code passwordHash} never leaves the services. */
    public record Proof(String username, String passwordHash) {

        /** Leaves the hash out. */
        @Override
        public String toString() {
            return "Proof[" + username + "]";
        }
    }

    private final SignInRateLimiter limiter;
    private final PasswordHashLimiter gate;
    private final DeviceCookies devices;
    private final AccountChanges accounts;
    private final AuditTrail audit;

    @Inject
    public PasswordChecks(
            SignInRateLimiter limiter,
            PasswordHashLimiter gate,
            DeviceCookies devices,
            AccountChanges accounts,
            AuditTrail audit) {
        this.limiter = limiter;
        this.gate = gate;
        this.devices = devices;
        this.accounts = accounts;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public PasswordChecks() {
        this(null, null, null, null, null);
    }

    /**
     * Of somebody who signs in.
     *
     * @param device the device cookie of the request, null or empty for none
     */
    public Proof signIn(@Nullable String username, @Nullable String password, String address, @Nullable String device) {
        String name = username == null
                ? ""
                : username.length() > PasswordHash.LONGEST_NAME
                        ? username.substring(0, PasswordHash.LONGEST_NAME)
                        : username;
        return check(
                limiter.begin(name, address, devices.identity(device, name)),
                name,
                password,
                AuditRecord.refusedToAdmin(name, AuditAction.SESSION_OPEN, Refusal.CREDENTIALS_WRONG)
                        .from(address));
    }

    /**
     * Of an administrator who is signed in and confirms something that matters.
     *
     * @param app the app that it is about, null for none; a wrong password is in the audit of that app
     * @param purpose further facts for the record
     */
    public Proof confirm(
            String username,
            @Nullable String password,
            String address,
            @Nullable Long app,
            Map<String, Object> purpose) {
        return check(
                limiter.beginSignedIn(username),
                username,
                password,
                AuditRecord.refusedToAdmin(username, AuditAction.PASSWORD_CONFIRM, Refusal.CREDENTIALS_WRONG)
                        .ofApp(app)
                        .from(address)
                        .withDetail(purpose));
    }

    private Proof check(SignInRateLimiter.Attempt attempt, String name, @Nullable String password, AuditRecord wrong) {
        if (attempt.mustWait()) {
            String wait = Math.max(1, attempt.delay().toSeconds()) + " s";
            audit.refused(wrong.refusedAs(Refusal.SIGN_IN_THROTTLED).with(AuditDetail.WAIT, wait));
            throw new Refused(Refusal.SIGN_IN_THROTTLED, wait);
        }
        Proof proof;
        try {
            proof = matching(attempt, name, password);
        } catch (RuntimeException e) {
            limiter.cancel(attempt);
            throw e;
        }
        if (proof == null) {
            audit.refused(wrong);
            throw new Refused(Refusal.CREDENTIALS_WRONG);
        }
        limiter.right(attempt);
        return proof;
    }

    private @Nullable Proof matching(SignInRateLimiter.Attempt attempt, String name, @Nullable String password) {
        if (password == null || password.length() > PasswordHash.LONGEST) {
            return null;
        }
        Optional<Proof> account = accounts.credential(name);
        String hash = account.map(Proof::passwordHash).orElse(PasswordHash.NOBODY);
        return gate.matches(password, hash, attempt.isKnown()) ? account.orElse(null) : null;
    }
}
