package io.parley.ejb.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.CountedRefusals;
import io.parley.persistence.audit.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RefusalCounterTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final RefusalCounter counter = new RefusalCounter(new RefusalCounter.Limits(3, 6, 100, 50));

    private static AuditRecord refused(long app, String user, Refusal refusal, String address) {
        return AuditRecord.byUser(app, user, AuditAction.LOGIN, refusal)
                .in("room")
                .from(address);
    }

    @Test
    void theFirstEqualOnesOfAMinuteAreRowsOfTheirOwnAndTheOthersAreOne() {
        AuditRecord entry = refused(7, "u", Refusal.TOKEN_EXPIRED, "192.0.2.1").with(AuditDetail.DETAIL, "late");
        for (int i = 0; i < 10; i++) {
            assertThat(counter.isSingle(entry, NOON.plusSeconds(i))).isEqualTo(i < 3);
        }
        assertThat(counter.takeEnded(NOON.plusSeconds(59))).isEmpty();
        assertThat(counter.takeEnded(NOON.plusSeconds(60)))
                .containsExactly(new CountedRefusals(entry, NOON.plusSeconds(3), NOON.plusSeconds(9), 7));
        assertThat(counter.isSingle(entry, NOON.plusSeconds(61)))
                .as("in the next minute")
                .isTrue();
        assertThat(counter.takeAll()).isEmpty();
    }

    @Test
    void ofOneAddressNamesThatDifferAreKeptUntilTheyAreTooMany() {
        for (int i = 0; i < 30; i++) {
            assertThat(counter.isSingle(refused(7, "u" + i, Refusal.ROOM_FULL, "192.0.2.1"), NOON))
                    .isEqualTo(i < 6);
        }
        CountedRefusals row = counter.takeAll().get(0);
        assertThat(row.times()).isEqualTo(24);
        assertThat(row.entry().userId()).isNull();
        assertThat(row.entry().actorId()).isEmpty();
        assertThat(row.entry().roomId()).isEqualTo("room");
        assertThat(row.entry().address()).isEqualTo("192.0.2.1");
        assertThat((List<?>) row.entry().detail().get("users")).hasSize(RefusalTally.NAMES);
        assertThat(row.entry().detail()).containsEntry("more", true).doesNotContainKey("rooms");
    }

    @Test
    void fromMoreAddressesThanAreToldApartTheyAreOneRowOfTheAppAndTheRefusal() {
        for (int i = 0; i < 1_000; i++) {
            counter.isSingle(refused(7, "u", Refusal.ROOM_FULL, "10.0." + i / 250 + "." + i % 250), NOON);
        }
        counter.isSingle(refused(8, "u", Refusal.ROOM_FULL, "10.9.9.9"), NOON);
        List<CountedRefusals> rows = counter.takeAll();
        // Each of 50 addresses has one that is single; the others have three together.
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.times()).isEqualTo(1_000 - 50 - 3);
            assertThat(row.entry().address()).isEmpty();
            assertThat(row.entry().userId()).isEqualTo("u");
            assertThat((List<?>) row.entry().detail().get("addresses")).hasSize(RefusalTally.NAMES);
        });
    }

    @Test
    void theAddressesOfOneIpv6NetworkAreOne() {
        for (int i = 0; i < 10; i++) {
            counter.isSingle(refused(7, "u", Refusal.ROOM_FULL, "2001:db8::" + i), NOON);
        }
        CountedRefusals row = counter.takeAll().get(0);
        assertThat(row.times()).isEqualTo(7);
        assertThat((List<?>) row.entry().detail().get("addresses")).hasSize(7);
    }

    @Test
    void whatCouldNotBeWrittenIsPartOfALaterRow() {
        AuditRecord entry = refused(7, "u", Refusal.ROOM_FULL, "192.0.2.1");
        for (int i = 0; i < 10; i++) {
            counter.isSingle(entry, NOON);
        }
        for (int minute = 1; minute <= 500; minute++) {
            List<CountedRefusals> rows = counter.takeEnded(NOON.plus(Duration.ofMinutes(minute)));
            assertThat(rows).hasSize(1);
            counter.giveBack(rows);
        }
        assertThat(counter.takeAll()).containsExactly(new CountedRefusals(entry, NOON, NOON, 7));
    }

    @Test
    void rowsThatNobodyTakesAreFewAndLoseNothing() {
        long sum = 0;
        for (int minute = 0; minute < 300; minute++) {
            for (int i = 0; i < 20; i++) {
                Instant at = NOON.plus(Duration.ofMinutes(minute));
                sum += counter.isSingle(refused(7, "u", Refusal.ROOM_FULL, "10.0.0." + i % 5), at) ? 1 : 0;
            }
        }
        List<CountedRefusals> rows = counter.takeAll();
        assertThat(rows).hasSizeLessThanOrEqualTo(100);
        assertThat(sum + rows.stream().mapToLong(CountedRefusals::times).sum()).isEqualTo(6_000);
    }

    @Test
    void singleAndCountedOnesAddUpForEachKindHoweverManyThreadsAreRefused() throws Exception {
        List<Refusal> kinds = List.of(Refusal.TOKEN_MALFORMED, Refusal.ROOM_FULL, Refusal.TOO_MANY);
        ConcurrentLinkedQueue<CountedRefusals> rows = new ConcurrentLinkedQueue<>();
        List<Callable<Void>> work = new ArrayList<>();
        int each = 3_000;
        for (int thread = 0; thread < 8; thread++) {
            Random random = new Random(thread);
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    Instant at = NOON.plusMillis(i * 100L); // five minutes
                    AuditRecord entry = refused(
                            1 + i % 2, "u" + random.nextInt(40), kinds.get(i % 3), "10.0.0." + random.nextInt(80));
                    if (counter.isSingle(entry, at)) {
                        rows.add(CountedRefusals.single(entry, at));
                    }
                    if (random.nextInt(50) == 0) {
                        List<CountedRefusals> taken = counter.takeEnded(at);
                        if (random.nextBoolean()) {
                            rows.addAll(taken);
                        } else {
                            counter.giveBack(taken);
                        }
                    }
                }
                return null;
            });
        }
        var threads = Executors.newFixedThreadPool(8);
        try {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        rows.addAll(counter.takeAll());
        for (Refusal kind : kinds) {
            assertThat(sum(rows, row -> row.entry().refusal() == kind))
                    .as(kind.name())
                    .isEqualTo(8 * each / 3);
        }
        for (long app = 1; app <= 2; app++) {
            long number = app;
            assertThat(sum(rows, row -> Long.valueOf(number).equals(row.entry().appId())))
                    .isEqualTo(8 * each / 2);
        }
        assertThat(rows).allMatch(row -> !row.last().isBefore(row.first()));
    }

    private static long sum(Iterable<CountedRefusals> rows, Predicate<CountedRefusals> which) {
        long sum = 0;
        for (CountedRefusals row : rows) {
            sum += which.test(row) ? row.times() : 0;
        }
        return sum;
    }
}
