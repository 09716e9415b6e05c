package io.parley.ejb.room;

import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.LockedStays.LockedStay;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.room.RoomUser;
import io.parley.persistence.room.StayRepository;
import io.parley.persistence.room.TokenRights;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets a user who is inside go on with a new token. What runs goes on as it is; the next publish is judged by the new rights. */
@Stateless
public class TokenRenewal {

    private final LockedStays lockedStays;
    private final StayRepository stays;
    private final TokenVerifier tokens;
    private final AuditTrail audit;

    @Inject
    public TokenRenewal(LockedStays lockedStays, StayRepository stays, TokenVerifier tokens, AuditTrail audit) {
        this.lockedStays = lockedStays;
        this.stays = stays;
        this.tokens = tokens;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public TokenRenewal() {
        this(null, null, null, null);
    }

    /**
     * Replaces the rights of a stay by those of the token.
     *
     * @param address where the client is
     * @return when the new rights end, or null for never
     */
    public @Nullable Instant renew(long stayId, @Nullable String token, String address) {
        RoomUser stay = lockedStays.find(stayId);
        try {
            TokenVerifier.Verified verified = tokens.verify(
                    token,
                    new AppId(stay.room().appId()),
                    UserId.of(stay.userId()),
                    RoomId.of(stay.room().roomId()),
                    address);
            TokenRights rights = verified.rights();
            LockedStay insider = lockedStays.lock(stay);
            stays.renew(insider.stay(), rights);
            audit.record(AuditRecord.byUser(stay.room().appId(), stay.userId(), AuditAction.TOKEN_RENEW, null)
                    .in(stay.room().roomId())
                    .with(AuditDetail.STAY, stayId)
                    .with(AuditDetail.MAY_PUBLISH, rights.mayPublish())
                    .with(AuditDetail.SECRET, verified.slot()));
            return rights.expiresAt();
        } catch (Refused e) {
            Refused precise = e.recorded();
            audit.refused(
                    AuditRecord.byUser(stay.room().appId(), stay.userId(), AuditAction.TOKEN_RENEW, precise.refusal())
                            .in(stay.room().roomId())
                            .from(address)
                            .with(AuditDetail.DETAIL, precise.detail()));
            throw e;
        }
    }
}
