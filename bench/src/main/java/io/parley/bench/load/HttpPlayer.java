package io.parley.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Plays a stream by HTTP-FLV or WebSocket-FLV. */
final class HttpPlayer extends Connection implements LoadPlayerConnection, MessageSink {

    private static final int MAX_HEADER = 8 << 10;
    private static final String HEADER_END = "\r\n\r\n";
    private static final String UPGRADE = """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: bG9hZCBnZW5lcmF0b3IhIQ==\r
            """;

    private final Target target;
    private final LoadPlayer player;
    private final PlayerMeasurements measurements;
    private final Listener listener;
    private final StringBuilder header = new StringBuilder();
    private @Nullable Feed body;

    HttpPlayer(
            LoadLoop loop,
            Target target,
            int receiveBuffer,
            LoadPlayer player,
            PlayerMeasurements measurements,
            Listener listener)
            throws IOException {
        super(loop, target.address(), receiveBuffer);
        this.target = target;
        this.player = player;
        this.measurements = measurements;
        this.listener = listener;
    }

    private boolean isWebSocket() {
        return target.endpoint().protocol() == Endpoint.Protocol.WEBSOCKET_FLV;
    }

    @Override
    public LoadPlayer player() {
        return player;
    }

    @Override
    void connected() {
        String request = "GET /" + target.path(player.stream()) + " HTTP/1.1\r\nHost: "
                + target.endpoint().authority() + "\r\nUser-Agent: load\r\nAccept: */*\r\n"
                + (isWebSocket() ? UPGRADE : "Connection: keep-alive\r\n") + "\r\n";
        byte[] bytes = request.getBytes(ISO_8859_1);
        outbox().room(bytes.length).put(bytes);
        player.asked(System.nanoTime());
    }

    @Override
    void received(ByteBuffer in) {
        measurements.read(in.remaining());
        Feed feed = body;
        while (feed == null && in.hasRemaining()) {
            header.append((char) (in.get() & 0xff));
            if (header.length() > MAX_HEADER) {
                throw new Feed.Broken("an HTTP header without end");
            }
            int end = header.length() - HEADER_END.length();
            if (end >= 0 && header.indexOf(HEADER_END, end) >= 0) {
                feed = answered(header.toString().toLowerCase(Locale.ROOT));
                body = feed;
            }
        }
        if (feed != null && !isClosed()) {
            feed.feed(in);
        }
    }

    private Feed answered(String head) {
        int expected = isWebSocket() ? 101 : 200;
        if (!head.startsWith("http/1.") || !head.startsWith(expected + " ", 9)) {
            throw new Feed.Broken(head.substring(0, Math.max(0, head.indexOf('\r'))));
        }
        Feed flv = new FlvParser(this);
        listener.started(this, readAt());
        if (isWebSocket()) {
            return new WebSocketFrameParser(flv, this::answerPing);
        }
        return head.contains("transfer-encoding: chunked") ? new HttpChunks(flv) : flv;
    }

    private void answerPing(ByteBuffer pong) {
        outbox().room(pong.remaining()).put(pong);
        flush();
    }

    @Override
    public void message(int type, int timestamp, byte[] bytes, int length) {
        if (!isClosed() && type != Clip.DATA) {
            player.media(type, timestamp, bytes, length, readAt());
            listener.saw(this, readAt());
        }
    }

    @Override
    void ended(String reason) {
        listener.ended(this, reason);
    }
}
