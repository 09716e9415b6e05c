package io.parley.relay.hub;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.config.RelaySetting;

/**
 * Judges the age of the oldest unsent media of a player: the distance to the live edge, but no more than the time since the
 * player last had everything, because a publisher that delivers late and in a burst does not make its players slow.
 */
final class LagPolicy {

    enum Verdict {
        FRESH,
        STALE,
        EXPIRED
    }

    private static final long NEVER = Long.MIN_VALUE;

    private final int softLagMs;
    private final int hardLagMs;
    private long behindSince = NEVER;
    private int allowance;

    LagPolicy(RelayConfig config) {
        softLagMs = config.get(RelaySetting.SOFT_LAG_MS);
        hardLagMs = config.get(RelaySetting.HARD_LAG_MS);
    }

    /** A joining player is behind by what it is given to start with. */
    void start(long nowNanos, int lagMs) {
        behindSince = nowNanos;
        allowance = lagMs;
    }

    void caughtUp() {
        behindSince = NEVER;
        allowance = 0;
    }

    void jumped() {
        allowance = 0;
    }

    void behind(long nowNanos) {
        if (behindSince == NEVER) {
            behindSince = nowNanos;
        }
    }

    Verdict judge(long nowNanos, int lagMs) {
        behind(nowNanos);
        long age = Math.min(lagMs, (nowNanos - behindSince) / 1_000_000);
        if (age > hardLagMs + allowance) {
            return Verdict.EXPIRED;
        }
        return age > softLagMs + allowance ? Verdict.STALE : Verdict.FRESH;
    }
}
