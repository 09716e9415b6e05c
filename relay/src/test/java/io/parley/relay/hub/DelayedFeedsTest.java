package io.parley.relay.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayedFeedsTest {

    private final DelayedFeeds heldBack = new DelayedFeeds();
    private final List<String> released = new ArrayList<>();

    private final class Feed implements DelayedFeeds.Holder {
        private final String name;
        private long due = -1;

        private Feed(String name) {
            this.name = name;
        }

        private void hold(long until) {
            due = until;
            heldBack.add(this, until);
        }

        @Override
        public long due() {
            return due;
        }

        @Override
        public void release() {
            due = -1;
            released.add(name);
        }
    }

    @Test
    void releasesWhatIsDue() {
        new Feed("a").hold(10);
        new Feed("b").hold(20);

        heldBack.release(15);

        assertThat(released).containsExactly("a");
        assertThat(heldBack.next()).isEqualTo(20);
    }

    @Test
    void whatHasGoneWithSomethingElseIsNotReleased() {
        Feed feed = new Feed("a");
        feed.hold(10);
        feed.due = -1;

        assertThat(heldBack.next()).isEqualTo(WriteBatcher.NEVER);
        heldBack.release(10);

        assertThat(released).isEmpty();
    }

    @Test
    void whatIsHeldBackAnewIsReleasedAtItsNewTimeOnly() {
        Feed feed = new Feed("a");
        feed.hold(10);
        feed.due = -1;
        feed.hold(30);

        heldBack.release(20);
        assertThat(released).isEmpty();
        assertThat(heldBack.next()).isEqualTo(30);

        heldBack.release(30);
        assertThat(released).containsExactly("a");
    }

    @Test
    void takesAnyNumberInTheirOrder() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // The ring's beginning moves before it grows.
            heldBack.release(i - 40);
            new Feed("feed " + i).hold(i);
            names.add("feed " + i);
        }

        heldBack.release(300);

        assertThat(released).isEqualTo(names);
        assertThat(heldBack.next()).isEqualTo(WriteBatcher.NEVER);
    }
}
