package vn.matluoi.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;

/** A journal in memory: of the camera {@link FakeHub#NEAR} in area 80001 and of {@link FakeHub#FAR} in 01001. */
final class MemoryEvents implements EventLog {

    private final List<StoredEvent> events = new CopyOnWriteArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    StoredEvent add(CameraId camera, Type type) {
        return add(camera, type, FakeHub.NOON);
    }

    StoredEvent add(CameraId camera, Type type, Instant hubTime) {
        var event = new CameraEvent(
                new SourceId("nvr-1"),
                Optional.of(new ChannelId("5")),
                type,
                Phase.ACTIVE,
                Optional.of(FakeHub.NOON.minusSeconds(3)),
                hubTime,
                "VMD",
                "<EventNotificationAlert>\n192.0.2.9</EventNotificationAlert>");
        var stored = new StoredEvent(events.size() + 1L, event, Optional.of(camera), false);
        events.add(stored);
        watchers.forEach(watcher -> watcher.news(stored.sequence()));
        return stored;
    }

    @Override
    public List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit) {
        return events.stream()
                .filter(event -> event.sequence() > after)
                .filter(event -> FakeHub.within(area(event), scope))
                .filter(event -> query.camera().isEmpty() || event.camera().equals(query.camera()))
                .filter(event -> query.source().isEmpty()
                        || query.source().get().equals(event.event().source()))
                .filter(event -> query.types().isEmpty()
                        || query.types().contains(event.event().type()))
                .filter(event ->
                        query.from().filter(event.event().hubTime()::isBefore).isEmpty())
                .filter(event -> query.to().isEmpty()
                        || event.event().hubTime().isBefore(query.to().get()))
                .limit(limit)
                .toList();
    }

    private static AreaCode area(StoredEvent event) {
        return new AreaCode(event.camera().orElseThrow().equals(FakeHub.NEAR) ? "80001" : "01001");
    }

    @Override
    public List<StoredEvent> newest(Scope scope, EventQuery query, int limit) {
        var all = new ArrayList<>(read(scope, query, 0, Integer.MAX_VALUE));
        Collections.reverse(all);
        return all.stream().limit(limit).toList();
    }

    @Override
    public long first() {
        return 1;
    }

    @Override
    public long last() {
        return events.size();
    }

    @Override
    public Load load() {
        return new Load(events.size(), 2, 1, 3, 7);
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
