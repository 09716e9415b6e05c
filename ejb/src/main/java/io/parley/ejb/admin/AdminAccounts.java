package io.parley.ejb.admin;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.admin.AdminRepository;
import io.parley.persistence.admin.AdminSession;
import io.parley.persistence.admin.AdminUser;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Local accounts of administrators. */
@Stateless
public class AdminAccounts {

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

    /** Somebody new, with a password that has to be changed at the first sign-in. */
    public void create(@Nullable String username, @Nullable String password, Set<String> roles, String admin) {
        String name = Passwords.requireName(username);
        requireSeparate(roles, AuditAction.ADMIN_CREATE, name, admin);
        accounts.lock();
        if (accounts.find(name).isPresent()) {
            throw new Refused(Refusal.ADMIN_EXISTS);
        }
        accounts.add(
                AdminUser.invited(name, Passwords.hash(Passwords.requireGood(password, name)), roles, clock.instant()));
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_CREATE)
                .about(name)
                .with(Map.of("roles", new TreeSet<>(roles))));
    }

    /** Other rights from now on: open sessions with the old ones end. */
    public void assignRoles(String username, Set<String> roles, @Nullable String reason, String admin) {
        requireSeparate(roles, AuditAction.ADMIN_CHANGE, username, admin);
        String why = AdminAct.requireReason(reason);
        AdminUser account = require(username);
        requireSomebodyLeft(account, roles.contains(Roles.SECURITY_ADMIN), AuditAction.ADMIN_CHANGE, admin);
        Set<String> before = account.roles();
        account.assign(roles);
        accounts.endSessions(account.username(), "", AdminSession.End.ROLES_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_CHANGE)
                .about(account.username())
                .with(Map.of("before", new TreeSet<>(before), "after", new TreeSet<>(roles), "reason", why)));
    }

    /** For good: sessions end, the name becomes free. */
    public void disable(String username, @Nullable String reason, String admin) {
        String why = AdminAct.requireReason(reason);
        AdminUser account = require(username);
        requireSomebodyLeft(account, false, AuditAction.ADMIN_DISABLE, admin);
        account.disable(clock.instant());
        accounts.endSessions(account.username(), "", AdminSession.End.DISABLED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.ADMIN_DISABLE)
                .about(account.username())
                .with(Map.of("before", new TreeSet<>(account.roles()), "reason", why)));
    }

    /** Somebody must be left who can grant rights, or nobody ever can again. */
    private void requireSomebodyLeft(AdminUser account, boolean stays, AuditAction action, String admin) {
        accounts.lock();
        boolean others = accounts.all().stream()
                .anyMatch(other -> other.disabledAt() == null
                        && !other.username().equals(account.username())
                        && other.roles().contains(Roles.SECURITY_ADMIN));
        if (!stays && account.roles().contains(Roles.SECURITY_ADMIN) && !others) {
            throw recorded(new Refused(Refusal.LAST_SECURITY_ADMIN), action, account.username(), admin);
        }
    }

    private void requireSeparate(Set<String> roles, AuditAction action, String about, String admin) {
        try {
            Roles.requireSeparate(roles);
        } catch (Refused e) {
            throw recorded(e, action, about, admin);
        }
    }

    private Refused recorded(Refused refused, AuditAction action, String about, String admin) {
        audit.refused(
                AuditRecord.refusedToAdmin(admin, action, refused.refusal()).about(about));
        return refused;
    }

    /** A new password from somebody else, to be changed at the next sign-in; sessions end. */
    public void resetPassword(String username, @Nullable String password, @Nullable String reason, String admin) {
        String why = AdminAct.requireReason(reason);
        AdminUser account = require(username);
        account.changePassword(
                Passwords.hash(Passwords.requireGood(password, account.username())), false, clock.instant());
        accounts.endSessions(account.username(), "", AdminSession.End.PASSWORD_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, admin, AuditAction.PASSWORD_CHANGE)
                .about(account.username())
                .with(Map.of("reason", why, "byOwner", false)));
    }

    /** One's own password. All other sessions of the account end. */
    public void changePassword(
            String username, String sessionId, @Nullable String old, @Nullable String fresh, String address) {
        // Locked before the old password is looked at: what somebody else changes meanwhile is not written over.
        Optional<AdminUser> own = accounts.findForChange(username);
        requirePassword(username, old, address);
        AdminUser account = own.orElseThrow(() -> new Refused(Refusal.ADMIN_UNKNOWN));
        String hash = Passwords.hash(Passwords.requireGood(fresh, account.username()));
        if (fresh != null && fresh.equals(old)) {
            throw new Refused(Refusal.PASSWORD_WEAK, "the new password is the old one");
        }
        account.changePassword(hash, true, clock.instant());
        accounts.endSessions(account.username(), sessionId, AdminSession.End.PASSWORD_CHANGED, clock.instant());
        audit.record(AuditRecord.byAdmin(null, account.username(), AuditAction.PASSWORD_CHANGE)
                .about(account.username())
                .from(address)
                .with(Map.of("byOwner", true)));
    }

    /** Somebody signed in proves once more to be it, before something that matters. Guessing is throttled as at the sign-in. */
    public void requirePassword(String username, @Nullable String password, String address) {
        check(AuditAction.PASSWORD_CONFIRM, username, password, address);
    }

    /** The account, if the password is its own; a wrong one is recorded, and slows down the next try. */
    public AdminUser check(AuditAction action, @Nullable String username, @Nullable String password, String address) {
        String name = username == null ? "" : username.length() > 128 ? username.substring(0, 128) : username;
        throttle.begin(name, address).ifPresent(wait -> {
            refuse(action, name, address, Refusal.SIGN_IN_THROTTLED, Math.max(1, wait.toSeconds()) + " s");
        });
        AdminUser account = accounts.find(name).orElse(null);
        String hash = account == null ? Passwords.NOBODY : account.passwordHash();
        boolean right = password != null && password.length() <= Passwords.LONGEST && Passwords.matches(password, hash);
        if (account == null || !right) {
            throw refuse(action, name, address, Refusal.CREDENTIALS_WRONG, "");
        }
        throttle.right(name, address);
        return account;
    }

    /** The same for a new session, which ends with whatever ends the account or its password. */
    public AdminUser checkForSession(@Nullable String username, @Nullable String password, String address) {
        AdminUser account = check(AuditAction.SESSION_OPEN, username, password, address);
        if (!accounts.isStill(account)) {
            throw refuse(AuditAction.SESSION_OPEN, account.username(), address, Refusal.CREDENTIALS_WRONG, "");
        }
        return account;
    }

    private Refused refuse(AuditAction action, String name, String address, Refusal refusal, String detail) {
        audit.refused(AuditRecord.refusedToAdmin(name, action, refusal)
                .from(address)
                .with(detail.isEmpty() ? Map.of() : Map.of("wait", detail)));
        throw new Refused(refusal, detail);
    }

    private AdminUser require(String username) {
        return accounts.findForChange(username).orElseThrow(() -> new Refused(Refusal.ADMIN_UNKNOWN));
    }
}
