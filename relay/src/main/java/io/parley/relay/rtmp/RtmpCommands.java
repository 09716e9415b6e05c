package io.parley.relay.rtmp;

import io.parley.relay.gate.EndCause;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamHub;
import io.parley.relay.rtmp.ProtocolViolation.Reason;
import org.jspecify.annotations.Nullable;

/** The commands of one connection, in whatever order clients send them. */
final class RtmpCommands {

    private static final char ZERO_WIDTH_SPACE = '\u200B';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final String TICKET_IN_PATH = "The ticket must be in the query, after a question mark: ?ticket=";

    private final RtmpSessionHandler connection;
    private final StreamHub hub;
    private final MessageStreams streams = new MessageStreams();
    private @Nullable String app;
    /** The key of the stream that is published or played. */
    private String key = "";

    private String appQuery = "";
    private String urlQuery = "";
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
            case "FCUnpublish", "closeStream", "deleteStream" -> sayGoodbye(command);
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
        String path = trimmed(options.string("app", ""));
        String url = trimmed(options.string("tcUrl", ""));
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
        answer(command, (double) streams.create());
    }

    private void publish(RtmpCommand command) {
        StreamAddress address = addressed(command);
        if (address == null || connection.role() != null) {
            refuse(command, "NetStream.Publish.BadName", "Not publishing");
            return;
        }
        RtmpPublisher publisher = new RtmpPublisher(connection, hub, streams.meantBy(command));
        connection.become(publisher);
        key = address.key();
        publisher.publish(address, MediaProtocol.RTMP);
    }

    private void play(RtmpCommand command) {
        StreamAddress address = addressed(command);
        if (address == null || connection.role() != null) {
            refuse(command, "NetStream.Play.StreamNotFound", "Not playing");
            return;
        }
        RtmpPlayer player = new RtmpPlayer(connection, hub, streams.meantBy(command));
        connection.become(player);
        key = address.key();
        player.play(address, MediaProtocol.RTMP);
    }

    private void refuse(RtmpCommand command, String code, String description) {
        boolean ticketInPath = StreamAddress.hasTicket(path(command));
        if (ticketInPath) {
            hub.refusedTicketInPath(MediaProtocol.RTMP, connection.channel());
        }
        connection.endRole(EndCause.PROTOCOL_ERROR);
        connection.sayGoodbye(new RtmpReplies(streams.meantBy(command))
                .status("error", code, ticketInPath ? TICKET_IN_PATH : description));
    }

    private String path(RtmpCommand command) {
        return requireConnected() + "/" + beforeQuery(trimmed(command.text(1)));
    }

    /** Null when the command names no stream, or has its ticket in the name. */
    private @Nullable StreamAddress addressed(RtmpCommand command) {
        String name = trimmed(command.text(1));
        String stream = trimmed(beforeQuery(name));
        if (StreamAddress.hasTicket(path(command))) {
            return null;
        }
        if (stream.startsWith("mp4:") || stream.startsWith("flv:")) {
            stream = stream.substring(4);
        }
        // OBS with the whole address as its server and no key: then the application has all of it.
        return StreamAddress.of(requireConnected() + "/" + stream, query(name), appQuery, urlQuery);
    }

    /** Ends the publication or playback that the client names; one that names another, gone perhaps, ends nothing. */
    private void sayGoodbye(RtmpCommand command) {
        RtmpRole role = connection.role();
        if (role != null && means(command, role)) {
            connection.endRole(EndCause.CLIENT);
        }
        if (command.name().equals("deleteStream")) {
            streams.delete(number(command));
        }
    }

    private boolean means(RtmpCommand command, RtmpRole role) {
        return switch (command.name()) {
            case "deleteStream" -> number(command) <= 0 || number(command) == role.streamId();
            case "closeStream" -> isOn(command, role);
            default -> trimmed(command.text(1)).isEmpty() || key.equals(key(command));
        };
    }

    private static boolean isOn(RtmpCommand command, RtmpRole role) {
        return command.streamId() <= 0 || command.streamId() == role.streamId();
    }

    private @Nullable String key(RtmpCommand command) {
        StreamAddress address = addressed(command);
        return address == null ? null : address.key();
    }

    /** The stream that a command names by its number; 0 when it names none. */
    private static int number(RtmpCommand command) {
        return command.argument(1) instanceof Double number ? number.intValue() : 0;
    }

    private void steer(RtmpCommand command) {
        if (connection.role() instanceof RtmpPlayer player && isOn(command, player)) {
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

    /** Without what is not seen at the ends: people paste addresses. */
    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == ZERO_WIDTH_SPACE || c == BYTE_ORDER_MARK;
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
