package io.parley.ejb.doctor;

import io.parley.adapter.api.MediaStatistics;
import io.parley.ejb.admin.AdminAction;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.ejb.app.AppAdministration;
import io.parley.ejb.app.AppAdministration.AppView;
import io.parley.ejb.doctor.Finding.State;
import io.parley.ejb.log.ServiceLogger;
import io.parley.ejb.stream.RelayControl;
import io.parley.persistence.id.AppId;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether everything is there that calls need, and makes a short call of its own. Outside of any transaction: it waits for the
 * network, and what it finds out about the database must not depend on it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RequiresRole(Roles.SYSTEM_ADMIN)
public class DoctorService {

    /**
     * One check.
     *
     * @param id database, roles, encryption, clock, disk, certificate, partitions, outbox, node, relay or self-test
     */
    public record Check(String id, Finding finding, long tookMs) {}

    /** All checks; the state is the worst of theirs. */
    public record Report(State state, List<Check> checks) {}

    private static final ServiceLogger LOG = ServiceLogger.of(DoctorService.class);

    private static final long LITTLE_MB = 1_024;
    private static final long TOO_LITTLE_MB = 100;

    private final DatabaseChecks database;
    private final AppAdministration apps;
    private final DoctorRecords records;
    private final MediaSelfTest selfTest;
    private final RelayControl relay;
    private final Clock clock;
    private final Optional<String> dataDirectory;
    private final String serverData;
    private final Optional<String> certificate;

    @Inject
    public DoctorService(
            DatabaseChecks database,
            AppAdministration apps,
            DoctorRecords records,
            MediaSelfTest selfTest,
            RelayControl relay,
            Clock clock,
            @ConfigProperty(name = "parley.data-dir") Optional<String> dataDirectory,
            @ConfigProperty(name = "jboss.server.data.dir", defaultValue = ".") String serverData,
            @ConfigProperty(name = "parley.media.tls-certificate") Optional<String> certificate) {
        this.database = database;
        this.apps = apps;
        this.records = records;
        this.selfTest = selfTest;
        this.relay = relay;
        this.clock = clock;
        this.dataDirectory = dataDirectory;
        this.serverData = serverData;
        this.certificate = certificate;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public DoctorService() {
        this(null, null, null, null, null, null, null, null, null);
    }

    /** Takes a second, and at most about eight. @param app whose user the self-test is, null for the first one that is switched on */
    public Report examine(@Nullable AppId app, AdminAction action) {
        List<Check> checks = new ArrayList<>();
        checks.add(check("database", database::database));
        checks.add(check("roles", database::roles));
        checks.add(check("encryption", database::encryption));
        checks.add(check("clock", database::clock));
        checks.add(check("disk", this::disk));
        checks.add(check("certificate", () -> CertificateCheck.look(certificate.map(Path::of), clock.instant())));
        checks.add(check("partitions", database::partitions));
        checks.add(check("outbox", database::outbox));
        checks.add(check("node", database::node));
        checks.add(check("relay", this::relay));
        checks.add(check("self-test", () -> selfTest(app, action)));
        State worst = State.OK;
        for (Check check : checks) {
            State state = check.finding().state();
            worst = state.compareTo(worst) > 0 ? state : worst;
        }
        record(checks, action);
        return new Report(worst, checks);
    }

    private void record(List<Check> checks, AdminAction action) {
        try {
            records.examined(checks, action);
        } catch (RuntimeException e) {
            // It may be the database that is ill, and then this is not the place to hide it.
            LOG.diagnosticsNotStored(e);
        }
    }

    private static Check check(String id, Supplier<Finding> looking) {
        long began = System.nanoTime();
        Finding finding;
        try {
            finding = looking.get();
        } catch (RuntimeException e) {
            LOG.checkFailed(e, id);
            finding = Finding.failed("check.failed", String.valueOf(e.getMessage()));
        }
        return new Check(id, finding, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private Finding disk() {
        Path directory = Path.of(dataDirectory.orElse(serverData));
        try {
            FileStore store = Files.getFileStore(directory);
            long free = store.getUsableSpace() >> 20;
            if (free < TOO_LITTLE_MB) {
                return Finding.failed("disk.low", free, directory.toString());
            }
            return free < LITTLE_MB
                    ? Finding.warning("disk.low", free, directory.toString())
                    : Finding.ok("disk.ok", free, directory.toString());
        } catch (IOException e) {
            return Finding.warning("disk.unknown", directory.toString());
        }
    }

    private Finding relay() {
        Optional<MediaStatistics> totals = relay.totals();
        return totals.map(now ->
                        Finding.ok("relay.ok", now.transport(), now.publications(), now.playbacks(), now.connections()))
                .orElseGet(() -> Finding.failed("relay.failed"));
    }

    private Finding selfTest(@Nullable AppId wanted, AdminAction action) {
        Optional<AppId> app = wanted != null
                ? Optional.of(wanted)
                : apps.list().stream().filter(AppView::enabled).findFirst().map(first -> new AppId(first.appId()));
        return app.map(id -> selfTest.run(id, action.admin())).orElseGet(() -> Finding.warning("self-test.no-app"));
    }
}
