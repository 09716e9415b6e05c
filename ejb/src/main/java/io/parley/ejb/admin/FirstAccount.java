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
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a new server gets its first administrator: from its configuration, or from whoever knows the set-up code that was printed at
 * the start. There is no default password, and no set-up once there is somebody.
 */
@Stateless
public class FirstAccount {

    private static final System.Logger LOG = System.getLogger(FirstAccount.class.getName());

    /** Without letters and digits that are taken for one another. */
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Who is alone holds all roles. Nobody else can; give this account fewer once there are other people. */
    private static final Set<String> ALL_ROLES = Set.copyOf(Roles.ALL);

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AdminRepository accounts;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SignInThrottle throttle;

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

    @Inject
    @ConfigProperty(name = "parley.setup-code")
    @SuppressWarnings("NullAway.Init")
    private Optional<String> givenCode;

    /** At each start: the first administrator if the configuration names one, else a new set-up code while there is nobody. */
    public void prepare() {
        accounts.lock();
        if (!accounts.isEmpty()) {
            return;
        }
        if (firstName.isPresent() && firstPassword.isPresent()) {
            found(firstName.get(), Passwords.hash(firstPassword.get()), "configuration");
            return;
        }
        String code = givenCode.orElseGet(FirstAccount::randomCode);
        accounts.keepSetupCode(Passwords.hash(plain(code)), clock.instant());
        if (givenCode.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "PARLEY1020 there is no administrator yet: open /parley/console/setup and enter the code {0}; it works once",
                    code);
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

    /** Whether there is nobody yet. */
    public boolean isWanted() {
        return accounts.isEmpty();
    }

    /** Makes the first administrator. The code is good once. */
    public void setUp(@Nullable String code, @Nullable String username, @Nullable String password, String address) {
        accounts.lock();
        if (!accounts.isEmpty()) {
            throw new Refused(Refusal.SETUP_DONE);
        }
        throttle.begin("", address).ifPresent(wait -> {
            throw new Refused(Refusal.SIGN_IN_THROTTLED, Math.max(1, wait.toSeconds()) + " s");
        });
        String hash = accounts.setupCode().orElse(Passwords.NOBODY);
        if (code == null || code.length() > 64 || !Passwords.matches(plain(code), hash)) {
            audit.refused(AuditRecord.refusedToAdmin("", AuditAction.ADMIN_CREATE, Refusal.SETUP_CODE_WRONG)
                    .from(address));
            throw new Refused(Refusal.SETUP_CODE_WRONG);
        }
        throttle.right("", address);
        String name = Passwords.requireName(username);
        found(name, Passwords.hash(Passwords.requireGood(password, name)), "set-up code");
    }

    private void found(String name, String hash, String by) {
        accounts.add(AdminUser.founder(name, hash, ALL_ROLES, clock.instant()));
        accounts.dropSetupCode();
        audit.record(AuditRecord.bySystem(AuditAction.ADMIN_CREATE)
                .about(name)
                .with(java.util.Map.of("roles", Roles.ALL, "by", by)));
    }
}
