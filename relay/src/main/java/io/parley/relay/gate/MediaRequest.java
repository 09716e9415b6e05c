package io.parley.relay.gate;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to publish or play, as far as the relay can know it.
 *
 * @param streamKey the canonical stream key, without prefix, suffix and query
 * @param ticket the value of the {@code ticket} query parameter, or null when there was none; never log it
 * @param protocol the client's protocol
 * @param remoteAddress the client's address without port
 * @param firstFrame the beginning that a player wants, or null when it has not said
 * @param patient true when the relay will ask again when the stream that a player wants has begun, or at last without
 *     patience when it has not in time: until then a refusal for want of the stream is not the last word
 */
public record MediaRequest(
        String streamKey,
        @Nullable String ticket,
        MediaProtocol protocol,
        String remoteAddress,
        @Nullable PlaybackStart firstFrame,
        boolean patient) {

    /** Shorter than any ticket that is signed. */
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9_./-]{1,64}");

    /** With or without patience. */
    public MediaRequest patient(boolean newPatient) {
        return new MediaRequest(streamKey, ticket, protocol, remoteAddress, firstFrame, newPatient);
    }

    /** The key as it may be logged: what is of another form may be a ticket in the wrong place, and only its length is said. */
    public static String printable(String streamKey) {
        return PRINTABLE.matcher(streamKey).matches() ? streamKey : streamKey.length() + " characters";
    }

    /** Leaves the ticket out. */
    @Override
    public String toString() {
        return "MediaRequest[" + printable(streamKey) + " " + protocol + " from " + remoteAddress + "]";
    }
}
