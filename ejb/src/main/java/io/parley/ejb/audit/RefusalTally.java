package io.parley.ejb.audit;

import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.CountedRefusals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refusals that are counted together: how many, from when to when, and what they have in common. Not thread-safe. */
final class RefusalTally {

    /** Names of users and of rooms, and addresses, that are kept of a tally. */
    static final int NAMES = 16;

    private AuditRecord common;
    private Instant first;
    private Instant last;
    private long times;
    private final Set<String> users = new TreeSet<>();
    private final Set<String> rooms = new TreeSet<>();
    private final Set<String> addresses = new TreeSet<>();
    private boolean more;

    RefusalTally(CountedRefusals begin) {
        common = begin.entry();
        first = begin.first();
        last = begin.last();
        add(begin);
    }

    void add(CountedRefusals refusals) {
        AuditRecord entry = refusals.entry();
        first = refusals.first().isBefore(first) ? refusals.first() : first;
        last = refusals.last().isAfter(last) ? refusals.last() : last;
        times += refusals.times();
        keep(users, entry.userId(), entry.detail().get(AuditDetail.USERS.key()));
        keep(rooms, entry.roomId(), entry.detail().get(AuditDetail.ROOMS.key()));
        keep(addresses, entry.address(), entry.detail().get(AuditDetail.ADDRESSES.key()));
        more |= Boolean.TRUE.equals(entry.detail().get(AuditDetail.MORE.key()));
        Map<String, Object> detail = new LinkedHashMap<>(common.detail());
        detail.entrySet().retainAll(entry.detail().entrySet());
        common = new AuditRecord(
                common.appId(),
                common.actorKind(),
                common.actorId().equals(entry.actorId()) ? common.actorId() : "",
                common.action(),
                common.refusal(),
                same(common.roomId(), entry.roomId()),
                same(common.userId(), entry.userId()),
                same(common.streamId(), entry.streamId()),
                common.address().equals(entry.address()) ? common.address() : "",
                detail);
    }

    private static @Nullable String same(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other) ? one : null;
    }

    /** @param several those of what has been counted together before, a list, or null */
    private void keep(Set<String> names, @Nullable String name, @Nullable Object several) {
        List<?> all =
                several instanceof List<?> list ? list : name == null || name.isEmpty() ? List.of() : List.of(name);
        for (Object each : all) {
            if (names.size() < NAMES) {
                names.add(each.toString());
            } else {
                more |= !names.contains(each.toString());
            }
        }
    }

    /** As a row of the audit: names that differ are in its detail. */
    CountedRefusals row() {
        Map<String, Object> detail = new LinkedHashMap<>(common.detail());
        list(detail, AuditDetail.USERS, common.userId() == null ? users : Set.of());
        list(detail, AuditDetail.ROOMS, common.roomId() == null ? rooms : Set.of());
        list(detail, AuditDetail.ADDRESSES, common.address().isEmpty() ? addresses : Set.of());
        if (more) {
            detail.put(AuditDetail.MORE.key(), true);
        }
        return new CountedRefusals(common.withDetail(detail), first, last, times);
    }

    private static void list(Map<String, Object> detail, AuditDetail name, Set<String> names) {
        if (!names.isEmpty()) {
            detail.put(name.key(), List.copyOf(names));
        }
    }
}
