package io.parley.persistence.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key of the server itself, shared by all nodes. The private part is encrypted. */
@Entity
@Table(name = "server_key")
@IdClass(ServerKey.Key.class)
public class ServerKey {

    /** The purpose of a key. */
    public enum Purpose {
        /** Signs the tokens of console and REST. */
        SESSION,
        /** Signs tickets in media URLs. */
        TICKET
    }

    /** The primary key. */
    public record Key(Purpose purpose, String kid) implements Serializable {}

    @Id
    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    @Id
    private String kid;

    @Column(updatable = false)
    private byte[] ciphertext;

    @Column(name = "public_key", updatable = false)
    private byte @Nullable [] publicKey;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "activated_at")
    private @Nullable Instant activatedAt;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway.Init")
    protected ServerKey() {}

    public ServerKey(Purpose purpose, String kid, byte[] ciphertext, byte @Nullable [] publicKey, Instant createdAt) {
        this.purpose = purpose;
        this.kid = kid;
        this.ciphertext = ciphertext.clone();
        this.publicKey = publicKey == null ? null : publicKey.clone();
        this.createdAt = createdAt;
        this.activatedAt = createdAt;
    }

    public String kid() {
        return kid;
    }

    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    public byte @Nullable [] publicKey() {
        return publicKey == null ? null : publicKey.clone();
    }
}
