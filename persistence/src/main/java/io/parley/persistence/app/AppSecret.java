package io.parley.persistence.app;

import io.parley.persistence.id.AppId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One ServerSecret of an app, encrypted. Two may be valid at a time, so that they can be changed without a gap. */
@Entity
@Table(name = "app_secret")
public class AppSecret {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "app_id", updatable = false)
    private long appId;

    private String slot;

    @Column(updatable = false)
    private byte[] ciphertext;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init")
    protected AppSecret() {}

    /** @param slot PRIMARY, which tokens are made with here, or SECONDARY, which is only still good */
    public AppSecret(AppId app, String slot, byte[] ciphertext, Instant createdAt) {
        this.appId = app.value();
        this.slot = slot;
        this.ciphertext = ciphertext.clone();
        this.createdAt = createdAt;
    }

    long appId() {
        return appId;
    }

    void revoke(Instant at) {
        revokedAt = at;
    }

    public AppId app() {
        return new AppId(appId);
    }

    public long id() {
        return id;
    }

    public String slot() {
        return slot;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it stops being good by itself; null for never. */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** When a token made with it was last shown, right to a few minutes; null for never. */
    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    public byte[] ciphertext() {
        return ciphertext.clone();
    }
}
