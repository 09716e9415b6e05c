package io.parley.ejb.stream;

import io.parley.adapter.api.MediaRecorded;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppCache;
import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.CallId;
import io.parley.persistence.room.CallRepository;
import io.parley.persistence.stream.Publication;
import io.parley.persistence.stream.Recording;
import io.parley.persistence.stream.RecordingRepository;
import io.parley.persistence.stream.RecordingResult;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recordings, and the audit of access to them. */
@Stateless
public class RecordingService {

    /** A recording in a list. */
    public record RecordingView(
            long publicationID,
            String userID,
            String streamID,
            Instant startedAt,
            Recording.State state,
            @Nullable String file,
            long bytes,
            long durationMs,
            int gaps,
            @Nullable String sha256) {}

    private final AppRepository apps;
    private final AppCache cache;
    private final CallRepository calls;
    private final RecordingRepository recordings;
    private final RelayControl relay;
    private final AuditTrail audit;

    @Inject
    public RecordingService(
            AppRepository apps,
            AppCache cache,
            CallRepository calls,
            RecordingRepository recordings,
            RelayControl relay,
            AuditTrail audit) {
        this.apps = apps;
        this.cache = cache;
        this.calls = calls;
        this.recordings = recordings;
        this.relay = relay;
        this.audit = audit;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public RecordingService() {
        this(null, null, null, null, null, null);
    }

    /** In the publication's own transaction; says whether the relay is to write. */
    public boolean begin(Publication publication, long roomSessionId, long nodeId) {
        boolean wanted = cache.require(new AppId(publication.appId())).app().isRecording();
        if (wanted) {
            recordings.begin(new Recording(publication, roomSessionId, nodeId));
        }
        return wanted;
    }

    /** The relay says what became of a file; it may say so again. */
    public void ended(MediaRecorded end) {
        recordings
                .find(end.id())
                .ifPresent(recording -> recording.end(new RecordingResult(
                        Recording.State.valueOf(end.outcome().name()),
                        end.file(),
                        end.bytes(),
                        end.durationMs(),
                        end.gaps(),
                        end.sha256())));
    }

    /** Those of one call, in the order of their start. */
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
    public List<RecordingView> ofCall(AppId app, CallId call) {
        apps.known(app);
        if (calls.find(app.value(), call).isEmpty()) {
            throw new Refused(Refusal.CALL_UNKNOWN);
        }
        return recordings.ofCall(call.roomSessionId()).stream()
                .map(RecordingService::view)
                .toList();
    }

    /** The file, for somebody who is recorded to have read it. */
    @RequiresRole({Roles.SYSTEM_ADMIN, Roles.AUDITOR})
    public Path read(AppId app, long publicationId, String admin) {
        apps.known(app);
        Recording recording = recordings
                .find(publicationId)
                .filter(found -> found.appId() == app.value())
                .orElseThrow(() -> new Refused(Refusal.RECORDING_UNKNOWN));
        String name = recording.file();
        Path file = relay.recordings()
                .filter(directory -> name != null)
                .map(directory -> directory.resolve(name))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new Refused(Refusal.RECORDING_UNKNOWN, "not finished, or not on this server"));
        audit.record(AuditRecord.byAdmin(app.value(), admin, AuditAction.RECORDING_READ)
                .about(recording.userId())
                .of(recording.streamId())
                .with(AuditDetail.PUBLICATION, publicationId)
                .with(AuditDetail.FILE, String.valueOf(name)));
        return file;
    }

    private static RecordingView view(Recording recording) {
        return new RecordingView(
                recording.publicationId(),
                recording.userId(),
                recording.streamId(),
                recording.startedAt(),
                recording.state(),
                recording.file(),
                recording.bytes(),
                recording.durationMs(),
                recording.gaps(),
                recording.sha256());
    }
}
