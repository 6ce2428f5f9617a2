package vn.matluoi.forward.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.Sector;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.source.SourceSettings;

/**
 * A hub around the sinks: two communes of one province, of which one took over a former one; a recorder in the first whose channel 1
 * is a camera there, and channel 2 one in the second.
 */
final class World {

    static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    static final AreaCode PROVINCE = new AreaCode("80");
    static final AreaCode LONG_AN = new AreaCode("27694");
    static final AreaCode TAN_AN = new AreaCode("27712");
    static final AreaCode FORMER = new AreaCode("27700");
    static final SourceId NVR = new SourceId("nvr");
    static final CameraId FIRST = CameraId.of("80", 1);
    static final CameraId SECOND = CameraId.of("80", 2);

    final Journal events = new Journal();
    final Feed changes = new Feed();
    final Audit audit = new Audit();
    final Catalog catalog = new Catalog();
    volatile boolean away;

    World() {
        put(FIRST, LONG_AN, "1", Map.of(CameraField.NAME, "Cổng", CameraField.SECTOR, "traffic"));
        put(SECOND, TAN_AN, "2", Map.of(CameraField.NAME, "Chợ", CameraField.SECTOR, "health"));
    }

    void put(CameraId id, AreaCode area, String channel, Map<CameraField, String> values) {
        var all = new EnumMap<CameraField, String>(CameraField.class);
        all.putAll(values);
        catalog.cameras.put(id, new Camera(id, area, NVR, Optional.of(channel), all, State.unknown(NOON), NOON, NOON));
    }

    private void ask() {
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("away"));
        }
    }

    /** The journal of events. */
    final class Journal implements EventLog {

        private final List<StoredEvent> all = new CopyOnWriteArrayList<>();
        private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
        private volatile long gone;

        long tell(String channel, Type type) {
            return tell(NVR, channel, type);
        }

        long tell(SourceId source, String channel, Type type) {
            var camera =
                    channel == null ? Optional.<CameraId>empty() : Optional.of(channel.equals("1") ? FIRST : SECOND);
            var event = new CameraEvent(
                    source,
                    Optional.ofNullable(channel).map(ChannelId::new),
                    type,
                    Phase.PULSE,
                    Optional.of(NOON.minusSeconds(1)),
                    NOON,
                    "VMD",
                    "<ip>10.0.0.7</ip>");
            all.add(new StoredEvent(last() + 1, event, camera, false));
            watchers.forEach(watcher -> watcher.news(last()));
            return last();
        }

        void tell(int count) {
            for (var i = 0; i < count; i++) {
                tell("1", Type.MOTION);
            }
        }

        /** They go out of the journal. */
        void drop(long upTo) {
            gone = upTo;
        }

        @Override
        public List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit) {
            ask();
            return all.stream()
                    .filter(event -> event.sequence() > Math.max(after, gone))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<StoredEvent> newest(Scope scope, EventQuery query, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long last() {
            ask();
            return all.size();
        }

        @Override
        public long first() {
            ask();
            return gone + 1;
        }

        @Override
        public Load load() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoCloseable watch(Watcher watcher) {
            watchers.add(watcher);
            return () -> watchers.remove(watcher);
        }
    }

    /** The change feed. */
    final class Feed implements Changes {

        private final List<Change> all = new CopyOnWriteArrayList<>();

        void note(String kind, String subject, Map<String, String> fields) {
            all.add(new Change(all.size() + 1L, NOON, kind, subject, fields, "admin", 0));
        }

        void updated(CameraId camera, CameraField field, String value) {
            var before = catalog.cameras.get(camera);
            var values = new HashMap<>(before.values());
            values.put(field, value);
            put(camera, before.area(), before.channel().orElseThrow(), values);
            note("camera.updated", camera.value(), Map.of(field.key(), value));
        }

        void moved(CameraId camera, AreaCode area) {
            var before = catalog.cameras.get(camera);
            put(camera, area, before.channel().orElseThrow(), before.values());
            note("camera.updated", camera.value(), Map.of(CameraField.AREA.key(), area.value()));
        }

        @Override
        public List<Change> read(Scope scope, long after, int limit) {
            ask();
            return all.stream()
                    .filter(change -> change.sequence() > after)
                    .limit(limit)
                    .toList();
        }

        @Override
        public long last() {
            ask();
            return all.size();
        }
    }

    /** The audit log. */
    static final class Audit implements AuditLog {

        final List<AuditRecord> records = new CopyOnWriteArrayList<>();

        List<String> actions() {
            return records.stream().map(AuditRecord::action).toList();
        }

        @Override
        public AuditEntry append(AuditRecord record) {
            records.add(record);
            return new AuditEntry(records.size(), NOON, record, "", "", "");
        }

        @Override
        public List<AuditEntry> read(long after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verification verify() {
            throw new UnsupportedOperationException();
        }
    }

    /** The catalogue. */
    final class Catalog implements Cameras, SourceStore, Areas, Units {

        final Map<CameraId, Camera> cameras = new HashMap<>();
        final List<CameraId> asked = new ArrayList<>();
        final Map<String, Unit> units = new HashMap<>();
        /** Ids that answer another camera. */
        final Map<CameraId, CameraId> merged = new HashMap<>();
        /** Sources that speak of a camera beside its own. */
        final Map<CameraId, SourceId> speakers = new HashMap<>();

        @Override
        public Secrets secrets() {
            ask();
            var ids = new HashSet<CameraId>();
            var sources = new HashSet<SourceId>();
            cameras.values().stream().filter(Catalogue::isSecret).forEach(camera -> {
                ids.add(camera.id());
                sources.add(camera.source());
                Optional.ofNullable(speakers.get(camera.id())).ifPresent(sources::add);
            });
            return new Secrets(ids, sources);
        }

        @Override
        public Optional<Camera> find(Scope scope, CameraId id) {
            ask();
            asked.add(id);
            return Optional.ofNullable(cameras.get(merged.getOrDefault(id, id)));
        }

        @Override
        public Optional<Camera> ofChannel(SourceId source, String channel) {
            ask();
            return cameras.values().stream()
                    .filter(camera -> camera.channel().filter(channel::equals).isPresent())
                    .findFirst();
        }

        @Override
        public Page<Camera> list(Scope scope, CameraQuery query) {
            var found = cameras.values().stream()
                    .filter(camera ->
                            query.source().filter(camera.source()::equals).isPresent())
                    .toList();
            return new Page<>(found, Optional.empty(), found.size());
        }

        @Override
        public Optional<StoredSource> find(SourceId id) {
            ask();
            var settings = new SourceSettings(
                    id,
                    "Đầu ghi",
                    Optional.of("fake"),
                    Optional.empty(),
                    Optional.empty(),
                    LONG_AN,
                    Optional.empty(),
                    Optional.of("traffic"),
                    Map.of(),
                    false);
            return Optional.of(new StoredSource(
                            settings,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()))
                    .filter(source -> id.equals(NVR));
        }

        @Override
        public Optional<Area> find(AreaCode code) {
            return List.of(PROVINCE, LONG_AN, TAN_AN).contains(code)
                    ? Optional.of(area(code, List.of()))
                    : Optional.empty();
        }

        @Override
        public List<Area> history(AreaCode code) {
            return code.equals(FORMER)
                    ? List.of(area(code, List.of(TAN_AN)))
                    : find(code).stream().toList();
        }

        private Area area(AreaCode code, List<AreaCode> successors) {
            return new Area(
                    code,
                    Area.Level.COMMUNE,
                    "Phường",
                    "P",
                    "Phường P",
                    "P Ward",
                    Optional.of(PROVINCE),
                    Validity.since(LocalDate.of(2025, 7, 1)),
                    successors);
        }

        @Override
        public boolean within(AreaCode area, AreaCode ancestor) {
            return area.equals(ancestor) || ancestor.equals(PROVINCE);
        }

        @Override
        public Optional<Unit> find(Scope scope, String code) {
            return Optional.ofNullable(units.get(code));
        }

        @Override
        public List<Sector> sectors() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StatedValue> values(Scope scope, CameraId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void observe(Collection<Observation> observations) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<StoredSource> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> createdAt(SourceId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(StoredSource source, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void putAll(List<StoredSource> sources, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(SourceId id, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Area> find(AreaCode code, LocalDate day) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Area> children(Optional<AreaCode> parent) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page<Unit> list(
                Scope scope, Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(Unit unit, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Unit> named(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
