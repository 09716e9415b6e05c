package io.parley.ejb.app;

import io.parley.ejb.audit.AuditTrail;
import io.parley.persistence.audit.AuditAction;
import io.parley.persistence.audit.AuditDetail;
import io.parley.persistence.audit.AuditRecord;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.ratelimit.FixedWindowRateLimiter;
import io.parley.ratelimit.FixedWindowRateLimiter.Overflow;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Logs of client engines: lines of the server's log under {@code io.parley.client}, where the operator's log rotation keeps them.
 * They are claims of a client whose token was good, and proof of nothing.
 */
@Singleton
@Lock(LockType.READ)
public class ClientLogs {

    /** The engine that hands over its log, and its user. */
    public record Sender(
            AppId app, RoomId room, UserId user, @Nullable String token, String client) {

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Sender[" + app + " " + room + " " + user + "]";
        }
    }

    /** One line. */
    public record Line(
            long time, @Nullable String level, @Nullable String text) {}

    /** Lines at a time. */
    static final int MOST_LINES = 100;

    /** Characters of a line; the rest is cut off. */
    static final int LONGEST = 1_000;

    /** Users whose uploads are counted at a time. */
    private static final int MOST_USERS = 4_096;

    private static final Pattern TICKET = Pattern.compile("(ticket(?:=|%3D))[A-Za-z0-9_-]+", Pattern.CASE_INSENSITIVE);

    private static final System.Logger LOG = System.getLogger("io.parley.client");

    private final TokenVerifier tokens;
    private final AuditTrail audit;
    private final Clock clock;
    private final int perMinute;

    private final FixedWindowRateLimiter<String> uploads =
            new FixedWindowRateLimiter<>(TimeUnit.MINUTES.toMillis(1), MOST_USERS, Overflow.EVICT_OLDEST);

    @Inject
    public ClientLogs(
            TokenVerifier tokens,
            AuditTrail audit,
            Clock clock,
            @ConfigProperty(name = "parley.client-logs-per-minute", defaultValue = "12") int perMinute) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
        this.perMinute = perMinute;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public ClientLogs() {
        this(null, null, null, 0);
    }

    /**
     * Writes the lines to the log.
     *
     * @param address where the client is
     */
    public void take(Sender sender, List<Line> lines, String address) {
        if (lines.size() > MOST_LINES) {
            throw new Refused(Refusal.ARGUMENT_WRONG, "at most " + MOST_LINES + " entries");
        }
        try {
            tokens.verify(sender.token(), sender.app(), sender.user(), sender.room(), address);
        } catch (Refused e) {
            Refused precise = e.recorded();
            audit.refusedToStranger(AuditRecord.byUser(
                            sender.app().value(), sender.user().value(), AuditAction.CLIENT_LOG, precise.refusal())
                    .in(sender.room().value())
                    .from(address)
                    .with(AuditDetail.DETAIL, precise.detail()));
            throw e;
        }
        if (!uploads.take(
                sender.app().value() + "/" + sender.user().value(),
                perMinute,
                clock.instant().toEpochMilli())) {
            throw new Refused(Refusal.TOO_MANY);
        }
        for (Line line : lines) {
            LOG.log(
                    level(line.level()),
                    () -> "PARLEY1080 client log, app " + sender.app().value() + " room "
                            + oneLine(sender.room().value()) + " user "
                            + oneLine(sender.user().value()) + " " + oneLine(sender.client()) + " at "
                            + Instant.ofEpochMilli(line.time()) + ": " + oneLine(line.text()));
        }
    }

    private static System.Logger.Level level(@Nullable String level) {
        return switch (level == null ? "" : level.toLowerCase(Locale.ROOT)) {
            case "error" -> System.Logger.Level.ERROR;
            case "warn" -> System.Logger.Level.WARNING;
            default -> System.Logger.Level.INFO;
        };
    }

    /** Strangers' words cannot begin a line of their own, and a media address in them is worth nothing. */
    static String oneLine(@Nullable String text) {
        String cut = text == null ? "" : text.substring(0, Math.min(text.length(), LONGEST));
        return TICKET.matcher(cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ")).replaceAll("$1...");
    }
}
