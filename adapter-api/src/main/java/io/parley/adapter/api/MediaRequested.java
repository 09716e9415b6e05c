package io.parley.adapter.api;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A media client asks to publish or play.
 *
 * @param streamKey the opaque name in its URL
 * @param ticket the credential in its URL, or null when there was none; never log it
 * @param protocol RTMP, HTTP_FLV or WS_FLV
 * @param address the client's address without port
 */
public record MediaRequested(String streamKey, @Nullable String ticket, String protocol, String address)
        implements Serializable {

    /** Leaves the ticket out. */
    @Override
    public String toString() {
        return "MediaRequested[" + streamKey + " " + protocol + " from " + address + "]";
    }
}
