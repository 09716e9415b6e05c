package io.parley.relay;

/** How a media client speaks. */
public enum MediaProtocol {
    RTMP,
    HTTP_FLV,
    WS_FLV
}
