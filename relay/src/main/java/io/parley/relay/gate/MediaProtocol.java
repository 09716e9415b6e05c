package io.parley.relay.gate;

/** The protocol of a media client. */
public enum MediaProtocol {
    RTMP,
    HTTP_FLV,
    WS_FLV
}
