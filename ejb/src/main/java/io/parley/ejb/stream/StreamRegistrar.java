package io.parley.ejb.stream;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaGranted;
import io.parley.adapter.api.MediaRecorded;
import io.parley.adapter.api.MediaRefused;
import io.parley.adapter.api.MediaRequested;
import io.parley.adapter.api.StreamListener;
import io.parley.ejb.audit.AuditTrail;
import io.parley.ejb.room.AfterCommitEvents;
import io.parley.ejb.stream.Ticket.DeviceHolder;
import io.parley.ejb.stream.Ticket.Direction;
import io.parley.ejb.stream.Ticket.StayHolder;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.quality.MediaSide;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the media adapter's deliveries. Each is one transaction; a client is accepted if and only if it commits. */
@MessageDriven(name = "StreamRegistrar")
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class StreamRegistrar implements StreamListener {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private StreamService service;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private AuditTrail audit;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RecordingService recordings;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private AfterCommitEvents events;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private MediaTickets tickets;

    @Override
    public MediaGranted publishRequested(MediaRequested request) {
        Ticket ticket = null;
        try {
            ticket = tickets.verify(request.ticket(), Direction.PUBLISH, request.streamKey());
            return service.register(ticket, request.protocol(), request.address());
        } catch (Refused e) {
            throw refuse(e, ticket, AuditAction.PUBLISH_START, request);
        }
    }

    @Override
    public MediaGranted playRequested(MediaRequested request) {
        Ticket ticket = null;
        try {
            ticket = tickets.verify(request.ticket(), Direction.PLAY, request.streamKey());
            return service.registerPlayer(ticket, request.protocol(), request.address());
        } catch (Refused e) {
            if (e.refusal() == Refusal.STREAM_UNKNOWN && request.patient()) {
                // Not refused yet: the relay asks again when the stream has begun, or at last without patience.
                throw new MediaRefused(MediaRefused.Reason.NOT_FOUND);
            }
            throw refuse(e, ticket, AuditAction.PLAY_START, request);
        }
    }

    @Override
    public void publishEnded(MediaEnded end) {
        service.publishEnded(end.id(), reasonFor(end.cause(), EndReason.PUBLISHER_STOPPED), end.bytes());
        events.publish(new MediaFinished(MediaSide.PUBLISH, end));
    }

    @Override
    public void playEnded(MediaEnded end) {
        service.playEnded(end.id(), reasonFor(end.cause(), EndReason.PLAYER_STOPPED), end.bytes());
        events.publish(new MediaFinished(MediaSide.PLAY, end));
    }

    @Override
    public void recorded(MediaRecorded recording) {
        recordings.ended(recording);
    }

    private MediaRefused refuse(Refused refused, @Nullable Ticket ticket, AuditAction action, MediaRequested request) {
        AuditRecord entry = new AuditRecord(
                ticket == null ? null : ticket.app().value(),
                "USER",
                "",
                action,
                refused.refusal(),
                null,
                null,
                ticket == null ? null : ticket.stream().value(),
                request.address(),
                Map.of("protocol", request.protocol(), "detail", refused.detail()));
        if (ticket != null && ticket.holder() instanceof DeviceHolder device) {
            audit.refused(entry.by(device.userId()).in(device.roomId()));
        } else if (ticket != null && ticket.holder() instanceof StayHolder holder) {
            audit.refusedTo(holder.stayId(), entry);
        } else {
            audit.refusedToStranger(entry);
        }
        return new MediaRefused(reasonOf(refused.refusal()));
    }

    /** The part of a refusal that a media client may know. */
    static MediaRefused.Reason reasonOf(Refusal refusal) {
        return switch (refusal) {
            case STREAM_ID_IN_USE -> MediaRefused.Reason.IN_USE;
            case STREAM_UNKNOWN -> MediaRefused.Reason.NOT_FOUND;
            case TRY_LATER -> MediaRefused.Reason.UNAVAILABLE;
            default -> MediaRefused.Reason.DENIED;
        };
    }

    static EndReason reasonFor(MediaEnded.Cause cause, EndReason whenClient) {
        return switch (cause) {
            case CLIENT -> whenClient;
            case CONNECTION_LOST -> EndReason.MEDIA_CONNECTION_LOST;
            case DEAD_PEER -> EndReason.MEDIA_TIMEOUT;
            case COMMANDED -> EndReason.STAY_ENDED;
            case REPLACED -> EndReason.TAKEN_OVER;
            case TOO_SLOW -> EndReason.TOO_SLOW;
            case STREAM_ENDED -> EndReason.STREAM_ENDED;
            case PROTOCOL_ERROR -> EndReason.PROTOCOL_ERROR;
            case LIMIT_EXCEEDED -> EndReason.LIMIT_EXCEEDED;
            case SHUTDOWN -> EndReason.NODE_STOPPED;
        };
    }
}
