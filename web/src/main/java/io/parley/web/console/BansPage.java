package io.parley.web.console;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.moderation.ModerationService;
import io.parley.ejb.record.RecordKind;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Bans page. */
@Named("bans")
@RequestScoped
public class BansPage extends RecordPage<ModerationService.BanView> {

    private final ModerationService moderation;
    private final CurrentUser currentUser;
    private final FacesMessages messages;
    private final Clock clock;

    private @Nullable String user;
    private @Nullable String address;
    private @Nullable String room;
    private String forbids = "JOIN";
    private @Nullable Integer hours = 24;
    private @Nullable String reason;

    @Inject
    public BansPage(ModerationService moderation, CurrentUser currentUser, FacesMessages messages, Clock clock) {
        this.moderation = moderation;
        this.currentUser = currentUser;
        this.messages = messages;
        this.clock = clock;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected BansPage() {
        this(null, null, null, null);
    }

    @Override
    RecordKind<ModerationService.BanView> kind() {
        return RecordKind.BANS;
    }

    @Override
    String route() {
        return "apps/" + current().getAppId() + "/bans";
    }

    public void ban() {
        messages.attempt(() -> {
            currentUser.require(Roles.OPERATOR);
            Integer lasts = hours;
            if (lasts == null || lasts < 0) {
                // Nothing, or a slip, does not mean to keep somebody out for good.
                throw new Refused(Refusal.ARGUMENT_WRONG, "hours");
            }
            moderation.ban(
                    current().app(),
                    new ModerationService.BanRequest(
                            empty(user) ? null : UserId.of(user),
                            empty(address) ? null : address,
                            empty(room) ? null : RoomId.of(room),
                            Forbids.valueOf(forbids),
                            lasts == 0 ? null : clock.instant().plus(Duration.ofHours(lasts))),
                    new AdminAction(currentUser.getName(), currentUser.address(), reason));
            messages.done("ban.done");
            reason = null;
            again();
        });
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isBlank();
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

    public @Nullable Integer getHours() {
        return hours;
    }

    public void setHours(@Nullable Integer hours) {
        this.hours = hours;
    }

    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }
}
