package io.parley.ejb.room;

import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.app.TokenVerifier.Read;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.app.App;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.app.Ban.Forbids;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.room.RoomRepository;
import io.parley.persistence.room.StayRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a token is and whether a login with it would succeed now, by the rules of the login itself. Nobody comes in by that. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.SECURITY_ADMIN, Roles.OPERATOR})
public class TokenChecks {

    /** Content of a token without its nonce: of no use as a token. */
    public record TokenFields(
            long appID,
            String userID,
            @Nullable String roomID,
            boolean mayLogin,
            boolean mayPublish,
            @Nullable List<String> streamIDs,
            @Nullable Instant issuedAt,
            Instant expiresAt,
            String form) {}

    /**
     * The outcome of a check.
     *
     * @param refusal by which a login would be refused, null when it would succeed
     * @param code the engine's, 0 when it would succeed
     * @param message for people
     * @param detail what exactly is wrong, or empty
     * @param roomID the room that was asked about, null when none was: then the room's rules were not asked
     * @param token null when it cannot be read
     * @param secret slot of the secret that opens it: PRIMARY, SECONDARY, FORMER, or null
     */
    public record TokenCheck(
            boolean accepted,
            @Nullable String refusal,
            int code,
            String message,
            String detail,
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable TokenFields token,
            @Nullable String secret) {}

    /** Stand for what is not named: then the token names none either, or cannot be read. */
    private static final RoomId ANY_ROOM = new RoomId("any");

    private static final UserId ANYBODY = new UserId("anybody");

    private final AppRepository apps;
    private final RoomRepository rooms;
    private final StayRepository stays;
    private final TokenVerifier tokens;
    private final StayLifecycle lifecycle;
    private final NodeStatus node;
    private final AuditTrail audit;

    @Inject
    public TokenChecks(
            AppRepository apps,
            RoomRepository rooms,
            StayRepository stays,
            TokenVerifier tokens,
            StayLifecycle lifecycle,
            NodeStatus node,
            AuditTrail audit) {
        this.apps = apps;
        this.rooms = rooms;
        this.stays = stays;
        this.tokens = tokens;
        this.lifecycle = lifecycle;
        this.node = node;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public TokenChecks() {
        this(null, null, null, null, null, null, null);
    }

    /**
     * Checks a token.
     *
     * @param room the room to be entered, null for the token's own if it has one
     * @param user who wants in, null for the token's own
     * @param address where the client would come from, null when that does not matter
     */
    public TokenCheck check(
            AppId app,
            @Nullable String token,
            @Nullable RoomId room,
            @Nullable UserId user,
            @Nullable String address,
            AdminAction action) {
        App known = apps.known(app);
        Optional<Read> read = tokens.read(token, app);
        String roomOfToken = read.map(found -> found.opened().token().roomId()).orElse(null);
        String userOfToken = read.map(found -> found.opened().token().userId()).orElse(null);
        RoomId inRoom = room;
        UserId asUser = user;
        Refused refused;
        try {
            // The customer's server may have written anything.
            inRoom = room == null && roomOfToken != null ? RoomId.of(roomOfToken) : room;
            asUser = user == null && userOfToken != null ? UserId.of(userOfToken) : user;
            refused = refusalOf(known, token, inRoom, asUser, address == null ? "" : address);
        } catch (Refused illegal) {
            refused = illegal;
        }
        record(app, inRoom, asUser, refused, action);
        Refusal refusal = refused == null ? null : refused.refusal();
        return new TokenCheck(
                refusal == null,
                refusal == null ? null : refusal.name(),
                refusal == null ? 0 : refusal.code(),
                refusal == null ? "The token is good." : refusal.message(),
                refused == null ? "" : refused.detail(),
                inRoom == null ? null : inRoom.value(),
                asUser == null ? null : asUser.value(),
                read.map(TokenChecks::fields).orElse(null),
                read.map(Read::slot).orElse(null));
    }

    /** The login's own steps in the login's order. */
    private @Nullable Refused refusalOf(
            App app, @Nullable String token, @Nullable RoomId room, @Nullable UserId user, String address) {
        try {
            node.requireReady();
            apps.require(app.id());
            UserId who = user == null ? ANYBODY : user;
            tokens.tryOut(token, app.id(), who, room == null ? ANY_ROOM : room);
            if (room != null) {
                RoomKey key = RoomKey.of(app.id(), room);
                lifecycle.requireNotBanned(key, who.value(), address, Forbids.JOIN);
                boolean inside = stays.find(key, who.value()).isPresent();
                lifecycle.requireFirst(app, inside);
                rooms.find(key).ifPresent(live -> live.requireSeat(app.roomCapacity(), inside ? 1 : 0));
            }
            return null;
        } catch (Refused e) {
            return e;
        }
    }

    private void record(
            AppId app, @Nullable RoomId room, @Nullable UserId user, @Nullable Refused refused, AdminAction action) {
        audit.record(AuditRecord.byAdmin(app.value(), action.admin(), AuditAction.TOKEN_CHECK)
                .in(room == null ? null : room.value())
                .about(user == null ? null : user.value())
                .from(action.address())
                .with(AuditDetail.ANSWER, refused == null ? "GOOD" : refused.refusal()));
    }

    private static TokenFields fields(Read read) {
        var token = read.opened().token();
        return new TokenFields(
                token.appId(),
                token.userId(),
                token.roomId(),
                token.mayLogin(),
                token.mayPublish(),
                token.streamIds(),
                read.opened().issuedAt(),
                token.expiresAt(),
                read.opened().form().name());
    }
}
