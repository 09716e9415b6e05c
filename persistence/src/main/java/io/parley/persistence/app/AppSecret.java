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

    @Column(updatable = false)
    private String slot;

    @Column(updatable = false)
    private byte[] ciphertext;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init")
    protected AppSecret() {}

    public AppSecret(AppId app, String slot, byte[] ciphertext, Instant createdAt) {
        this.appId = app.value();
        this.slot = slot;
        this.ciphertext = ciphertext.clone();
        this.createdAt = createdAt;
    }

    public byte[] ciphertext() {
        return ciphertext.clone();
    }
}
