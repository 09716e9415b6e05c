package io.parley.relay.gate;

/** How a media client speaks. */
public enum MediaProtocol {
    RTMP,
    HTTP_FLV,
    WS_FLV
}
