package vn.matluoi.soap.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** The hub behind the surface: administrator {@code admin}, viewer {@code lan}; remembers what it was told. */
final class FakeHub implements AccessDecisions, AgencyDoor, Imports, Events, DeadLetters {

    static final String PASSWORD = "con mèo xanh ngồi trên mái";
    static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    final List<Order> orders = new ArrayList<>();
    final List<Map<String, String>> cameras = new ArrayList<>();
    final List<CameraEvent> events = new ArrayList<>();
    final List<Action> asked = new ArrayList<>();
    final List<String> passed = new ArrayList<>(); // the agency's door
    boolean closed;
    boolean demandsSignature;
    boolean complete = true; // what the route says of lists
    RuntimeException away;
    final List<String> deliveries = new ArrayList<>();
    final List<Letter> letters = new ArrayList<>();
    boolean useless; // no camera of a list can be used
    HubException full; // why the journal takes nothing
    boolean personal; // it keeps nothing
    int passwordChecks;

    private final Map<String, Caller> callers = Map.of(
            "admin", new Caller("admin", Role.ADMINISTRATOR, Set.of(), false),
            "lan", new Caller("lan", Role.VIEWER, Set.of(new AreaCode("80")), false));
    private final Map<String, Caller> sessions = new HashMap<>();

    static HubException refusal(Reason reason, String rule) {
        return new HubException(reason, rule, new Text("từ chối " + rule, "refused " + rule));
    }

    Accounts accounts() {
        return fake(Accounts.class, (name, arguments) -> {
            if (name.equals("authenticateKey")) {
                var key = new String((char[]) arguments[0]);
                if (key.equals("mlk_good")) {
                    return callers.get("admin");
                }
                if (key.equals("mlk_source")) {
                    return new Caller("key:1", Role.AGENCY, Set.of(), false, Optional.of(new SourceId("bv-tay-ninh")));
                }
                throw refusal(Reason.UNAUTHENTICATED, "session.key");
            }
            passwordChecks++;
            var caller = callers.get(arguments[0]);
            if (caller == null || !PASSWORD.equals(new String((char[]) arguments[1]))) {
                throw refusal(Reason.UNAUTHENTICATED, "session.credentials");
            }
            return caller;
        });
    }

    Sessions sessions() {
        return fake(Sessions.class, (name, arguments) -> {
            if (name.equals("open")) {
                var token = "token-" + sessions.size();
                sessions.put(token, (Caller) arguments[0]);
                return token;
            }
            return Optional.ofNullable(sessions.get(arguments[0]));
        });
    }

    ImportLog log() {
        return fake(
                ImportLog.class,
                (name, arguments) -> arguments[1].equals(7L)
                        ? Optional.of(report(new Order(
                                new SourceId("bv"),
                                "hospital",
                                "SOAP 1",
                                Intake.Mode.COMMIT,
                                "admin",
                                "soap",
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))
                        : Optional.empty());
    }

    /** {@code bv-tay-ninh} and {@code bv} are there. */
    Sources sources() {
        return fake(Sources.class, (name, arguments) -> Optional.of((SourceId) arguments[1])
                .filter(id -> Set.of("bv-tay-ninh", "bv").contains(id.value()))
                .map(id -> new Sources.Source(
                        new SourceSettings(
                                id,
                                "Bệnh viện",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                new AreaCode("25459"),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                false),
                        State.unknown(NOON),
                        Optional.empty(),
                        0)));
    }

    private interface Call {
        Object of(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                FakeHub.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method.getName(), arguments)));
    }

    @Override
    public Decision decide(Caller caller, Action action) {
        throw new AssertionError("require is what surfaces ask");
    }

    @Override
    public Scope require(Caller caller, Action action) {
        asked.add(action);
        if (caller.role() != Role.ADMINISTRATOR) {
            throw refusal(Reason.FORBIDDEN, "access.role");
        }
        return Scope.all();
    }

    @Override
    public void require(Caller caller, Action action, AreaCode area) {
        require(caller, action);
    }

    @Override
    public Scope require(Caller caller, Action action, SourceId source) {
        if (!caller.source().equals(Optional.of(source))) {
            return require(caller, action);
        }
        asked.add(action);
        return Scope.nothing();
    }

    @Override
    public <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work) {
        if (demandsSignature && !signed) {
            throw refusal(Reason.UNAUTHENTICATED, "webhook.unsigned");
        }
        if (closed) {
            throw refusal(Reason.UNAVAILABLE, "route.stopped");
        }
        passed.add(source.value());
        return work.apply(new AgencyRoute(
                "bv",
                source,
                "Bệnh viện",
                new AreaCode("25459"),
                "hospital",
                Optional.empty(),
                Optional.of("health"),
                Optional.empty(),
                complete));
    }

    @Override
    public long keep(String routeName, Letter letter) {
        if (away != null) {
            throw refusal(Reason.UNAVAILABLE, "database");
        }
        letters.add(letter);
        return 4710 + letters.size();
    }

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        throw new AssertionError("there is no sheet");
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        if (away != null) {
            throw away;
        }
        orders.add(order);
        records.each().forEach(cameras::add);
        return report(order);
    }

    private IntakeReport report(Order order) {
        return new IntakeReport(
                order.mode() == Intake.Mode.DRY_RUN ? 0 : 7,
                order.source(),
                order.fileName(),
                order.mode(),
                NOON,
                useless ? new IntakeReport.Counts(2, 0, 0, 0, 2, 0, 0) : new IntakeReport.Counts(2, 1, 0, 0, 1, 0, 0),
                List.of(),
                List.of(
                        new IntakeReport.RowReport(
                                1, IntakeReport.Outcome.CREATED, Optional.of(CameraId.of("80", 1)), List.of()),
                        new IntakeReport.RowReport(
                                2,
                                IntakeReport.Outcome.REJECTED,
                                Optional.empty(),
                                List.of(new Finding(
                                        Finding.Severity.ERROR,
                                        2,
                                        Optional.of(CameraField.NAME),
                                        Optional.of("Tên camera"),
                                        "required",
                                        new Text("thiếu tên \u0001<&", "the name is missing \u0001<&"),
                                        new Text("ghi tên", "give a name"),
                                        List.of("Cổng chính"))))));
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return new IntakeReport(
                report.importId(),
                report.source(),
                "for an agency",
                report.mode(),
                report.at(),
                report.counts(),
                report.findings(),
                report.rows(),
                report.standing());
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        throw new AssertionError("nobody wants one");
    }

    @Override
    public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        throw new AssertionError("a message is taken whole");
    }

    @Override
    public CompletionStage<Taken> publish(List<CameraEvent> told, Optional<String> delivery) {
        if (full != null) {
            return CompletableFuture.failedFuture(full);
        }
        if (delivery.isPresent() && deliveries.contains(delivery.get())) {
            return CompletableFuture.completedFuture(new Taken(0, 0, true));
        }
        delivery.ifPresent(deliveries::add);
        events.addAll(told);
        return CompletableFuture.completedFuture(
                personal ? new Taken(0, told.size(), false) : new Taken(told.size(), 0, false));
    }
}
