package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.AdminRepository;
import io.parley.persistence.admin.AdminUser;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Local accounts of administrators. */
@Stateless
public class AdminAccounts {

    /** The token for everything else, and its life in seconds. */
    public record Session(String accessToken, long expiresIn) {}

    private static final System.Logger LOG = System.getLogger(AdminAccounts.class.getName());

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AdminRepository accounts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SessionTokens tokens;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    @Inject
    @ConfigProperty(name = "parley.admin.username")
    @SuppressWarnings("NullAway.Init")
    private Optional<String> firstName;

    @Inject
    @ConfigProperty(name = "parley.admin.password")
    @SuppressWarnings("NullAway.Init")
    private Optional<String> firstPassword;

    /** The first administrator, from the configuration, if there is nobody yet. There is no default password. */
    public void createFirst() {
        if (!accounts.isEmpty()) {
            return;
        }
        if (firstName.isEmpty() || firstPassword.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "PARLEY1020 there is no administrator yet: set PARLEY_ADMIN_USERNAME and PARLEY_ADMIN_PASSWORD and restart");
            return;
        }
        accounts.add(new AdminUser(
                firstName.get(),
                Passwords.hash(firstPassword.get()),
                Set.of(Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR),
                clock.instant()));
        audit.record(AuditRecord.bySystem(AuditAction.ADMIN_CREATE).about(firstName.get()));
    }

    /** Asks an administrator who is signed in for the password once more; a wrong one is refused and recorded. */
    public void requirePassword(String admin, @Nullable String password, String address) {
        String hash = accounts.find(admin).map(AdminUser::passwordHash).orElse(Passwords.NOBODY);
        boolean right = password != null && password.length() <= 1024 && Passwords.matches(password, hash);
        if (!right) {
            audit.refused(new AuditRecord(
                    null,
                    "ADMIN",
                    admin,
                    AuditAction.PASSWORD_CONFIRM,
                    Refusal.CREDENTIALS_WRONG,
                    null,
                    null,
                    null,
                    address,
                    java.util.Map.of()));
            throw new Refused(Refusal.CREDENTIALS_WRONG);
        }
    }

    public Session signIn(@Nullable String username, @Nullable String password, String address) {
        String name = username == null ? "" : username;
        Optional<AdminUser> account = accounts.find(name);
        String hash = account.map(AdminUser::passwordHash).orElse(Passwords.NOBODY);
        boolean right = password != null && password.length() <= 1024 && Passwords.matches(password, hash);
        if (account.isEmpty() || !right) {
            audit.refused(new AuditRecord(
                    null,
                    "ADMIN",
                    name.length() > 128 ? name.substring(0, 128) : name,
                    AuditAction.SESSION_OPEN,
                    Refusal.CREDENTIALS_WRONG,
                    null,
                    null,
                    null,
                    address,
                    java.util.Map.of()));
            throw new Refused(Refusal.CREDENTIALS_WRONG);
        }
        audit.record(AuditRecord.byAdmin(null, account.get().username(), AuditAction.SESSION_OPEN)
                .from(address));
        return new Session(
                tokens.issue(account.get().username(), account.get().roles()), SessionTokens.LIFE.toSeconds());
    }
}
