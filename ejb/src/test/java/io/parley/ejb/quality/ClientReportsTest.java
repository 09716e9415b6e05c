package io.parley.ejb.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ejb.quality.ClientReports.Claim;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.StreamId;
import io.parley.persistence.quality.MediaSide;
import io.parley.persistence.quality.QualitySample.Sums;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientReportsTest {

    private final ClientReports reports = new ClientReports();

    @Test
    void whatAClientTellsWaitsToBeWrittenOnce() {
        reports.take(1, 10_000, List.of(claim(500, 150, 0, 0, 42), claim(0, 0, 10_000, 10_000, 0)));
        assertThat(reports.drain())
                .extracting(ClientReports.Report::sums)
                .containsExactly(
                        new Sums(10_000, 500, 150, 0, 0, 42, null), new Sums(10_000, 0, 0, 10_000, 10_000, null, null));
        assertThat(reports.drain()).isEmpty();
    }

    @Test
    void figuresThatCannotBeAreRefused() {
        for (Claim wrong : List.of(
                claim(-1, 0, 0, 0, 0),
                claim(0, -1, 0, 0, 0),
                claim(0, 0, 10_001, 0, 0),
                claim(0, 0, 0, 10_001, 0),
                claim(0, 0, 0, 0, -1),
                claim(Long.MAX_VALUE, 0, 0, 0, 0),
                claim(0, Long.MAX_VALUE, 0, 0, 0))) {
            refused(Refusal.ARGUMENT_WRONG, () -> reports.take(1, 10_000, List.of(wrong)));
        }
        Claim good = claim(1, 1, 0, 0, 0);
        refused(Refusal.ARGUMENT_WRONG, () -> reports.take(1, 0, List.of(good)));
        refused(Refusal.ARGUMENT_WRONG, () -> reports.take(1, 600_001, List.of(good)));
        refused(Refusal.ARGUMENT_WRONG, () -> reports.take(1, 1, List.of()));
        refused(Refusal.ARGUMENT_WRONG, () -> reports.take(1, 1, Collections.nCopies(33, good)));
        assertThat(reports.drain()).isEmpty();
    }

    @Test
    void aClientThatTellsTooOftenIsRefusedUntilWhatItSaidIsWritten() {
        List<Claim> one = List.of(claim(1, 1, 0, 0, 0));
        reports.take(1, 10, one);
        reports.take(1, 10, one);
        refused(Refusal.TOO_MANY, () -> reports.take(1, 10, one));
        reports.take(2, 10, one);
        assertThat(reports.drain()).hasSize(3);
        reports.take(1, 10, one);
    }

    @Test
    void whatIsTooMuchIsLetGoOf() {
        List<Claim> many = Collections.nCopies(32, claim(1, 1, 0, 0, 0));
        for (int stay = 0; stay < 1_000; stay++) {
            reports.take(stay, 10, many);
        }
        assertThat(reports.drain()).hasSize(ClientReports.MOST_WAITING / 32 * 32);
    }

    private static Claim claim(long bytes, long frames, long audioGap, long videoGap, int rtt) {
        return new Claim(StreamId.of("s"), MediaSide.PUBLISH, bytes, frames, audioGap, videoGap, rtt);
    }

    private static void refused(Refusal refusal, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Refused.class, e -> assertThat(e.refusal())
                .isEqualTo(refusal));
    }
}
