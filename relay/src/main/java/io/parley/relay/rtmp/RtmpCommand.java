package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command message.
 *
 * @param streamId the message stream that it came on
 * @param transaction as sent, to be echoed; 0 when there was none
 * @param arguments the values behind the transaction
 */
record RtmpCommand(int streamId, String name, double transaction, List<@Nullable Object> arguments) {

    /** Null when the message is no command. */
    static @Nullable RtmpCommand of(RtmpMessage message) {
        ByteBuf body = message.body();
        if (message.type() == RtmpMessage.AMF3_COMMAND && body.isReadable() && body.readByte() != 0) {
            return null;
        }
        List<@Nullable Object> values = Amf0Decoder.decode(body);
        if (values.isEmpty() || !(values.get(0) instanceof String name)) {
            return null;
        }
        double transaction = values.size() > 1 && values.get(1) instanceof Double number ? number : 0;
        return new RtmpCommand(
                message.streamId(), name, transaction, values.subList(Math.min(2, values.size()), values.size()));
    }

    @Nullable
    Object argument(int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /** The argument as a string, empty when it is absent or something else. */
    String text(int index) {
        return argument(index) instanceof String text ? text : "";
    }

    /** The argument as a flag; absent means true. */
    boolean flag(int index) {
        return !(argument(index) instanceof Boolean flag) || flag;
    }
}
