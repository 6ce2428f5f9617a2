package vn.matluoi.events.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.Validity;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.source.SourceSettings;

/** Two communes of one province; a recorder stands in the first, its channel 2 in the second. Channel "cursed" is a bug. */
final class Catalogue implements Cameras, SourceStore, Areas {

    static final AreaCode PROVINCE = new AreaCode("80");
    static final AreaCode LONG_AN = new AreaCode("27694");
    static final AreaCode TAN_AN = new AreaCode("27712");
    static final AreaCode ELSEWHERE = new AreaCode("00004");
    static final SourceId NVR = new SourceId("nvr");
    static final CameraId FIRST = CameraId.of("80", 1);
    static final CameraId SECOND = CameraId.of("80", 2);

    final AtomicInteger asked = new AtomicInteger();
    volatile boolean away;
    /** An id to the one it was merged into. */
    final Map<CameraId, CameraId> merged = new HashMap<>();

    volatile Secrets secrets = Secrets.none();

    final AtomicLong changed = new AtomicLong();
    final Changes changes = new Changes() {
        @Override
        public List<Change> read(Scope scope, long after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long last() {
            return changed.get();
        }
    };

    private final Map<String, Camera> cameras = new ConcurrentHashMap<>();
    private final Set<SourceId> added = ConcurrentHashMap.newKeySet();

    Catalogue() {
        cameras.put("1", camera(FIRST, LONG_AN, "1"));
        cameras.put("2", camera(SECOND, TAN_AN, "2"));
    }

    private static Camera camera(CameraId id, AreaCode area, String channel) {
        return new Camera(
                id,
                area,
                NVR,
                Optional.of(channel),
                Map.of(),
                State.unknown(Instant.EPOCH),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    void add(CameraId id, String channel) {
        cameras.put(channel, camera(id, LONG_AN, channel));
        changed.incrementAndGet();
    }

    void add(SourceId source) {
        added.add(source);
        changed.incrementAndGet();
    }

    private void ask() {
        asked.incrementAndGet();
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("away"));
        }
    }

    @Override
    public Optional<Camera> ofChannel(SourceId source, String channel) {
        ask();
        if (channel.equals("cursed")) {
            throw new IllegalStateException("the database refuses what the hub wrote");
        }
        return source.equals(NVR) ? Optional.ofNullable(cameras.get(channel)) : Optional.empty();
    }

    @Override
    public Optional<StoredSource> find(SourceId id) {
        ask();
        if (!id.value().startsWith("nvr") && !added.contains(id)) {
            return Optional.empty();
        }
        var settings = new SourceSettings(
                id,
                "Đầu ghi",
                Optional.of("fake"),
                Optional.empty(),
                Optional.empty(),
                LONG_AN,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false);
        return Optional.of(new StoredSource(
                settings, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    public List<Area> children(Optional<AreaCode> parent) {
        return parent.filter(PROVINCE::equals).isPresent()
                ? List.of(LONG_AN, TAN_AN).stream()
                        .map(code -> new Area(
                                code,
                                Area.Level.COMMUNE,
                                "Phường",
                                "P",
                                "Phường P",
                                "P Ward",
                                parent,
                                Validity.since(LocalDate.of(2025, 7, 1)),
                                List.of()))
                        .toList()
                : List.of();
    }

    @Override
    public boolean within(AreaCode area, AreaCode ancestor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Area> find(AreaCode code, LocalDate day) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Area> find(AreaCode code) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Area> history(AreaCode code) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Area> search(String name, Optional<AreaCode> within, boolean former) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public Page<Camera> list(Scope scope, CameraQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Camera> find(Scope scope, CameraId id) {
        ask();
        return cameras.values().stream()
                .filter(camera -> camera.id().equals(merged.getOrDefault(id, id)))
                .findFirst();
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
}
