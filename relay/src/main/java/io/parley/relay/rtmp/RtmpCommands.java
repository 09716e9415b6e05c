package io.parley.relay.rtmp;

import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import org.jspecify.annotations.Nullable;

/** The commands of one connection, in whatever order clients send them. */
final class RtmpCommands {

    /** Clients need one; a few ask again. */
    private static final int MAX_CREATE_STREAM = 8;

    private static final String TICKET_IN_PATH = "The ticket must be in the query, after a question mark: ?ticket=";

    private final RtmpSessionHandler connection;
    private final StreamHub hub;
    private @Nullable String app;
    private String appQuery = "";
    private String urlQuery = "";
    private int created;
    private boolean reconnects;

    RtmpCommands(RtmpSessionHandler connection, StreamHub hub) {
        this.connection = connection;
        this.hub = hub;
    }

    void handle(RtmpCommand command) {
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> createStream(command);
            case "publish" -> publish(command);
            case "play" -> play(command);
            case "releaseStream", "FCPublish", "FCSubscribe", "_checkbw" -> answer(command, null);
            case "getStreamLength" -> answer(command, 0.0);
            case "FCUnpublish", "closeStream", "deleteStream" -> connection.endRole(EndCause.CLIENT);
            case "receiveAudio", "receiveVideo", "pause" -> steer(command);
            default -> {
                // Clients try many things; silence satisfies all of them.
            }
        }
    }

    private void connect(RtmpCommand command) {
        if (app != null || !(command.argument(0) instanceof AmfObject options)) {
            throw new ProtocolViolation(Reason.COMMAND_ORDER);
        }
        String path = options.string("app", "");
        String url = options.string("tcUrl", "");
        app = beforeQuery(path);
        appQuery = query(path);
        urlQuery = query(url);
        reconnects = EnhancedRtmp.reconnects(options);
        if (!StreamAddress.isApp(beforeQuery(path))) {
            connection.sayGoodbye(new RtmpReplies()
                    .error(
                            command.transaction(),
                            null,
                            RtmpReplies.info("error", "NetConnection.Connect.Rejected", "No such application")));
            return;
        }
        connection.send(new RtmpReplies()
                .windowAckSize()
                .peerBandwidth()
                .chunkSize()
                .result(command.transaction(), server(), connected(options)));
    }

    /** True when the client has said that it can be asked to connect anew. */
    boolean reconnects() {
        return reconnects;
    }

    private static AmfObject server() {
        return new AmfObject().with("fmsVer", "FMS/3,0,1,123").with("capabilities", 31.0);
    }

    private static AmfObject connected(AmfObject options) {
        AmfObject info = RtmpReplies.info("status", "NetConnection.Connect.Success", "Connected")
                .with("objectEncoding", 0.0);
        if (options.get("fourCcList") != null || options.get("capsEx") != null) {
            EnhancedRtmp.announce(info);
        }
        return info;
    }

    private void createStream(RtmpCommand command) {
        requireConnected();
        if (++created > MAX_CREATE_STREAM) {
            throw new ProtocolViolation(Reason.TOO_MANY_MESSAGES);
        }
        answer(command, (double) RtmpWireFormat.MEDIA_STREAM);
    }

    private void publish(RtmpCommand command) {
        StreamAddress address = addressed(command);
        if (address == null || connection.hasRole()) {
            refuse(command, "NetStream.Publish.BadName", "Not publishing");
            return;
        }
        RtmpPublisher publisher = new RtmpPublisher(connection, hub);
        connection.become(publisher);
        publisher.publish(address, MediaProtocol.RTMP);
    }

    private void play(RtmpCommand command) {
        StreamAddress address = addressed(command);
        if (address == null || connection.hasRole()) {
            refuse(command, "NetStream.Play.StreamNotFound", "Not playing");
            return;
        }
        RtmpPlayer player = new RtmpPlayer(connection, hub);
        connection.become(player);
        player.play(address, MediaProtocol.RTMP);
    }

    private void refuse(RtmpCommand command, String code, String description) {
        boolean ticketInPath = StreamAddress.hasTicket(path(command));
        if (ticketInPath) {
            hub.refusedTicketInPath(MediaProtocol.RTMP, connection.channel());
        }
        connection.endRole(EndCause.PROTOCOL_ERROR);
        connection.sayGoodbye(new RtmpReplies().status("error", code, ticketInPath ? TICKET_IN_PATH : description));
    }

    private String path(RtmpCommand command) {
        return requireConnected() + "/" + beforeQuery(command.text(1));
    }

    /** Null when the command names no stream, or has its ticket in the name. */
    private @Nullable StreamAddress addressed(RtmpCommand command) {
        String name = command.text(1);
        String stream = beforeQuery(name);
        if (StreamAddress.hasTicket(path(command))) {
            return null;
        }
        if (stream.startsWith("mp4:") || stream.startsWith("flv:")) {
            stream = stream.substring(4);
        }
        return stream.isEmpty()
                ? null
                : StreamAddress.of(requireConnected() + "/" + stream, query(name), appQuery, urlQuery);
    }

    private void steer(RtmpCommand command) {
        if (connection.role() instanceof RtmpPlayer player) {
            player.steer(command);
        }
    }

    private void answer(RtmpCommand command, @Nullable Object value) {
        connection.send(new RtmpReplies().result(command.transaction(), null, value));
    }

    private String requireConnected() {
        String connected = app;
        if (connected == null) {
            throw new ProtocolViolation(Reason.COMMAND_ORDER);
        }
        return connected;
    }

    private static String beforeQuery(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static String query(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }
}
