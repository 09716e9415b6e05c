package io.parley.persistence.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** The session of an administrator. The token that browser or program holds names this row, and is worth nothing once it has ended. */
@Entity
@Table(name = "admin_session")
@DynamicUpdate
public class AdminSession {

    /** The authority that knows the person. */
    public enum Source {
        /** A local account and its password. */
        LOCAL,
        /** The enterprise's identity provider. */
        OIDC
    }

    /** Why it ended. */
    public enum End {
        SIGNED_OUT,
        ENDED_BY_ADMIN,
        PASSWORD_CHANGED,
        ROLES_CHANGED,
        DISABLED,
        KEY_ROTATED
    }

    /** The origin of a session. */
    public record Origin(boolean console, String address, String agent) {}

    /** A person as an identity provider knows it: the name that goes with it may change hands, these two do not. */
    public record Identity(String issuer, String subject) {}

    @Id
    private String id;

    @Column(updatable = false)
    private String username;

    @Column(updatable = false)
    private String roles;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private Source source;

    @Column(updatable = false)
    private @Nullable String issuer;

    @Column(updatable = false)
    private @Nullable String subject;

    @Column(updatable = false)
    private boolean console;

    @Column(updatable = false)
    private String kid;

    @Column(updatable = false)
    private String address;

    @Column(updatable = false)
    private String agent;

    @Column(name = "opened_at", updatable = false)
    private Instant openedAt;

    @Column(name = "seen_at")
    private Instant seenAt;

    @Column(name = "expires_at", updatable = false)
    private Instant expiresAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private @Nullable End endReason;

    @SuppressWarnings("NullAway.Init")
    protected AdminSession() {}

    /** @param identity null for a local account */
    public AdminSession(
            String id,
            String username,
            Set<String> roles,
            @Nullable Identity identity,
            String kid,
            Origin origin,
            Instant now,
            Duration life) {
        this.id = id;
        this.username = username;
        this.roles = String.join(" ", new TreeSet<>(roles));
        this.source = identity == null ? Source.LOCAL : Source.OIDC;
        this.issuer = identity == null ? null : identity.issuer();
        this.subject = identity == null ? null : identity.subject();
        this.kid = kid;
        this.console = origin.console();
        this.address = origin.address();
        this.agent = origin.agent().length() > 256 ? origin.agent().substring(0, 256) : origin.agent();
        this.openedAt = now;
        this.seenAt = now;
        this.expiresAt = now.plus(life);
    }

    /** Tells whether it still opens doors. A console left alone closes; a program has no need to be seen. */
    public boolean isOpen(Instant now, Duration idle) {
        return endedAt == null && now.isBefore(expiresAt) && (!console || now.isBefore(seenAt.plus(idle)));
    }

    public void end(End reason, Instant now) {
        if (endedAt == null) {
            endedAt = now;
            endReason = reason;
        }
    }

    public String id() {
        return id;
    }

    public String username() {
        return username;
    }

    public Set<String> roles() {
        return Set.of(roles.split(" "));
    }

    public Source source() {
        return source;
    }

    /** Null for local accounts, and for sessions from before it was kept. */
    public @Nullable Identity identity() {
        return issuer == null || subject == null ? null : new Identity(issuer, subject);
    }

    public boolean isConsole() {
        return console;
    }

    public String kid() {
        return kid;
    }

    public String address() {
        return address;
    }

    public String agent() {
        return agent;
    }

    public Instant openedAt() {
        return openedAt;
    }

    public Instant seenAt() {
        return seenAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
