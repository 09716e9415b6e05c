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

    /** Seats of a room whose first login names no number; 0 for no limit. */
    public int roomCapacity() {
        return roomCapacity;
    }

    /** How players start that have not said what they want. */
    public FirstFrame firstFrame() {
        return firstFrame;
    }

    public void startPlayersBy(FirstFrame mode) {
        firstFrame = mode;
    }

    /** Whether what is published is written to disk. */
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
}
