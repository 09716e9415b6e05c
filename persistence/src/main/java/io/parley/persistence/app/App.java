package io.parley.persistence.app;

import io.parley.persistence.id.AppId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer project, the tenant. */
@Entity
@Table(name = "app")
public class App {

    @Id
    @Column(name = "app_id")
    private long appId;

    private String name;

    @Column(name = "room_capacity")
    private int roomCapacity;

    @Enumerated(EnumType.STRING)
    @Column(name = "first_frame")
    private FirstFrame firstFrame = FirstFrame.FAST;

    @Column(name = "record")
    private boolean recording;

    @Enumerated(EnumType.STRING)
    @Column(name = "duplicate_login")
    private DuplicateLogin duplicateLogin = DuplicateLogin.REPLACE;

    @Column(name = "grace_seconds")
    private @Nullable Integer graceSeconds;

    @Column(name = "max_minutes")
    private @Nullable Integer maxMinutes;

    @Enumerated(EnumType.STRING)
    @Column(name = "token_expiry")
    private TokenExpiry tokenExpiry = TokenExpiry.WARN;

    @Column(name = "cbc_tokens")
    private boolean cbcTokens;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @SuppressWarnings("NullAway.Init")
    protected App() {}

    public App(AppId id, String name, Instant createdAt) {
        this.appId = id.value();
        this.name = name;
        this.createdAt = createdAt;
    }

    public AppId id() {
        return new AppId(appId);
    }

    public String name() {
        return name;
    }

    public void rename(String newName) {
        name = newName;
    }

    /** The most seats of a room; 0 for no limit. */
    public int roomCapacity() {
        return roomCapacity;
    }

    public void limitRoomsTo(int seats) {
        roomCapacity = seats;
    }

    public DuplicateLogin duplicateLogin() {
        return duplicateLogin;
    }

    public void onDuplicateLogin(DuplicateLogin what) {
        duplicateLogin = what;
    }

    /** The time that a user may be away before the others hear of it; null for the server's own time. */
    public @Nullable Integer graceSeconds() {
        return graceSeconds;
    }

    public void graceOf(@Nullable Integer seconds) {
        graceSeconds = seconds;
    }

    /** The longest time of a call; null for no limit. */
    public @Nullable Integer maxMinutes() {
        return maxMinutes;
    }

    public void limitCallsTo(@Nullable Integer minutes) {
        maxMinutes = minutes;
    }

    public TokenExpiry tokenExpiry() {
        return tokenExpiry;
    }

    public void onTokenExpiry(TokenExpiry what) {
        tokenExpiry = what;
    }

    /** Tells whether tokens in the unauthenticated CBC form are good. */
    public boolean allowsCbcTokens() {
        return cbcTokens;
    }

    public void allowCbcTokens(boolean allowed) {
        cbcTokens = allowed;
    }

    /** The start of players that have not said what they want. */
    public FirstFrame firstFrame() {
        return firstFrame;
    }

    public void startPlayersBy(FirstFrame mode) {
        firstFrame = mode;
    }

    /** Tells whether publications are written to disk. */
    public boolean isRecording() {
        return recording;
    }

    public void record(boolean wanted) {
        recording = wanted;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean isEnabled() {
        return disabledAt == null;
    }

    /** Lets users in again. */
    public void enable() {
        disabledAt = null;
    }

    /** From now on nobody comes in, nothing is granted, and the calls end. */
    public void disable(Instant now) {
        disabledAt = now;
    }
}
