package io.parley.web.console;

import io.parley.ejb.admin.AdminAct;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.room.ModerationService;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is kept out. */
@Named("bans")
@RequestScoped
public class BansPage {

    private static final int SHOWN = 200;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private ModerationService moderation;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Current current;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Me me;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Notices notices;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    private @Nullable String user;
    private @Nullable String address;
    private @Nullable String room;
    private String forbids = "JOIN";
    private int hours = 24;
    private @Nullable String reason;

    public void ban() {
        notices.attempt(() -> {
            me.require(Roles.OPERATOR);
            moderation.ban(
                    current.app(),
                    new ModerationService.BanWish(
                            empty(user) ? null : UserId.of(user),
                            empty(address) ? null : address,
                            empty(room) ? null : RoomId.of(room),
                            Forbids.valueOf(forbids),
                            hours == 0 ? null : clock.instant().plus(Duration.ofHours(hours))),
                    new AdminAct(me.getName(), me.address(), reason));
            notices.done("ban.done");
        });
    }

    public void lift(long id) {
        notices.attempt(() -> {
            me.require(Roles.OPERATOR);
            moderation.unban(current.app(), id, new AdminAct(me.getName(), me.address(), reason));
            notices.done("ban.lifted");
        });
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isBlank();
    }

    public List<ModerationService.BanView> getList() {
        return current.getAppId() == 0
                ? List.of()
                : moderation.bans(current.app(), null, SHOWN).bans();
    }

    public Forbids[] getChoices() {
        return Forbids.values();
    }

    public @Nullable String getUser() {
        return user;
    }

    public void setUser(@Nullable String user) {
        this.user = user;
    }

    public @Nullable String getAddress() {
        return address;
    }

    public void setAddress(@Nullable String address) {
        this.address = address;
    }

    public @Nullable String getRoom() {
        return room;
    }

    public void setRoom(@Nullable String room) {
        this.room = room;
    }

    public String getForbids() {
        return forbids;
    }

    public void setForbids(String forbids) {
        this.forbids = forbids;
    }

    public int getHours() {
        return hours;
    }

    public void setHours(int hours) {
        this.hours = Math.max(0, hours);
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }
}
