package io.parley.persistence.audit;

/** A named "no". Thrown by the rules, rolls the transaction back, and each edge turns it into its own words. */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String detail;

    public Refused(Refusal refusal) {
        this(refusal, "");
    }

    /** @param detail what exactly was wrong, for the record of refused attempts; never a secret */
    public Refused(Refusal refusal, String detail) {
        super(refusal + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
        this.refusal = refusal;
        this.detail = detail;
    }

    public Refusal refusal() {
        return refusal;
    }

    public String detail() {
        return detail;
    }
}
