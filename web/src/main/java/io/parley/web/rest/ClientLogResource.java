package io.parley.web.rest;

import io.parley.ejb.app.ClientLogs;
import io.parley.ejb.audit.RequestOrigin;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the logs of engines. The room token names the sender. */
@Path("/client-logs")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@PermitAll
public class ClientLogResource {

    /** One line of an engine's log. */
    public record Line(
            long time, @Nullable String level, @Nullable String text) {}

    /** The log of an engine. */
    public record Upload(
            long appID,
            @Nullable String roomID,
            @Nullable String userID,
            @Nullable String token,
            @Nullable String version,
            @Nullable String host,
            @Nullable List<@Nullable Line> entries) {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Upload[" + appID + " " + roomID + " " + userID + "]";
        }
    }

    private final ClientLogs logs;
    private final RequestOrigin origin;

    @Inject
    public ClientLogResource(ClientLogs logs, RequestOrigin origin) {
        this.logs = logs;
        this.origin = origin;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ClientLogResource() {
        this(null, null);
    }

    @POST
    public void handOverClientLog(Upload upload) {
        List<@Nullable Line> entries = upload.entries();
        if (entries == null || entries.stream().anyMatch(line -> line == null)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "entries is missing");
        }
        logs.take(
                new ClientLogs.Sender(
                        new AppId(upload.appID()),
                        RoomId.of(upload.roomID()),
                        UserId.of(upload.userID()),
                        upload.token(),
                        upload.host() + " " + upload.version()),
                entries.stream()
                        .map(line -> new ClientLogs.Line(line.time(), line.level(), line.text()))
                        .toList(),
                origin.address());
    }
}
