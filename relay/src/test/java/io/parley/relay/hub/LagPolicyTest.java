package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.config.RelayConfig;
import io.parley.relay.hub.LagPolicy.Verdict;
import org.junit.jupiter.api.Test;

class LagPolicyTest {

    private final LagPolicy lagPolicy = new LagPolicy(RelayConfig.forCalls("", 0));

    @Test
    void burstFromThePublisherMakesNoPlayerSlow() {
        lagPolicy.caughtUp();
        lagPolicy.behind(0);
        assertThat(lagPolicy.judge(ms(10), 8_000)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void mediaOlderThanTheBoundsIsStaleThenExpired() {
        lagPolicy.caughtUp();
        lagPolicy.behind(0);
        assertThat(lagPolicy.judge(ms(400), 400)).isEqualTo(Verdict.FRESH);
        assertThat(lagPolicy.judge(ms(401), 401)).isEqualTo(Verdict.STALE);
        assertThat(lagPolicy.judge(ms(3_000), 3_000)).isEqualTo(Verdict.STALE);
        assertThat(lagPolicy.judge(ms(3_001), 3_001)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void steadyBacklogIsJudgedByItsMediaNotByTheClock() {
        lagPolicy.caughtUp();
        lagPolicy.behind(0);
        assertThat(lagPolicy.judge(ms(60_000), 300)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void joinerMayBeBehindByWhatItWasGiven() {
        lagPolicy.start(0, 2_000);
        assertThat(lagPolicy.judge(ms(2_300), 2_300)).isEqualTo(Verdict.FRESH);
        lagPolicy.jumped();
        assertThat(lagPolicy.judge(ms(2_300), 2_300)).isEqualTo(Verdict.STALE);
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
