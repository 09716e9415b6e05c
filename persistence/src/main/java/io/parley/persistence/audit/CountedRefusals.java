package io.parley.persistence.audit;

import java.time.Instant;

/**
 * Refusals that are one row of the audit.
 *
 * @param entry what they have in common
 * @param first when the first of them was refused
 * @param last when the last one was
 * @param times how many they are, 1 or more
 */
public record CountedRefusals(AuditRecord entry, Instant first, Instant last, long times) {

    /** One refusal. */
    public static CountedRefusals single(AuditRecord entry, Instant at) {
        return new CountedRefusals(entry, at, at, 1);
    }
}
