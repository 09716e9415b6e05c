package io.parley.persistence.audit;

import org.jspecify.annotations.Nullable;

/** A named "no". Thrown by the rules, rolls the transaction back, and each edge turns it into its own words. */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String detail;
    private final @Nullable Refused precise;

    public Refused(Refusal refusal) {
        this(refusal, "");
    }

    /** @param detail what exactly was wrong, for the record of refused attempts; never a secret */
    public Refused(Refusal refusal, String detail) {
        super(refusal + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
        this.refusal = refusal;
        this.detail = detail;
        this.precise = null;
    }

    /**
     * An answer that says less than the record.
     *
     * @param answer what the client is told, without a detail
     * @param precise what the record of refused attempts keeps
     */
    public Refused(Refusal answer, Refused precise) {
        super(answer.toString(), null, false, false);
        this.refusal = answer;
        this.detail = "";
        this.precise = precise;
    }

    /** The refusal for the record: more precise than the answer where the client must not know it. */
    public Refused recorded() {
        return precise == null ? this : precise;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String detail() {
        return detail;
    }
}
