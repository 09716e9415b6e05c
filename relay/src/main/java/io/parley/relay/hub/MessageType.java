package io.parley.relay.hub;

/** The numbers that RTMP messages and FLV tags share. */
public final class MessageType {
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int DATA = 18;

    private MessageType() {}
}
