package io.parley.bench.rooms;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One user with one signalling connection at a time. On one event loop; {@link #leave} and {@link #cut} from any thread. */
final class Person extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    /** What happens to people, told on event loops. */
    interface Observer {
        /** The answer to login or resume. */
        void inside(Person person, boolean resumed);

        void refused(Person person, String why);

        /** Another one has come in. */
        void told(Person person, String userId);

        /** @param wasInside whether it had been let in on this connection and has not left by itself */
        void closed(Person person, boolean wasInside);
    }

    private static final int HEARTBEAT_SECONDS = 5;
    private static final String TYPE = "{\"type\":\"";

    final String room;
    final String user;
    final long app;
    private final String token;
    private final boolean hears;
    private final Observer observer;

    /** When it was to ask to be let in, in nanoseconds; a queue before the connection counts, too. */
    volatile long due;

    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable String resumeKey;
    private @Nullable Future<?> heart;
    private boolean inside;
    private boolean answered;

    /** @param hears whether it wants to know who is in the room */
    Person(long app, String room, String user, String token, boolean hears, Observer observer) {
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
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            context = ctx;
            answered = false;
            String who = "\"requestId\":1,\"appID\":" + app + ",\"roomID\":\"" + room + "\",\"userID\":\"" + user
                    + "\",\"userUpdate\":" + hears;
            String key = resumeKey;
            say(
                    key == null
                            ? TYPE + "login\"," + who + ",\"token\":\"" + token + "\"}"
                            : TYPE + "resume\"," + who + ",\"resumeKey\":\"" + key + "\"}");
        }
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
        if (is(text, "userAdded")) {
            observer.told(this, field(text, "userID"));
        } else if (is(text, "loggedIn")) {
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
        } else if (is(text, "refused") || is(text, "error")) {
            refuse(text);
        }
    }

    private void refuse(String why) {
        answered = true;
        observer.refused(this, why);
    }

    private static boolean is(String text, String type) {
        return text.startsWith(type, TYPE.length()) && text.charAt(TYPE.length() + type.length()) == '"';
    }

    /** The first of this name. */
    private static String field(String text, String name) {
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
