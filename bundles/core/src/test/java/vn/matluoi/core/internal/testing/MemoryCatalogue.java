package vn.matluoi.core.internal.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.StatedValue;

/** A catalogue in memory: takes every channel for a camera and keeps what was said and observed. */
public final class MemoryCatalogue implements Intake, Cameras {

    public final List<Statement> statements = new ArrayList<>();
    public final List<Collection<Observation>> observations = new ArrayList<>();
    private final Map<String, Camera> byChannel = new HashMap<>();
    private int minted;

    @Override
    public synchronized IntakeReport submit(Statement statement, Mode mode) {
        statements.add(statement);
        var rows = new ArrayList<IntakeReport.RowReport>();
        for (var item : statement.items()) {
            var key = statement.source() + "/" + item.channel().orElse("row " + item.row());
            var created = !byChannel.containsKey(key);
            var camera = byChannel.computeIfAbsent(
                    key,
                    any -> new Camera(
                            CameraId.of("80", ++minted),
                            statement.defaultArea().orElse(new AreaCode("80")),
                            statement.source(),
                            item.channel(),
                            item.values(),
                            State.unknown(statement.at()),
                            statement.at(),
                            statement.at()));
            rows.add(new IntakeReport.RowReport(
                    item.row(),
                    created ? IntakeReport.Outcome.CREATED : IntakeReport.Outcome.UNCHANGED,
                    Optional.of(camera.id()),
                    List.of()));
        }
        var counts = new IntakeReport.Counts(rows.size(), rows.size(), 0, 0, 0, 0, 0);
        return new IntakeReport(
                statements.size(),
                statement.source(),
                statement.label(),
                mode,
                statement.at(),
                counts,
                List.of(),
                rows);
    }

    @Override
    public synchronized Page<Camera> list(Scope scope, CameraQuery query) {
        var found = byChannel.values().stream()
                .filter(camera -> query.source().map(camera.source()::equals).orElse(true))
                .toList();
        return new Page<>(found, Optional.empty(), found.size());
    }

    @Override
    public synchronized Optional<Camera> find(Scope scope, CameraId id) {
        return byChannel.values().stream()
                .filter(camera -> camera.id().equals(id))
                .findFirst();
    }

    @Override
    public Secrets secrets() {
        return Secrets.none();
    }

    @Override
    public List<StatedValue> values(Scope scope, CameraId id) {
        return List.of();
    }

    @Override
    public synchronized Optional<Camera> ofChannel(SourceId source, String channel) {
        return Optional.ofNullable(byChannel.get(source + "/" + channel));
    }

    @Override
    public synchronized void observe(Collection<Observation> observed) {
        observations.add(List.copyOf(observed));
        for (var each : observed) {
            byChannel.replaceAll(
                    (key, camera) -> camera.id().equals(each.camera()) ? with(camera, each.state()) : camera);
        }
    }

    private static Camera with(Camera camera, State state) {
        return new Camera(
                camera.id(),
                camera.area(),
                camera.source(),
                camera.channel(),
                camera.values(),
                state,
                camera.createdAt(),
                Instant.EPOCH);
    }

    /** A person splits what the source says off: its channel is another camera from now on. */
    public synchronized CameraId split(String source, String channel) {
        var was = byChannel.get(source + "/" + channel);
        var made = new Camera(
                CameraId.of("80", ++minted),
                was.area(),
                was.source(),
                was.channel(),
                was.values(),
                State.unknown(Instant.EPOCH),
                was.createdAt(),
                was.updatedAt());
        byChannel.put(source + "/" + channel, made);
        return made.id();
    }

    public synchronized int ofChannelCount() {
        return byChannel.size();
    }

    public State stateOf(String source, String channel) {
        return ofChannel(new SourceId(source), channel).orElseThrow().state();
    }

    public CameraId idOf(String source, String channel) {
        return ofChannel(new SourceId(source), channel).orElseThrow().id();
    }
}
