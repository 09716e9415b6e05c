package io.parley.bench.rooms;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One user with one signalling connection at a time. On one event loop; {@link #leave}, {@link #cut}, {@link #broadcast} and
 * {@link #publish} from any thread.
 */
final class SimulatedUser extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    /** Takes the events of users, on event loops. */
    interface Observer {
        /** The answer to login or resume. */
        void inside(SimulatedUser person, boolean resumed);

        void refused(SimulatedUser person, String why);

        /** @param wasInside whether it had been let in on this connection and has not left by itself */
        void closed(SimulatedUser person, boolean wasInside);

        /** The answer to what it asked for, other than to be let in. @param text the whole message */
        default void answered(SimulatedUser person, String type, String text) {}

        /** Something of the room. @param text the whole message */
        default void received(SimulatedUser person, String type, String text) {}
    }

    private static final int HEARTBEAT_SECONDS = 5;
    private static final String TYPE = "{\"type\":\"";

    final String room;
    final String user;
    final long app;
    private final String token;
    private final boolean hears;
    private final Observer observer;

    /** Time at which it was to ask to be let in, in nanoseconds; a queue before the connection counts, too. */
    volatile long due;

    /** The number of tries in vain to come back. */
    volatile int attempts;

    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable String resumeKey;
    private @Nullable Future<?> heart;
    private boolean inside;
    private boolean answered;

    /** @param hears whether it wants to know who is in the room */
    SimulatedUser(long app, String room, String user, String token, boolean hears, Observer observer) {
        this.app = app;
        this.room = room;
        this.user = user;
        this.token = token;
        this.hears = hears;
        this.observer = observer;
    }

    @Override
    public boolean isSharable() {
        return true; // on one connection after another
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        answered = false;
        super.channelActive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            context = ctx;
            String who = "\"requestId\":1,\"appID\":" + app + ",\"roomID\":\"" + room + "\",\"userID\":\"" + user
                    + "\",\"userUpdate\":" + hears;
            String key = resumeKey;
            say(
                    key == null
                            ? TYPE + "login\"," + who + ",\"token\":\"" + token + "\"}"
                            : TYPE + "resume\"," + who + ",\"resumeKey\":\"" + key + "\"}");
        }
    }

    /** True when it wants to know who comes and goes. */
    boolean hears() {
        return hears;
    }

    void notConnected(String why) {
        observer.refused(this, why);
    }

    private void say(String text) {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
        String text = frame.text();
        String type = text.substring(TYPE.length(), text.indexOf('"', TYPE.length()));
        switch (type) {
            case "heartbeatAck", "loggedOut" -> {}
            case "loggedIn" -> welcome(ctx, text);
            case "refused", "error" -> refuse(text);
            case "publishGranted", "playGranted", "broadcastSent" -> observer.answered(this, type, text);
            default -> observer.received(this, type, text);
        }
    }

    private void welcome(ChannelHandlerContext ctx, String text) {
        boolean resumed = resumeKey != null;
        resumeKey = field(text, "resumeKey");
        inside = true;
        answered = true;
        int first = Math.floorMod(user.hashCode(), HEARTBEAT_SECONDS * 1_000);
        heart = ctx.executor()
                .scheduleAtFixedRate(
                        () -> say(TYPE + "heartbeat\",\"requestId\":2}"),
                        first,
                        HEARTBEAT_SECONDS * 1_000L,
                        TimeUnit.MILLISECONDS);
        observer.inside(this, resumed);
    }

    private void refuse(String why) {
        answered = true;
        observer.refused(this, why);
    }

    /** The text of the first field of this name. */
    static String field(String text, String name) {
        int from = text.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return text.substring(from, text.indexOf('"', from));
    }

    /** Says goodbye. */
    void leave() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                inside = false;
                say(TYPE + "logout\",\"requestId\":3}");
            });
        }
    }

    void broadcast(String text) {
        say(TYPE + "sendBroadcast\",\"requestId\":4,\"text\":\"" + text + "\"}");
    }

    void publish(String streamId) {
        say(TYPE + "publish\",\"requestId\":5,\"streamID\":\"" + streamId + "\"}");
    }

    void play(String streamId) {
        say(TYPE + "play\",\"requestId\":6,\"streamID\":\"" + streamId + "\"}");
    }

    /** The connection goes without a word. */
    void cut() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Future<?> beats = heart;
        if (beats != null) {
            beats.cancel(false);
        }
        if (!answered) {
            refuse("closed without an answer");
        }
        boolean was = inside;
        inside = false;
        observer.closed(this, was);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // channelInactive tells
    }
}
