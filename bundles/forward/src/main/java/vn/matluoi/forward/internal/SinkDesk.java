package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.registry.Changes;

/** The sinks as people see them, and what people may do to them. */
@Component(service = Sinks.class)
public final class SinkDesk implements Sinks {

    private final ForwardService service;
    private final SinkTable table;
    private final EventLog events;
    private final Changes changes;
    private final AuditLog audit;

    @Activate
    public SinkDesk(
            @Reference ForwardService service,
            @Reference EventLog events,
            @Reference Changes changes,
            @Reference AuditLog audit) {
        this.service = service;
        this.table = service.table();
        this.events = events;
        this.changes = changes;
        this.audit = audit;
    }

    @Override
    public List<Sink> list() {
        var aside = table.quarantined();
        return table.all().stream()
                .filter(sink -> sink.left().isEmpty())
                .map(sink -> sink(sink, aside.getOrDefault(sink.name(), 0L)))
                .toList();
    }

    private Sink sink(Kept stored, long aside) {
        var shown = service.running(stored.name())
                .map(runner -> runner.loop().standing().shown());
        var kept = shown.flatMap(Shown::kept).orElse(stored);
        var last = kept.content() == Content.EVENTS ? events.last() : changes.last();
        var behind = next(kept);
        var state = shown.map(Shown::state).orElse(kept.paused() ? State.PAUSED : State.STOPPED);
        return new Sink(
                kept.name(),
                kept.content(),
                basis(kept),
                state,
                shown.flatMap(Shown::problem),
                kept.position(),
                last,
                behind,
                load(kept, last, behind, shown, aside));
    }

    private static String basis(Kept kept) {
        var at = kept.settings().indexOf(" basis=");
        return at < 0 ? "" : kept.settings().substring(at + " basis=".length());
    }

    private Optional<Instant> next(Kept kept) {
        return kept.content() == Content.EVENTS
                ? events.read(Scope.all(), EventQuery.everything(), kept.position(), 1).stream()
                        .map(stored -> stored.event().hubTime())
                        .findFirst()
                : changes.read(Scope.all(), kept.position(), 1).stream()
                        .map(Changes.Change::at)
                        .findFirst();
    }

    private Load load(Kept kept, long last, Optional<Instant> behind, Optional<Shown> shown, long aside) {
        return new Load(
                kept.name(),
                Math.max(0, last - kept.position()),
                behind.map(since -> Math.max(
                                0,
                                Duration.between(since, service.clock().instant())
                                        .toSeconds()))
                        .orElse(0L),
                kept.delivered(),
                shown.map(Shown::failures).orElse(0L),
                aside,
                kept.lost(),
                shown.map(one -> one.link().at(service.nanos())).orElse(Sinks.Link.NONE));
    }

    @Override
    public List<Load> loads() {
        var loads = new TreeMap<String, Load>();
        service.running().forEach(runner -> {
            var name = runner.loop().route().routeName();
            var shown = runner.loop().standing().shown();
            shown.kept()
                    .ifPresent(kept -> loads.put(
                            name, load(kept, shown.last(), shown.behind(), Optional.of(shown), shown.quarantined())));
        });
        return List.copyOf(loads.values());
    }

    @Override
    public void pause(Caller by, String name) {
        change(by, "sink.pause", name, Map.of(), kept -> kept.paused(true));
    }

    @Override
    public void resume(Caller by, String name) {
        change(by, "sink.resume", name, Map.of(), kept -> kept.paused(false));
        service.running(name).ifPresent(runner -> {
            runner.loop().standing().resume();
            runner.urge();
        });
    }

    @Override
    public void replay(Caller by, String name, long after) {
        var kept = stored(name);
        var isEvents = kept.content() == Content.EVENTS;
        var last = isEvents ? events.last() : changes.last();
        if (after < 0 || after > last) {
            var text = new Text(
                    "phải là số từ 0 đến %d, không phải %d".formatted(last, after),
                    "must be a number from 0 to %d, not %d".formatted(last, after));
            throw new HubException(
                    Reason.INVALID, "sink.place", text, List.of(new FieldError("after", "sink.place", text)));
        }
        var place = isEvents ? Math.max(after, events.first() - 1) : after;
        change(
                by,
                "sink.replay",
                name,
                Map.of("from", String.valueOf(kept.position()), "after", String.valueOf(place)),
                sink -> sink.at(place));
        service.running(name).ifPresent(Runner::urge);
    }

    @Override
    public void retry(Caller by, String name) {
        stored(name);
        audit.append(record(by.account(), "sink.retry", name, Map.of()));
        service.running(name).ifPresent(runner -> {
            runner.loop().standing().retry(true);
            runner.urge();
        });
    }

    @Override
    public void discard(Caller by, String name) {
        var kept = stored(name);
        audit.recorded(record(by.account(), "sink.discard", name, Map.of()), () -> {
            for (var page = table.quarantine(name, 0, 1000); !page.isEmpty(); page = table.quarantine(name, 0, 1000)) {
                table.release(
                        kept.name(), page.stream().map(Quarantined::sequence).toList());
            }
            return name;
        });
        service.running(name).ifPresent(runner -> runner.loop().standing().discarded());
    }

    @Override
    public List<Quarantined> quarantine(String name, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit is 1 to 1000, not " + limit);
        }
        stored(name);
        return table.quarantine(name, 0, limit);
    }

    private void change(
            Caller by, String action, String name, Map<String, String> details, UnaryOperator<Kept> change) {
        var runner = service.running(name);
        if (runner.isEmpty()) {
            service.settle(name); // what it has on its way does not undo the change
        }
        var before = stored(name);
        audit.recorded(record(by.account(), action, name, details), () -> {
            if (runner.isPresent()) {
                runner.get().loop().standing().become(change);
            } else {
                var now = change.apply(before);
                table.write(now, SinkTable.Settled.nothing());
                service.changed(now);
            }
            return name;
        });
    }

    private Kept stored(String name) {
        return table.all().stream()
                .filter(sink -> sink.name().equals(name) && sink.left().isEmpty())
                .findFirst()
                .orElseThrow(() -> new HubException(
                        Reason.NOT_FOUND,
                        "sink.unknown",
                        new Text(
                                "không có nơi nhận %s; xem hub:sink-list".formatted(name),
                                "there is no sink %s; see hub:sink-list".formatted(name))));
    }

    private static AuditRecord record(String by, String action, String name, Map<String, String> details) {
        return AuditRecord.of(by, "route", action, name, AuditRecord.Outcome.DONE, details);
    }
}
