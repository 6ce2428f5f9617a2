package vn.matluoi.core.internal.source;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.TestReport;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.ladder.Dial;
import vn.matluoi.core.internal.ladder.TestLadder;
import vn.matluoi.core.internal.source.SourceChanges.Author;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Supervisor;
import vn.matluoi.core.internal.supervise.Targets;

/** The sources as surfaces see and change them. */
@Component(service = {Sources.class, ManagedSources.class})
public final class ManagedSources implements Sources {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedSources.class);

    private static final int LONGEST_PAGE = 200;

    private final Supervision supervision;
    private final Cameras cameras;
    private final Areas areas;
    private final DriverShelf shelf;
    private final Dial dial;
    private final SourceChanges changes;
    private final RefusedFiles refused = new RefusedFiles();

    /** What remembers rejected accounts across sessions; comes and goes with its bundle. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<DeviceHttp> clients = List.of();

    @Activate
    public ManagedSources(
            @Reference Supervision supervision,
            @Reference Cameras cameras,
            @Reference Areas areas,
            @Reference Units units,
            @Reference Drivers drivers,
            @Reference DriverShelf shelf,
            @Reference Dial dial,
            @Reference Vault vault,
            @Reference AuditLog audit) {
        this.supervision = supervision;
        this.cameras = cameras;
        this.areas = areas;
        this.shelf = shelf;
        this.dial = dial;
        this.changes = new SourceChanges(
                supervision, new SourceRules(areas, units, drivers, shelf), vault, audit, this::retryCredentials);
    }

    void retryCredentials(SourceId id) {
        clients.forEach(client -> client.retryCredentials(id));
    }

    SourceChanges changes() {
        return changes;
    }

    RefusedFiles refused() {
        return refused;
    }

    List<StoredSource> stored() {
        return supervision.ledger().all();
    }

    @Override
    public Page<Source> list(Scope scope, Optional<String> text, int limit, Optional<String> cursor) {
        return list(scope, SourceQuery.of(text, limit, cursor));
    }

    @Override
    public Page<Source> list(Scope scope, SourceQuery query) {
        var limit = query.limit();
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw invalid("limit", "limit.range", "limit từ 1 đến 200", "limit is 1 to 200");
        }
        var after = query.cursor().map(ManagedSources::readCursor);
        var filter = new SourceFilter(areas, scope, query, this::kind);
        var matching = supervision.ledger().all().stream()
                .filter(filter)
                .sorted(Comparator.comparing(source -> source.settings().id()))
                .toList();
        var page = matching.stream()
                .filter(source -> after.isEmpty() || source.settings().id().compareTo(after.get()) > 0)
                .limit(limit + 1L)
                .toList();
        var items = page.stream().limit(limit).map(this::shown).toList();
        Optional<String> next = page.size() > limit
                ? Optional.of(items.get(limit - 1).settings().id().value())
                : Optional.empty();
        return new Page<>(items, next, matching.size());
    }

    private static SourceId readCursor(String cursor) {
        try {
            return new SourceId(cursor);
        } catch (IllegalArgumentException e) {
            throw invalid("cursor", "cursor.unknown", "con trỏ trang không đúng", "that is no cursor of this list");
        }
    }

    @Override
    public Optional<Source> find(Scope scope, SourceId id) {
        return supervision
                .ledger()
                .find(id)
                .filter(source ->
                        SourceFilter.within(areas, scope, source.settings().area()))
                .map(this::shown);
    }

    @Override
    public TestReport test(Caller by, SourceSettings settings, char[] secret) {
        changes.rules().check(settings, Optional.empty());
        var family = settings.driver().orElseThrow(() -> Refusals.noDevice(settings.id()));
        var driver = shelf.find(family).orElseThrow(() -> Refusals.driverMissing(settings));
        supervision.refuseWhileHeld(settings);
        var target = Targets.of(settings, secret, Optional.empty(), Optional.empty());
        var report = Waiting.forAnswer(supervision.lanes().run(settings.id().value(), false, () -> {
            supervision.refuseWhileHeld(settings);
            try (var trial = supervision.trial(settings)) {
                return TestLadder.climb(driver.driver(), target, dial, supervision.timer(), failure -> {});
            }
        }));
        note(by, "source.test", settings.id(), report.passed(), lastRung(report));
        return report;
    }

    @Override
    public TestReport test(Caller by, SourceId id) {
        var report = Waiting.forAnswer(supervisor(id)
                .test((driver, target, failed) -> TestLadder.climb(driver, target, dial, supervision.timer(), failed)));
        note(by, "source.test", id, report.passed(), lastRung(report));
        return report;
    }

    @Override
    public Source add(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        changes.add(person(by), settings, secret, acceptedCertificate);
        return saved(settings.id());
    }

    @Override
    public Source update(
            Caller by, SourceSettings settings, Optional<char[]> secret, Optional<String> acceptedCertificate) {
        changes.update(person(by), settings, secret, acceptedCertificate);
        return saved(settings.id());
    }

    @Override
    public void remove(Caller by, SourceId id) {
        changes.remove(person(by), id);
    }

    @Override
    public IntakeReport sync(Caller by, SourceId id) {
        IntakeReport report;
        try {
            report = Waiting.forAnswer(supervisor(id).sync());
        } catch (HubException e) {
            note(by, "source.sync", id, false, Map.of("rule", e.rule()));
            throw e;
        }
        try {
            note(by, "source.sync", id, true, Map.of("import", Long.toString(report.importId())));
        } catch (HubException unrecorded) {
            // it was imported, and the import has its own record: the answer must not be that it was not done
            LOG.error(
                    "the synchronisation of {}, import {}, is not in the audit log", id, report.importId(), unrecorded);
        }
        return report;
    }

    @Override
    public Map<String, Text> refusedFiles() {
        return refused.all();
    }

    private Supervisor supervisor(SourceId id) {
        var stored = supervision.ledger().find(id).orElseThrow(() -> Refusals.unknown(id));
        if (stored.settings().driver().isEmpty()) {
            throw Refusals.noDevice(id);
        }
        return supervision.find(id).orElseThrow(() -> Refusals.unknown(id));
    }

    /** Reads back what was just saved: if that cannot be read, the answer must not be that nothing was written. */
    private Source saved(SourceId id) {
        try {
            return present(id);
        } catch (HubException e) {
            throw e.reason() == HubException.Reason.UNAVAILABLE ? Refusals.savedUnread(id, e) : e;
        }
    }

    private Source present(SourceId id) {
        return supervision.ledger().find(id).map(this::shown).orElseThrow(() -> Refusals.unknown(id));
    }

    private Source shown(StoredSource source) {
        var id = source.settings().id();
        return new Source(
                source.settings(),
                state(id),
                source.file(),
                camerasOf(id),
                supervision.find(id).flatMap(Supervisor::listening));
    }

    /** What has no device, or was not looked at yet, is unknown since it is there. */
    private State state(SourceId id) {
        return supervision
                .find(id)
                .map(Supervisor::state)
                .orElseGet(() ->
                        State.unknown(supervision.ledger().createdAt(id).orElseGet(supervision.timer()::instant)));
    }

    private State.Kind kind(StoredSource source) {
        return supervision
                .find(source.settings().id())
                .map(supervisor -> supervisor.state().kind())
                .orElse(State.Kind.UNKNOWN);
    }

    private int camerasOf(SourceId id) {
        var query = new CameraQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(id),
                Optional.empty(),
                1,
                Optional.empty());
        return (int) cameras.list(Scope.all(), query).total();
    }

    private void note(Caller by, String action, SourceId id, boolean done, Map<String, String> details) {
        changes.note(person(by), action, id, done ? Outcome.DONE : Outcome.FAILED, details);
    }

    private static Map<String, String> lastRung(TestReport report) {
        var rungs = report.rungs();
        return rungs.isEmpty()
                ? Map.of()
                : Map.of("rung", rungs.get(rungs.size() - 1).name());
    }

    private static Author person(Caller by) {
        return new Author(by.account(), Optional.empty());
    }

    private static HubException invalid(String field, String rule, String vi, String en) {
        var text = new Text(vi, en);
        return new HubException(Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }
}
