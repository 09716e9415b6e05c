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
 * @param patient true when the client asks again when the stream it wants has begun, or for the last time without patience
 *     when it has not in time: until then the absence of the stream is not worth a record
 */
public record MediaRequested(
        String streamKey, @Nullable String ticket, String protocol, String address, boolean patient)
        implements Serializable {

    /** Leaves the ticket out, and the key, which may be a ticket in the wrong place. */
    @Override
    public String toString() {
        return "MediaRequested[" + protocol + " from " + address + "]";
    }
}
