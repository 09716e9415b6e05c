package io.parley.bench.load;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes the framing of a WebSocket off what a server sends, and answers pings. */
final class WebSocketFrameParser implements Feed {

    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int MAX_CONTROL = 125;

    private final Feed body;
    private final Consumer<ByteBuffer> pong;
    private final byte[] header = new byte[10];
    private final ByteBuffer control = ByteBuffer.allocate(MAX_CONTROL);
    private int headerLength;
    private boolean inBody;
    private long left;

    /**
     * @param body takes the payload of data frames
     * @param pong takes whole frames that answer pings
     */
    WebSocketFrameParser(Feed body, Consumer<ByteBuffer> pong) {
        this.body = body;
        this.pong = pong;
    }

    @Override
    public void feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (inBody) {
                left -= Slices.pass(in, left, isControl() ? this::keep : body);
                if (left == 0) {
                    finish();
                }
            } else {
                header[headerLength++] = in.get();
                if (headerLength >= 2 && headerLength == headerBytes()) {
                    begin();
                }
            }
        }
    }

    private int headerBytes() {
        return switch (header[1] & 0x7f) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private boolean isControl() {
        return (header[0] & 8) != 0;
    }

    private void begin() {
        ByteBuffer length = ByteBuffer.wrap(header);
        left = switch (headerLength) {
            case 4 -> length.getShort(2) & 0xffff;
            case 10 -> length.getLong(2);
            default -> header[1] & 0x7f;
        };
        if ((header[0] & 0xf) == CLOSE) {
            throw new Broken("WebSocket closed by the server");
        }
        if (left < 0 || isControl() && left > MAX_CONTROL) {
            throw new Broken("no WebSocket frame where one should be");
        }
        control.clear();
        inBody = true;
        if (left == 0) {
            finish();
        }
    }

    private void keep(ByteBuffer in) {
        control.put(in);
    }

    private void finish() {
        if ((header[0] & 0xf) == PING) {
            control.flip();
            // clients must mask; with a mask of zeros the payload stays as it is
            ByteBuffer frame = ByteBuffer.allocate(6 + control.remaining());
            frame.put((byte) 0x8a).put((byte) (0x80 | control.remaining())).putInt(0);
            pong.accept(frame.put(control).flip());
        }
        headerLength = 0;
        inBody = false;
    }
}
