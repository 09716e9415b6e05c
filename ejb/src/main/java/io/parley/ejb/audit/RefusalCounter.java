package io.parley.ejb.audit;

import io.parley.persistence.app.AddressRange;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.CountedRefusals;
import io.parley.persistence.audit.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which refusals are rows of their own, and counts the others together, so that refusals of strangers cannot fill the disk. In each
 * minute of the clock the first equal refusals of a client address are single rows; those after them are one row for the address, the
 * app, the action and the refusal. From more addresses than are told apart they are one row for the app, the action and the refusal.
 * Nothing is counted twice or left out: single rows and counted ones add up to what was refused. A minute of the clock lies in one
 * quarter-hour of the reports and in one partition of the audit. Thread-safe, memory is bounded by the limits.
 */
final class RefusalCounter {

    /**
     * Refusals stored as single rows per minute on one server.
     *
     * @param equal of one address that are equal in everything, user, room and stream among it
     * @param ofAddress of one address that differ in user, room or stream only
     * @param inAll of all addresses together
     * @param groups addresses, with their actions and refusals, that are counted apart from each other
     */
    record Limits(int equal, int ofAddress, int inAll, int groups) {}

    /** The key of a group of equal refusals; without an address where too many have one. */
    private record Group(
            @Nullable Long app,
            String actorKind,
            AuditAction action,
            @Nullable Refusal refusal,
            String address) {

        static Group of(AuditRecord entry) {
            String address = AddressRange.client(entry.address());
            return new Group(entry.appId(), entry.actorKind(), entry.action(), entry.refusal(), address);
        }

        Group ofAllAddresses() {
            return new Group(app, actorKind, action, refusal, "");
        }
    }

    private record Names(
            String actor,
            @Nullable String room,
            @Nullable String user,
            @Nullable String stream) {

        static Names of(AuditRecord entry) {
            return new Names(entry.actorId(), entry.roomId(), entry.userId(), entry.streamId());
        }
    }

    /** The refusals of a group in this minute. */
    private static final class Counts {
        private final Map<Names, Integer> singles = new HashMap<>();
        private int written;
        private @Nullable RefusalTally tally;

        void add(CountedRefusals refusals) {
            RefusalTally before = tally;
            if (before == null) {
                tally = new RefusalTally(refusals);
            } else {
                before.add(refusals);
            }
        }
    }

    private final Limits limits;
    private final Map<Group, Counts> groups = new HashMap<>();
    private Instant minute = Instant.MIN;
    private int written;

    /** Of minutes that are over, and not written yet. */
    private List<CountedRefusals> ended = new ArrayList<>();

    RefusalCounter(Limits limits) {
        this.limits = limits;
    }

    /** Tells whether this refusal is a row of its own, for the caller to write; if not, it has been counted. */
    synchronized boolean isSingle(AuditRecord entry, Instant at) {
        turnTo(at);
        Counts counts = counts(Group.of(entry));
        Names names = Names.of(entry);
        int equal = counts.singles.getOrDefault(names, 0);
        if (equal < limits.equal && counts.written < limits.ofAddress && written < limits.inAll) {
            counts.singles.put(names, equal + 1);
            counts.written++;
            written++;
            return true;
        }
        counts.add(CountedRefusals.single(entry, at));
        return false;
    }

    /** Counts what could not be written, so that it is part of a later row. */
    synchronized void giveBack(List<CountedRefusals> unwritten) {
        unwritten.forEach(each -> counts(Group.of(each.entry())).add(each));
    }

    /** The rows of minutes that are over; the caller writes them or gives them back. */
    synchronized List<CountedRefusals> takeEnded(Instant now) {
        turnTo(now);
        List<CountedRefusals> rows = ended;
        ended = new ArrayList<>();
        return rows;
    }

    /** The rows of everything that is counted, the running minute too: before the server stops. */
    synchronized List<CountedRefusals> takeAll() {
        endMinute();
        List<CountedRefusals> rows = ended;
        ended = new ArrayList<>();
        return rows;
    }

    private Counts counts(Group group) {
        Counts known = groups.get(group);
        if (known != null) {
            return known;
        }
        return groups.computeIfAbsent(
                groups.size() < limits.groups ? group : group.ofAllAddresses(), ignored -> new Counts());
    }

    /** A clock that is set back does not begin a minute anew. */
    private void turnTo(Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (current.isAfter(minute)) {
            endMinute();
            minute = current;
        }
    }

    private void endMinute() {
        List<RefusalTally> tallies = groups.values().stream()
                .map(counts -> counts.tally)
                .filter(java.util.Objects::nonNull)
                .toList();
        groups.clear();
        written = 0;
        if (ended.size() + tallies.size() > 2 * limits.groups) {
            // Nobody has taken them for some minutes: they become rows of longer spans.
            List<CountedRefusals> waiting = ended;
            ended = new ArrayList<>();
            waiting.forEach(
                    each -> counts(Group.of(each.entry()).ofAllAddresses()).add(each));
            groups.values()
                    .forEach(counts -> ended.add(
                            java.util.Objects.requireNonNull(counts.tally).row()));
            groups.clear();
        }
        tallies.forEach(tally -> ended.add(tally.row()));
    }
}
