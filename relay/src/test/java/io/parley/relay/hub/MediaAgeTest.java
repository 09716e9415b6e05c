package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.relay.RelayConfig;
import io.parley.relay.hub.MediaAge.Verdict;
import org.junit.jupiter.api.Test;

class MediaAgeTest {

    private final MediaAge age = new MediaAge(RelayConfig.forCalls("", 0));

    @Test
    void burstFromThePublisherMakesNoPlayerSlow() {
        age.caughtUp();
        age.behind(0);
        assertThat(age.judge(ms(10), 8_000)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void mediaOlderThanTheBoundsIsStaleThenExpired() {
        age.caughtUp();
        age.behind(0);
        assertThat(age.judge(ms(400), 400)).isEqualTo(Verdict.FRESH);
        assertThat(age.judge(ms(401), 401)).isEqualTo(Verdict.STALE);
        assertThat(age.judge(ms(3_000), 3_000)).isEqualTo(Verdict.STALE);
        assertThat(age.judge(ms(3_001), 3_001)).isEqualTo(Verdict.EXPIRED);
    }

    @Test
    void steadyBacklogIsJudgedByItsMediaNotByTheClock() {
        age.caughtUp();
        age.behind(0);
        assertThat(age.judge(ms(60_000), 300)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void joinerMayBeBehindByWhatItWasGiven() {
        age.start(0, 2_000);
        assertThat(age.judge(ms(2_300), 2_300)).isEqualTo(Verdict.FRESH);
        age.jumped();
        assertThat(age.judge(ms(2_300), 2_300)).isEqualTo(Verdict.STALE);
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
