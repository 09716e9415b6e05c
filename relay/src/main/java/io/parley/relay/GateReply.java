package io.parley.relay;

/** Where the answer to a {@link MediaRequest} goes. Safe from any thread; the first call counts, later ones do nothing. */
public interface GateReply {

    /**
     * Accepts the request: what it stands for is committed.
     *
     * <p>A stream is named by its key and its owner: publishers of one owner take each other over and keep their players, and
     * a player only ever gets the stream of the owner it was accepted for. So nobody sees a stranger's stream because that
     * stranger was quicker to take over a key than the relay to end the old one.
     *
     * @param id the publication or playback id by which the relay reports the end and can be told to end it
     * @param owner whoever publishes the stream, in numbers of the gate's own
     */
    void accept(long id, long owner);

    /** For gates that know no owners. */
    default void accept(long id) {
        accept(id, 0);
    }

    /** Refuses the request; the client is told and disconnected. */
    void refuse(GateRefusal refusal);
}
