package vn.matluoi.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Decision;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Units;

/**
 * The hub behind the surface, in memory: administrator {@code admin}, viewer {@code lan} and operator {@code hoa} of area 80, one
 * camera in 80001 and one in 01001. Services are there or not as a test likes.
 */
final class FakeHub implements Services {

    static final String PASSWORD = "con mèo xanh ngồi trên mái";
    static final CameraId NEAR = CameraId.of("80", 1);
    static final CameraId FAR = CameraId.of("01", 2);
    static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    final Map<Class<?>, Object> services = new HashMap<>();
    final List<AuditRecord> audit = new CopyOnWriteArrayList<>();
    final Map<String, Caller> sessions = new LinkedHashMap<>();

    /** Tokens of sessions whose end by idleness was put off. */
    final List<String> used = Collections.synchronizedList(new ArrayList<>());

    final Map<String, Caller> accounts = new HashMap<>();
    List<Unit> units = new ArrayList<>();
    boolean auditFails;
    volatile boolean sourcesHidden;
    /** Of the cameras, those that are state secrets. */
    final Set<CameraId> secrets = ConcurrentHashMap.newKeySet();
    /** To where nobody sees them. */
    volatile boolean camerasMoved;

    int passwordChecks;
    String lastOrigin;
    CameraQuery lastQuery;

    FakeHub() {
        accounts.put("admin", new Caller("admin", Role.ADMINISTRATOR, Set.of(), false));
        accounts.put("lan", new Caller("lan", Role.VIEWER, Set.of(new AreaCode("80")), false));
        accounts.put("hoa", new Caller("hoa", Role.OPERATOR, Set.of(new AreaCode("80")), false));
        accounts.put("new", new Caller("new", Role.ADMINISTRATOR, Set.of(), true));
        services.put(AuditLog.class, new ListedAudit());
        services.put(AccessDecisions.class, new Decisions());
        services.put(Accounts.class, new Names());
        services.put(Sessions.class, new Tokens());
        services.put(Cameras.class, new TwoCameras());
        services.put(Units.class, new ListedUnits());
        services.put(Areas.class, new FakeAreas());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> List<T> all(Class<T> type) {
        var service = services.get(type);
        return service == null
                ? List.of()
                : service instanceof List<?> many ? (List<T>) many : List.of(type.cast(service));
    }

    List<String> audited() {
        return audit.stream()
                .map(r -> r.actor() + " " + r.action() + " " + r.subject() + " " + r.outcome())
                .toList();
    }

    static boolean within(AreaCode area, Scope scope) {
        return scope.everything()
                || scope.areas().stream().anyMatch(root -> area.value().startsWith(root.value()));
    }

    static HubException refusal(Reason reason, String rule) {
        return new HubException(reason, rule, new Text("từ chối " + rule, "refused " + rule));
    }

    private final class ListedAudit implements AuditLog {

        @Override
        public AuditEntry append(AuditRecord record) {
            if (auditFails) {
                throw refusal(Reason.UNAVAILABLE, "audit.unavailable");
            }
            audit.add(record);
            return entry(audit.size(), record);
        }

        private AuditEntry entry(int sequence, AuditRecord record) {
            return new AuditEntry(sequence, NOON, record, "{}", "0".repeat(64), "1".repeat(64));
        }

        @Override
        public List<AuditEntry> read(long after, int limit) {
            var entries = new ArrayList<AuditEntry>();
            for (var i = (int) after; i < Math.min(audit.size(), after + limit); i++) {
                entries.add(entry(i + 1, audit.get(i)));
            }
            return entries;
        }

        @Override
        public Verification verify() {
            return new Verification(audit.size(), true, 0);
        }
    }

    private final class Decisions implements AccessDecisions {

        private static final Set<Action> VIEWING = Set.of(
                Action.CATALOGUE_READ, Action.CHANGES_READ, Action.EVENTS_READ, Action.LIVE_VIEW, Action.SNAPSHOT_VIEW);

        @Override
        public Decision decide(Caller caller, Action action) {
            var basis = new Text("căn cứ", "basis");
            if (caller.mustChangePassword()) {
                return new Decision(false, Scope.nothing(), basis);
            }
            return caller.role() == Role.ADMINISTRATOR && !(sourcesHidden && action == Action.SOURCE_READ)
                    ? new Decision(true, Scope.all(), basis)
                    : new Decision(
                            may(caller, action),
                            may(caller, action) ? Scope.of(caller.areas()) : Scope.nothing(),
                            basis);
        }

        private static boolean may(Caller caller, Action action) {
            var operating = action == Action.PTZ || action == Action.PLAYBACK;
            return VIEWING.contains(action) && caller.role() != Role.AGENCY
                    || operating && caller.role() == Role.OPERATOR;
        }

        @Override
        public Scope require(Caller caller, Action action) {
            var decision = decide(caller, action);
            if (!decision.allowed()) {
                throw refusal(Reason.FORBIDDEN, "access.role");
            }
            return decision.scope();
        }

        @Override
        public Scope require(Caller caller, Action action, SourceId source) {
            var speaks = action == Action.EVENTS_SUBMIT || action == Action.IMPORT_SUBMIT;
            return speaks && caller.source().filter(source::equals).isPresent()
                    ? Scope.nothing()
                    : require(caller, action);
        }

        @Override
        public void require(Caller caller, Action action, AreaCode area) {
            if (!within(area, require(caller, action))) {
                throw refusal(Reason.NOT_FOUND, "access.area");
            }
        }
    }

    private final class Names implements Accounts {

        @Override
        public Caller authenticate(String username, char[] password, String surface, String origin) {
            passwordChecks++;
            lastOrigin = origin;
            if (!accounts.containsKey(username) || !Arrays.equals(password, PASSWORD.toCharArray())) {
                throw refusal(Reason.UNAUTHENTICATED, "session.credentials");
            }
            return accounts.get(username);
        }

        @Override
        public Caller authenticateKey(char[] key, String surface, String origin) {
            if ("mls_good".equals(new String(key))) {
                return new Caller("key:1", Role.AGENCY, Set.of(), false, Optional.of(new SourceId("khu-do-thi")));
            }
            if (!"mlk_good".equals(new String(key))) {
                throw refusal(Reason.UNAUTHENTICATED, "session.credentials");
            }
            return accounts.get("lan");
        }

        @Override
        public Optional<Caller> current(String username) {
            return Optional.ofNullable(accounts.get(username));
        }

        @Override
        public List<Account> list() {
            return accounts.values().stream()
                    .map(c -> new Account(c.account(), c.role(), c.areas(), c.mustChangePassword()))
                    .toList();
        }

        @Override
        public Account create(Caller by, String username, char[] password, Role role, Set<AreaCode> areas) {
            if (accounts.containsKey(username)) {
                throw refusal(Reason.CONFLICT, "account.taken");
            }
            accounts.put(username, new Caller(username, role, areas, true));
            return new Account(username, role, areas, true);
        }

        @Override
        public void changePassword(Caller by, String username, char[] oldPassword, char[] newPassword) {
            var had = accounts.get(username);
            accounts.put(username, new Caller(username, had.role(), had.areas(), false));
            sessions.values().removeIf(caller -> caller.account().equals(username));
        }

        @Override
        public void remove(Caller by, String username) {
            if (accounts.remove(username) == null) {
                throw refusal(Reason.NOT_FOUND, "account.unknown");
            }
        }

        @Override
        public char[] createKey(Caller by, String username, String label) {
            return "mlk_new".toCharArray();
        }
    }

    private final class Tokens implements Sessions {

        @Override
        public String open(Caller caller) {
            var token = "token-" + caller.account() + "-" + sessions.size();
            sessions.put(token, caller);
            return token;
        }

        @Override
        public Optional<Caller> find(String token) {
            used.add(token);
            return look(token);
        }

        @Override
        public Optional<Caller> look(String token) {
            return Optional.ofNullable(sessions.get(token));
        }

        @Override
        public void close(String token) {
            sessions.remove(token);
        }
    }

    static Camera camera(CameraId id, String area) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        values.put(CameraField.NAME, "Cổng chợ " + area);
        values.put(CameraField.MAC, "00:11:22:33:44:55");
        values.put(CameraField.SERIAL, "SN-1");
        values.put(CameraField.RECORDER_SERIAL, "NVR-77");
        values.put(CameraField.RECORDER_CHANNEL, "Kênh-tầng-hầm");
        values.put(CameraField.IP_ADDRESS, "192.0.2.8");
        values.put(CameraField.NOTE, "192.0.2.9, tài khoản dự phòng");
        return new Camera(
                id,
                new AreaCode(area),
                new SourceId("nvr-1"),
                Optional.of("5"),
                values,
                new State(State.Kind.OFFLINE, Optional.of("unreachable"), NOON, Optional.of(NOON)),
                NOON,
                NOON);
    }

    private final class TwoCameras implements Cameras {

        private final List<Camera> cameras = List.of(camera(NEAR, "80001"), camera(FAR, "01001"));

        @Override
        public Page<Camera> list(Scope scope, CameraQuery query) {
            lastQuery = query;
            var seen = cameras.stream().filter(c -> isShown(c, scope)).toList();
            return new Page<>(
                    seen.stream().limit(query.limit()).toList(),
                    seen.size() > query.limit() ? Optional.of("cursor-2") : Optional.empty(),
                    seen.size());
        }

        private boolean isShown(Camera camera, Scope scope) {
            return within(camera.area(), scope) && (scope.secrets() || !secrets.contains(camera.id()));
        }

        @Override
        public Secrets secrets() {
            return new Secrets(secrets, Set.of());
        }

        @Override
        public Optional<Camera> find(Scope scope, CameraId id) {
            return cameras.stream()
                    .filter(c -> c.id().equals(id) && isShown(c, scope) && !camerasMoved)
                    .findFirst();
        }

        @Override
        public List<StatedValue> values(Scope scope, CameraId id) {
            return find(scope, id)
                    .map(camera -> camera.values().entrySet().stream()
                            .map(value -> new StatedValue(
                                    value.getKey(),
                                    Layer.AGENCY,
                                    camera.source(),
                                    value.getValue(),
                                    value.getValue(),
                                    NOON,
                                    "mai",
                                    true))
                            .toList())
                    .orElse(List.of());
        }

        @Override
        public Optional<Camera> ofChannel(SourceId source, String channel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void observe(Collection<Observation> observations) {
            throw new UnsupportedOperationException();
        }
    }

    private final class ListedUnits implements Units {

        @Override
        public Page<Unit> list(
                Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
            var seen = units.stream()
                    .filter(u -> within(u.area(), scope))
                    .filter(u -> area.isEmpty() || within(u.area(), Scope.of(Set.of(area.get()))))
                    .toList();
            return new Page<>(seen, Optional.empty(), seen.size());
        }

        @Override
        public Optional<Unit> find(Scope scope, String code) {
            return units.stream()
                    .filter(u -> u.code().equals(code) && within(u.area(), scope))
                    .findFirst();
        }

        @Override
        public void put(Unit unit, String by) {
            units.removeIf(former -> former.code().equals(unit.code()));
            units.add(unit);
        }

        @Override
        public Optional<Unit> named(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Sector> sectors() {
            return List.of(new Sector("traffic", new Text("Giao thông", "Traffic")));
        }
    }
}
