package vn.matluoi.source.mqtt.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.source.Sources;

/** Remembers what was handed in, unless it is away. */
final class Kept implements Events, Imports, DeadLetters {

    final List<CameraEvent> events = new CopyOnWriteArrayList<>();
    final List<List<Map<String, String>>> imports = new CopyOnWriteArrayList<>();
    final List<Order> orders = new CopyOnWriteArrayList<>();
    final List<Letter> letters = new CopyOnWriteArrayList<>();
    volatile RuntimeException away;
    volatile int room = Integer.MAX_VALUE; // for events; there is no more when the inbox is full
    final AtomicInteger tooFast = new AtomicInteger(); // deliveries that are still to be told to come later
    volatile String poison = "none"; // a record that holds this the database refuses
    volatile int rejected;
    volatile EventLog.Watcher watcher = last -> {};

    @Override
    public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        return kept(List.of(event)).thenApply(done -> true);
    }

    private CompletableFuture<Integer> kept(List<CameraEvent> told) {
        if (away != null) {
            return CompletableFuture.failedFuture(away);
        }
        if (told.size() > room) {
            return CompletableFuture.failedFuture(
                    new HubException(HubException.Reason.UNAVAILABLE, "events.full", Text.same("full")));
        }
        room -= told.size();
        events.addAll(told);
        watcher.news(events.size());
        return CompletableFuture.completedFuture(told.size());
    }

    @Override
    public CompletionStage<Taken> publish(List<CameraEvent> told, Optional<String> delivery) {
        if (tooFast.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return CompletableFuture.failedFuture(
                    new HubException.Later("events.rate", Text.same("too fast"), Duration.ofMillis(1)));
        }
        return kept(told).thenApply(many -> new Taken(many, 0, false));
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        if (away != null) {
            throw away;
        }
        var all = new ArrayList<Map<String, String>>();
        records.each().forEach(all::add);
        if (all.stream().anyMatch(one -> one.containsValue(poison))) {
            throw new IllegalStateException("the database refuses what the hub wrote");
        }
        imports.add(all);
        orders.add(order);
        return report(order.source(), order.fileName());
    }

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        throw new AssertionError("there is no sheet");
    }

    @Override
    public long keep(String routeName, Letter letter) {
        if (away != null) {
            throw away;
        }
        letters.add(letter);
        return letters.size();
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return report;
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        throw new AssertionError("nobody wants one");
    }

    private IntakeReport report(SourceId source, String label) {
        return new IntakeReport(
                1,
                source,
                label,
                Intake.Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(1, 1 - rejected, 0, 0, rejected, 0, 0),
                List.of(),
                List.of());
    }

    /** Sources of which none is there, and each may be added. */
    static Sources sources() {
        return (Sources) Proxy.newProxyInstance(
                Kept.class.getClassLoader(),
                new Class<?>[] {Sources.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> Optional.empty();
                    case "add" -> null;
                    default -> throw new AssertionError(method.getName());
                });
    }
}
