package io.parley.relay.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;

/**
 * One complete message off the wire; its handler releases it.
 *
 * @param type the message type id
 * @param timestamp milliseconds, unsigned 32 bits
 * @param streamId the message stream id
 * @param body the payload, owned by this message
 */
record RtmpMessage(int type, int timestamp, int streamId, ByteBuf body) implements ReferenceCounted {

    static final int SET_CHUNK_SIZE = 1;
    static final int ABORT = 2;
    static final int ACKNOWLEDGEMENT = 3;
    static final int USER_CONTROL = 4;
    static final int WINDOW_ACK_SIZE = 5;
    static final int SET_PEER_BANDWIDTH = 6;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int AMF3_DATA = 15;
    static final int AMF3_COMMAND = 17;
    static final int AMF0_DATA = 18;
    static final int AMF0_COMMAND = 20;
    static final int AGGREGATE = 22;

    @Override
    public int refCnt() {
        return body.refCnt();
    }

    @Override
    public RtmpMessage retain() {
        body.retain();
        return this;
    }

    @Override
    public RtmpMessage retain(int increment) {
        body.retain(increment);
        return this;
    }

    @Override
    public RtmpMessage touch() {
        body.touch();
        return this;
    }

    @Override
    public RtmpMessage touch(Object hint) {
        body.touch(hint);
        return this;
    }

    @Override
    public boolean release() {
        return body.release();
    }

    @Override
    public boolean release(int decrement) {
        return body.release(decrement);
    }
}
