package io.parley.relay.http;

import io.netty.buffer.ByteBuf;
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
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;
import io.parley.relay.MediaProtocol;
import io.parley.relay.door.AllowedOrigins;
import io.parley.relay.door.ForwardedFor;
import io.parley.relay.hub.Farewell;
import io.parley.relay.hub.PlayingPeer;
import io.parley.relay.hub.StreamAddress;
import io.parley.relay.hub.StreamHub;
import org.jspecify.annotations.Nullable;

/** The one request of an HTTP connection. */
final class HttpRequestHandler extends ChannelInboundHandlerAdapter {

    private static final String SUFFIX = ".flv";

    /** Players have nothing to send but control frames. */
    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(4096)
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();

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
            StreamAddress address = address(request.uri());
            if (address == null) {
                answer(ctx, HttpAnswer.error(HttpResponseStatus.NOT_FOUND, "not_found", cors));
            } else if (method.equals(HttpMethod.HEAD)) {
                // Says nothing about whether the stream exists.
                answer(ctx, HttpAnswer.stream(false, cors));
            } else {
                play(ctx, request, address, cors);
            }
        }
    }

    private static @Nullable StreamAddress address(String uri) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        return path.endsWith(SUFFIX) ? StreamAddress.of(path, mark < 0 ? null : uri.substring(mark + 1)) : null;
    }

    private static void answer(ChannelHandlerContext ctx, ByteBuf answer) {
        Farewell.close(ctx.channel(), answer);
    }

    private void play(ChannelHandlerContext ctx, HttpRequest request, StreamAddress address, String cors) {
        HttpHeaders headers = request.headers();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            boolean chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
            become(ctx, new HttpFlvPlayer(ctx.channel(), hub, chunked, cors))
                    .ask(hub.request(address, MediaProtocol.HTTP_FLV, ctx.channel()));
            return;
        }
        String accept = WebSocketKey.accept(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
        if (accept == null || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            answer(ctx, HttpAnswer.error(HttpResponseStatus.BAD_REQUEST, "bad_upgrade", cors));
            return;
        }
        ctx.writeAndFlush(HttpAnswer.switchToWebSocket(accept));
        ctx.pipeline().addBefore(ctx.name(), null, new WebSocket13FrameDecoder(FRAMES));
        become(ctx, new WebSocketFlvPlayer(ctx.channel(), hub))
                .ask(hub.request(address, MediaProtocol.WS_FLV, ctx.channel()));
    }

    /** From here on the request decoder is out of the way, and what it had left goes to the player's handler. */
    private PlayingPeer become(ChannelHandlerContext ctx, PlayingPeer player) {
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.replace(this, null, new FlvPlayerHandler(hub, player));
        pipeline.remove(HttpRequestDecoder.class);
        return player;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
