package io.parley.persistence.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer project, the tenant. Each change of a setting is refused where its rule does not allow the value. */
@Entity
@Table(name = "app")
public class App {

    private static final int LONGEST_NAME = 128;
    private static final int MIN_GRACE_SECONDS = 5;
    private static final int MAX_GRACE_SECONDS = 600;
    private static final int MAX_USERS = 100_000;
    private static final int MAX_MINUTES = 7 * 24 * 60;

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

    @Column(name = "early_play")
    private boolean earlyPlay;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "disabled_at")
    private @Nullable Instant disabledAt;

    @SuppressWarnings("NullAway.Init")
    protected App() {}

    public App(AppId id, @Nullable String name, Instant createdAt) {
        this.appId = id.value();
        this.name = requireName(name);
        this.createdAt = createdAt;
    }

    public AppId id() {
        return new AppId(appId);
    }

    public String name() {
        return name;
    }

    public void rename(String newName) {
        name = requireName(newName);
    }

    private static String requireName(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "name must have 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static int requireRange(String setting, int value, int min, int max) {
        if (value != 0 && (value < min || value > max)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, setting + " must be " + min + " to " + max + ", or 0");
        }
        return value;
    }

    private static @Nullable Integer orNull(int value) {
        return value == 0 ? null : value;
    }

    /** The most seats of a room; 0 for no limit. */
    public int roomCapacity() {
        return roomCapacity;
    }

    public void limitRoomsTo(int seats) {
        roomCapacity = requireRange("maxUsers", seats, 1, MAX_USERS);
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

    /** @param seconds 5 to 600; 0 for the server's own time */
    public void graceOf(int seconds) {
        graceSeconds = orNull(requireRange("graceSeconds", seconds, MIN_GRACE_SECONDS, MAX_GRACE_SECONDS));
    }

    /** The longest time of a call; null for no limit. */
    public @Nullable Integer maxMinutes() {
        return maxMinutes;
    }

    /** @param minutes at most a week; 0 for as long as a call likes */
    public void limitCallsTo(int minutes) {
        maxMinutes = orNull(requireRange("maxMinutes", minutes, 1, MAX_MINUTES));
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

    /** Tells whether a stream may be asked for before it is published. */
    public boolean allowsEarlyPlay() {
        return earlyPlay;
    }

    public void allowEarlyPlay(boolean allowed) {
        earlyPlay = allowed;
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

    /** @param on false: from now on nobody comes in, nothing is granted, and the calls end */
    public void switchTo(boolean on, Instant now) {
        if (on != isEnabled()) {
            disabledAt = on ? null : now;
        }
    }
}
