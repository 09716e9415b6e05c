package io.parley.relay;

/** Where the answer to a {@link MediaRequest} goes. Safe from any thread; the first call counts, later ones do nothing. */
public interface GateReply {

    /**
     * Accepts the request: what it stands for is committed.
     *
     * @param id the publication or playback id by which the relay reports the end and can be told to end it
     */
    void accept(long id);

    /** Refuses the request; the client is told and disconnected. */
    void refuse(GateRefusal refusal);
}
