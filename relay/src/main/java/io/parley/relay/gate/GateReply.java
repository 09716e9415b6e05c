package io.parley.relay.gate;

/** Takes the gate's answer to a {@link MediaRequest}. Safe from any thread; the first call counts, later ones do nothing. */
public interface GateReply {

    /** Accepts the request: what it stands for is committed. */
    void accept(Grant grant);

    /** For gates that know no owners. */
    default void accept(long id) {
        accept(new Grant(id, 0));
    }

    /**
     * Refuses the request; the client is told and disconnected. A patient player that was refused as {@link
     * GateRefusal#NOT_FOUND} is not told yet: see {@link MediaRequest#patient}.
     */
    void refuse(GateRefusal refusal);
}
