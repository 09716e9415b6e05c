package io.parley.persistence.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** An administrator of Parley with a local password. */
@Entity
@Table(name = "admin_user")
@DynamicUpdate
public class AdminUser {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String username;

    @Column(name = "password_hash")
    private String passwordHash;

    private String roles;

    private boolean founder;

    @Column(name = "must_change_password")
    private boolean mustChangePassword;

    @Column(name = "password_changed_at")
    private @Nullable Instant passwordChangedAt;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @SuppressWarnings("NullAway.Init")
    protected AdminUser() {}

    private AdminUser(String username, String passwordHash, Set<String> roles, Instant createdAt) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.roles = String.join(" ", new TreeSet<>(roles));
        this.createdAt = createdAt;
    }

    /** The administrator who sets the server up: may hold roles that otherwise exclude one another, until there are other people. */
    public static AdminUser founder(String username, String passwordHash, Set<String> roles, Instant createdAt) {
        AdminUser founder = new AdminUser(username, passwordHash, roles, createdAt);
        founder.founder = true;
        return founder;
    }

    /** A new account whose first password another person knows, so that its owner has to choose one. */
    public static AdminUser invited(String username, String passwordHash, Set<String> roles, Instant createdAt) {
        AdminUser invited = new AdminUser(username, passwordHash, roles, createdAt);
        invited.mustChangePassword = true;
        return invited;
    }

    public String username() {
        return username;
    }

    public String passwordHash() {
        return passwordHash;
    }

    public Set<String> roles() {
        return Set.of(roles.split(" "));
    }

    public boolean isFounder() {
        return founder;
    }

    public boolean mustChangePassword() {
        return mustChangePassword;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant passwordChangedAt() {
        return passwordChangedAt;
    }

    public @Nullable Instant disabledAt() {
        return disabledAt;
    }

    /** From now on with these roles, and so under the rule that some exclude one another. */
    public void assign(Set<String> newRoles) {
        roles = String.join(" ", new TreeSet<>(newRoles));
        founder = false;
    }

    /** @param byOwner false when somebody else chose it, who must not know it for long */
    public void changePassword(String newHash, boolean byOwner, Instant now) {
        passwordHash = newHash;
        mustChangePassword = !byOwner;
        passwordChangedAt = now;
    }

    /** For good: the name becomes free, the records keep it. */
    public void disable(Instant now) {
        disabledAt = now;
    }
}
