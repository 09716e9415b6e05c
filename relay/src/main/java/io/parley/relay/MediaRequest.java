package io.parley.relay;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, as far as the relay can know it.
 *
 * @param streamKey the canonical stream key, without prefix, suffix and query
 * @param ticket the value of the {@code ticket} query parameter, or null when there was none; never log it
 * @param protocol how the client speaks
 * @param remoteAddress the client's address without port
 */
public record MediaRequest(String streamKey, @Nullable String ticket, MediaProtocol protocol, String remoteAddress) {

    /** Leaves the ticket out. */
    @Override
    public String toString() {
        return "MediaRequest[" + streamKey + " " + protocol + " from " + remoteAddress + "]";
    }
}
