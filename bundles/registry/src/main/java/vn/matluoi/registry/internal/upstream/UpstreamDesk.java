package vn.matluoi.registry.internal.upstream;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.Upstream;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.intake.AgencyView;
import vn.matluoi.registry.internal.intake.Withdrawals;

/**
 * Takes in what other registries tell of their cameras: as statements of agencies, in which the sender's id is the agency's code. What is
 * remembered of a camera is written after its statement: a hub that is killed in between is told once more.
 */
@Component(service = Upstream.class)
public final class UpstreamDesk implements Upstream {

    private static final int MOST_CHECKSUMS = 5_000;

    /** What a sender need not repeat, or may not say; a sector is not said to be none (R2.1). */
    private static final Set<CameraField> NOT_BLANKED =
            Set.of(CameraField.AREA, CameraField.CODE, CameraField.SECTOR, CameraField.STATE_SECRET);

    private static final Text WAITS = new Text(
            "nơi nhận giữ lại cho đến khi có người ở đó chấp nhận, vì báo rút nhiều camera trong một ngày; không cần gửi lại",
            "it waits until a person agrees, since many are withdrawn within a day; it need not be told again");

    private final Database database;
    private final Intake intake;
    private final SourceStore sources;
    private final Areas areas;
    private final InstantSource clock;
    /** Senders come one after the other: taking in is one line anyway. */
    private final ReentrantLock one = new ReentrantLock(true);

    @Activate
    public UpstreamDesk(
            @Reference Database database,
            @Reference Intake intake,
            @Reference SourceStore sources,
            @Reference Areas areas) {
        this(database, intake, sources, areas, InstantSource.system());
    }

    public UpstreamDesk(Database database, Intake intake, SourceStore sources, Areas areas, InstantSource clock) {
        this.database = database;
        this.intake = intake;
        this.sources = sources;
        this.areas = areas;
        this.clock = clock;
    }

    @Override
    public Standing standing(SourceId sender) {
        Checks.sender(sender);
        return database.read(connection -> SenderTable.standing(connection, sender));
    }

    @Override
    public Map<AreaCode, Checksum> byArea(SourceId sender, Optional<AreaCode> under) {
        Checks.sender(sender);
        return database.read(connection -> SenderTable.byArea(connection, sender, under));
    }

    @Override
    public List<Checksums.One> in(SourceId sender, AreaCode area, Optional<String> after, int limit) {
        Checks.sender(sender);
        Limits.check("limit", limit, MOST_CHECKSUMS);
        return database.read(connection -> SenderTable.in(connection, sender, area, after, limit));
    }

    @Override
    public Taken take(SourceId sender, Told told, String by) {
        Checks.sender(sender);
        Checks.told(told);
        one.lock();
        try {
            var standing = standing(sender);
            Checks.follows(told, standing);
            return take(sender, told, by, standing);
        } finally {
            one.unlock();
        }
    }

    private Taken take(SourceId sender, Told told, String by, Standing standing) {
        var digests = new HashMap<String, String>();
        for (var camera : told.cameras()) {
            camera.values().ifPresent(values -> digests.put(camera.id(), digest(camera.id(), values)));
        }
        var known = database.read(connection -> SenderTable.known(
                connection, sender, told.cameras().stream().map(ToldCamera::id).toList()));
        var news = told.cameras().stream()
                .filter(camera -> camera.values().isPresent())
                .filter(camera -> !digests.get(camera.id()).equals(known.get(camera.id())))
                .toList();
        back(sender, news.stream().map(ToldCamera::id).toList());
        var rows = submit(sender, by, news);
        var gone = told.cameras().stream()
                .filter(camera -> camera.values().isEmpty())
                .map(ToldCamera::id)
                .toList();
        var remembered = new LinkedHashMap<String, SenderTable.Remembered>();
        for (var camera : news) {
            if (rows.get(camera.id()).outcome() != Outcome.REJECTED) {
                remembered.put(camera.id(), new SenderTable.Remembered(Checks.area(camera), digests.get(camera.id())));
            }
        }
        var waiting = gone.isEmpty()
                ? Set.<String>of()
                : database.change((connection, journal) -> {
                    var held = new Withdrawals(connection, journal, sender, by, now()).take(gone, known.keySet());
                    SenderTable.remember(connection, sender, Map.of(), gone);
                    return held;
                });
        var moves = told.sequence().isPresent();
        if (moves || !remembered.isEmpty()) {
            database.write(connection -> {
                SenderTable.remember(connection, sender, remembered, List.of());
                if (moves) {
                    SenderTable.move(
                            connection, sender, told.stream(), told.sequence().getAsLong(), now());
                }
                return remembered.size();
            });
        }
        return new Taken(
                told.sequence().orElse(standing.sequence()),
                told.cameras().stream()
                        .map(camera -> taken(camera, rows, waiting))
                        .toList());
    }

    /** Before anything is said of them: a person who agrees meanwhile does not mark them any more. */
    private void back(SourceId sender, List<String> told) {
        var back = database.read(connection -> Withdrawals.among(connection, sender, told));
        if (!back.isEmpty()) {
            database.change((connection, journal) -> {
                Withdrawals.returned(connection, sender, back);
                return back.size();
            });
        }
    }

    private static TakenCamera taken(ToldCamera camera, Map<String, RowReport> rows, Set<String> waiting) {
        if (camera.values().isEmpty()) {
            return new TakenCamera(
                    camera.id(),
                    Optional.empty(),
                    waiting.contains(camera.id()) ? Optional.of(WAITS) : Optional.empty());
        }
        var row = rows.get(camera.id());
        var outcome = row == null ? Outcome.UNCHANGED : row.outcome();
        return new TakenCamera(
                camera.id(),
                Optional.of(outcome),
                outcome == Outcome.REJECTED ? Optional.of(why(row)) : Optional.empty());
    }

    private static Text why(RowReport row) {
        return row.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .map(finding -> new Text(
                        finding.message().vi() + " " + finding.mend().vi(),
                        finding.message().en() + " " + finding.mend().en()))
                .orElse(new Text("không nhận", "not taken"));
    }

    private static String digest(String id, Map<CameraField, String> values) {
        return Checksum.of(
                        id,
                        values.entrySet().stream()
                                .collect(
                                        Collectors.toMap(value -> value.getKey().key(), Map.Entry::getValue)))
                .digest();
    }

    /** @return what became of each, by the sender's id */
    private Map<String, RowReport> submit(SourceId sender, String by, List<ToldCamera> cameras) {
        if (cameras.isEmpty()) {
            return Map.of();
        }
        var area = province(Checks.area(cameras.get(0)));
        if (sources.find(sender).isEmpty()) {
            sources.put(source(sender, area), by);
        }
        var items = new ArrayList<Item>(cameras.size());
        for (var camera : cameras) {
            items.add(item(items.size() + 1, camera));
        }
        var report = intake.submit(
                new Statement(
                        sender,
                        Layer.AGENCY,
                        by,
                        now(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        sender.value(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        items),
                Intake.Mode.COMMIT);
        var rows = new HashMap<String, RowReport>();
        for (var row : told(report).rows()) {
            rows.put(cameras.get(row.row() - 1).id(), row);
        }
        return rows;
    }

    /** What is wrong with a row may name cameras of others. */
    private IntakeReport told(IntakeReport report) {
        return report.counts().rejected() == 0
                ? report
                : database.read(connection -> AgencyView.of(connection, report));
    }

    /**
     * All of a camera is told each time: what is not among it is said to be empty. Whether something was told of it before cannot be
     * known here: it may have been withdrawn since.
     */
    private static Item item(int row, ToldCamera camera) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        for (var field : CameraField.values()) {
            if (!NOT_BLANKED.contains(field)) {
                values.put(field, "");
            }
        }
        var said = camera.values().orElseThrow();
        values.putAll(said);
        values.put(CameraField.CODE, camera.id());
        var raw = new LinkedHashMap<String, String>();
        raw.put("id", camera.id());
        said.forEach((field, value) -> raw.put(field.key(), value));
        return new Item(row, Optional.empty(), values, raw, List.of());
    }

    private AreaCode province(AreaCode area) {
        return areas.find(area).flatMap(Area::parent).map(this::province).orElse(area);
    }

    private static SourceStore.StoredSource source(SourceId sender, AreaCode area) {
        return new SourceStore.StoredSource(
                new SourceSettings(
                        sender,
                        sender.value(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        area,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
