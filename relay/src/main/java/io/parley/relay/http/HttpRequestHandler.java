package io.parley.relay.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.parley.relay.config.AllowedOrigins;
import io.parley.relay.connection.ForwardedFor;
import io.parley.relay.flv.FlvTagDecoder;
import io.parley.relay.gate.MediaProtocol;
import io.parley.relay.hub.AbstractPlayerConnection;
import io.parley.relay.hub.GracefulClose;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamHub;
import org.jspecify.annotations.Nullable;

/** The one request of an HTTP connection. */
final class HttpRequestHandler extends ChannelInboundHandlerAdapter {

    private static final String SUFFIX = ".flv";

    /** The first part of a path by which a WebSocket publishes instead of playing. */
    private static final String PUBLISH = "/publish/";

    /** Players have nothing to send but control frames. */
    private static final int PLAYERS_FRAME = 4096;

    private final StreamHub hub;
    private boolean answered;

    HttpRequestHandler(StreamHub hub) {
        this.hub = hub;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (!answered && msg instanceof HttpRequest request) {
                answered = true;
                if (ForwardedFor.hear(
                        ctx.channel(),
                        request.headers().getAll("X-Forwarded-For"),
                        hub.config().proxies())) {
                    handle(ctx, request);
                }
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    private void handle(ChannelHandlerContext ctx, HttpRequest request) {
        HttpMethod method = request.method();
        AllowedOrigins origins = hub.config().origins();
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String cors = origins.headers(origin);
        if (request.decoderResult().isFailure()) {
            answer(ctx, HttpAnswer.error(HttpResponseStatus.BAD_REQUEST, "bad_request", cors));
        } else if (!origins.allows(origin)) {
            answer(ctx, HttpAnswer.error(HttpResponseStatus.FORBIDDEN, "origin", cors));
        } else if (method.equals(HttpMethod.OPTIONS)) {
            answer(ctx, HttpAnswer.preflight(cors));
        } else if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            answer(ctx, HttpAnswer.error(HttpResponseStatus.METHOD_NOT_ALLOWED, "method_not_allowed", cors));
        } else {
            boolean publish = request.uri().startsWith(PUBLISH);
            StreamAddress address = address(publish ? playUri(request.uri()) : request.uri());
            if (StreamAddress.hasTicket(path(request.uri()))) {
                hub.refusedTicketInPath(
                        isWebSocket(request) ? MediaProtocol.WS_FLV : MediaProtocol.HTTP_FLV, ctx.channel());
                answer(ctx, HttpAnswer.error(HttpResponseStatus.BAD_REQUEST, "ticket_not_in_query", cors));
            } else if (address == null) {
                answer(ctx, HttpAnswer.error(HttpResponseStatus.NOT_FOUND, "not_found", cors));
            } else if (method.equals(HttpMethod.HEAD)) {
                // Says nothing about whether the stream exists.
                answer(ctx, HttpAnswer.stream(false, cors));
            } else if (!isWebSocket(request) && publish) {
                answer(ctx, HttpAnswer.error(HttpResponseStatus.UPGRADE_REQUIRED, "upgrade_required", cors));
            } else if (isWebSocket(request)) {
                open(ctx, request, address, publish, cors);
            } else {
                boolean chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
                become(ctx, new HttpFlvPlayer(ctx.channel(), hub, chunked, cors))
                        .play(address, MediaProtocol.HTTP_FLV);
            }
        }
    }

    /** A stream has one key, whichever way it goes. */
    private static String playUri(String publishUri) {
        return "/" + StreamAddress.APP + "/" + publishUri.substring(PUBLISH.length());
    }

    private static boolean isWebSocket(HttpRequest request) {
        return request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    private static @Nullable StreamAddress address(String uri) {
        String path = path(uri);
        String query = path.length() == uri.length() ? null : uri.substring(path.length() + 1);
        return path.endsWith(SUFFIX) ? StreamAddress.of(path, query) : null;
    }

    private static String path(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0 ? uri : uri.substring(0, mark);
    }

    private static void answer(ChannelHandlerContext ctx, ByteBuf answer) {
        GracefulClose.close(ctx.channel(), answer);
    }

    private void open(
            ChannelHandlerContext ctx, HttpRequest request, StreamAddress address, boolean publish, String cors) {
        HttpHeaders headers = request.headers();
        String accept = WebSocketKey.accept(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
        if (accept == null || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            answer(ctx, HttpAnswer.error(HttpResponseStatus.BAD_REQUEST, "bad_upgrade", cors));
            return;
        }
        ctx.writeAndFlush(HttpAnswer.switchToWebSocket(accept));
        if (publish) {
            becomePublisher(ctx).publish(address, MediaProtocol.WS_FLV);
        } else {
            takeFrames(ctx, PLAYERS_FRAME);
            become(ctx, new WebSocketFlvPlayer(ctx.channel(), hub)).play(address, MediaProtocol.WS_FLV);
        }
    }

    private WebSocketFlvPublisher becomePublisher(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        PreAuthorizationBuffer intake = new PreAuthorizationBuffer();
        WebSocketFlvPublisher publisher = new WebSocketFlvPublisher(channel, hub, intake);
        ctx.pipeline().addBefore(ctx.name(), null, intake);
        takeFrames(ctx, FlvTagDecoder.largestTag(hub.config()));
        become(ctx, new FlvPublisherHandler(channel, hub, publisher, intake));
        return publisher;
    }

    private static void takeFrames(ChannelHandlerContext ctx, int largest) {
        ctx.pipeline().addBefore(ctx.name(), null, new WebSocket13FrameDecoder(WebSocketFrames.taken(largest)));
    }

    private AbstractPlayerConnection become(ChannelHandlerContext ctx, AbstractPlayerConnection player) {
        become(ctx, new FlvPlayerHandler(hub, player));
        return player;
    }

    /** From here on the request decoder is out of the way, and what it had left goes to the next handlers. */
    private void become(ChannelHandlerContext ctx, ChannelHandler handler) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.replace(this, null, handler);
        pipeline.remove(HttpRequestDecoder.class);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
