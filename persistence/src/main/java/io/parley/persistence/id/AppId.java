package io.parley.persistence.id;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;

/** The number of a customer project, the tenant: an unsigned 32-bit number other than 0. */
public record AppId(long value) {

    public AppId {
        if (value < 1 || value > 0xFFFF_FFFFL) {
            throw new Refused(Refusal.APP_UNKNOWN);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
