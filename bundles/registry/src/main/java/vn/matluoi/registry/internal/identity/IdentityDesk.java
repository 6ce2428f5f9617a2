package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.registry.internal.area.Today;
import vn.matluoi.registry.internal.camera.Aliases;
import vn.matluoi.registry.internal.camera.CameraNumbers;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.change.ChangeTable;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;
import vn.matluoi.registry.internal.intake.StatementIntake;

/** Lets people decide which descriptions are one camera. */
@Component(service = Identity.class)
public final class IdentityDesk implements Identity {

    private static final String QUESTIONS = "questions";
    private static final int MOST = 200;

    private final Database database;
    private final AuditLog audit;
    private final Areas areas;
    private final Today today;
    private final InstantSource clock;
    private final QuestionDesk desk;

    @Activate
    public IdentityDesk(
            @Reference Database database,
            @Reference StatementIntake intake,
            @Reference AuditLog audit,
            @Reference Areas areas) {
        this(database, intake, audit, areas, InstantSource.system());
    }

    public IdentityDesk(Database database, StatementIntake intake, AuditLog audit, Areas areas, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.areas = areas;
        this.clock = clock;
        this.today = new Today(clock);
        this.desk = new QuestionDesk(intake);
    }

    @Override
    public Page<Question> questions(Scope scope, Optional<Standing> standing, int limit, Optional<String> cursor) {
        Limits.check("limit", limit, MOST);
        var where = new Where().scope(scope, "q.area");
        standing.ifPresent(one -> where.and("q.standing = ?", one.name()));
        return database.read(connection -> {
            var total =
                    Rows.number(connection, "select count(*) from identity_questions q" + where.sql(), where.values());
            cursor.ifPresent(at -> where.and("q.id < ?", Cursor.number(QUESTIONS, at)));
            var found = Rows.list(
                    connection,
                    QuestionTable.SELECT + where.sql() + " order by q.id desc fetch first " + (limit + 1)
                            + " rows only",
                    where.values(),
                    row -> QuestionDesk.question(QuestionTable.asked(row)));
            var page = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() <= limit
                    ? Optional.<String>empty()
                    : Optional.of(Cursor.of(
                            QUESTIONS, Long.toString(page.get(limit - 1).id())));
            return new Page<>(page, next, total);
        });
    }

    @Override
    public CameraId same(Scope scope, long question, String by, String surface) {
        var asked = database.read(connection -> QuestionDesk.open(connection, scope, question));
        return recorded(
                by,
                surface,
                "identity.same",
                String.valueOf(question),
                details(asked),
                () -> database.change((connection, journal) -> {
                    var open = QuestionDesk.open(connection, scope, question);
                    if (open.camera().isEmpty()) {
                        return desk.take(connection, journal, open, by, now());
                    }
                    var survivor = camera(connection, scope, new CameraId(open.candidate()));
                    var other =
                            camera(connection, scope, new CameraId(open.camera().get()));
                    QuestionTable.decide(
                            connection,
                            question,
                            "SAME",
                            Optional.of(survivor.id().value()),
                            by,
                            now());
                    return merge(connection, new Merge(connection, journal, by, now()), survivor, other);
                }));
    }

    @Override
    public Optional<CameraId> different(Scope scope, long question, String by, String surface) {
        var asked = database.read(connection -> QuestionDesk.open(connection, scope, question));
        return recorded(
                by,
                surface,
                "identity.different",
                String.valueOf(question),
                details(asked),
                () -> database.change((connection, journal) ->
                        desk.leave(connection, journal, QuestionDesk.open(connection, scope, question), by, now())));
    }

    @Override
    public CameraId merge(Scope scope, CameraId survivor, CameraId other, String by, String surface) {
        database.read(connection -> List.of(camera(connection, scope, survivor), camera(connection, scope, other)));
        return recorded(
                by,
                surface,
                "identity.merge",
                survivor.value(),
                Map.of("other", other.value()),
                () -> database.change((connection, journal) -> merge(
                        connection,
                        new Merge(connection, journal, by, now()),
                        camera(connection, scope, survivor),
                        camera(connection, scope, other))));
    }

    private static CameraId merge(Connection connection, Merge merge, Camera survivor, Camera other)
            throws SQLException {
        if (survivor.id().equals(other.id())) {
            throw new HubException(
                    HubException.Reason.CONFLICT,
                    "identity.one-already",
                    new Text(
                            "Hai mã này đã là một camera: %s.".formatted(survivor.id()),
                            "These two ids are one camera already: %s.".formatted(survivor.id())));
        }
        merge.merge(survivor, other);
        return survivor.id();
    }

    @Override
    public CameraId split(Scope scope, CameraId camera, SourceId source, String by, String surface) {
        database.read(connection -> camera(connection, scope, camera));
        return recorded(
                by,
                surface,
                "identity.split",
                camera.value(),
                Map.of("source", source.value()),
                () -> database.change((connection, journal) -> {
                    var numbers = CameraNumbers.read(connection, areas, today.get());
                    var made = new Split(connection, journal, by, now())
                            .split(camera(connection, scope, camera), source, numbers);
                    return new CameraId(made);
                }));
    }

    @Override
    public CameraId undo(Scope scope, CameraId camera, String by, String surface) {
        database.read(connection -> camera(connection, scope, camera));
        return recorded(
                by,
                surface,
                "identity.undo",
                camera.value(),
                Map.of(),
                () -> database.change((connection, journal) -> {
                    camera(connection, scope, camera);
                    var step = last(connection, camera.value());
                    var other = step.kind() == StepTable.Kind.MERGE
                            ? new Merge(connection, journal, by, now()).undo(step)
                            : new Split(connection, journal, by, now()).undo(step);
                    return new CameraId(other);
                }));
    }

    /** The last step of both its cameras: they are undone in the order in which they were done. */
    private static StepTable.Step last(Connection connection, String camera) throws SQLException {
        var step = StepTable.last(connection, camera)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.CONFLICT,
                        "identity.nothing-to-undo",
                        new Text(
                                "Camera %s chưa được gộp hay tách lần nào còn hiệu lực.".formatted(camera),
                                "There is no merge or split of camera %s to undo.".formatted(camera))));
        for (var id : List.of(step.camera(), step.other())) {
            var later = StepTable.last(connection, id).filter(one -> one.id() != step.id());
            if (later.isPresent()) {
                throw new HubException(
                        HubException.Reason.CONFLICT,
                        "identity.undo-order",
                        new Text(
                                "Camera %s sau đó còn được gộp hoặc tách với camera %s. Hoàn tác việc đó trước."
                                        .formatted(id, later.get().other()),
                                "Camera %s was merged or split with camera %s since. Undo that first."
                                        .formatted(id, later.get().other())));
            }
        }
        return step;
    }

    @Override
    public Set<CameraId> aliases(CameraId camera) {
        return database.read(connection -> Aliases.of(connection, camera.value()).stream()
                .map(CameraId::new)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Map<CameraId, CameraId> merged() {
        return database.read(Aliases::all).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        one -> new CameraId(one.getKey()), one -> new CameraId(one.getValue())));
    }

    @Override
    public Page<Changes.Change> history(Scope scope, CameraId camera, int limit, Optional<String> cursor) {
        Limits.check("limit", limit, MOST);
        return database.read(connection -> {
            var found = CameraTable.find(connection, scope, camera);
            if (found.isEmpty()) {
                return new Page<>(List.of(), Optional.empty(), 0);
            }
            var ids = new ArrayList<String>();
            ids.add(found.get().id().value());
            ids.addAll(Aliases.of(connection, ids.get(0)));
            return ChangeTable.of(connection, scope, ids, limit, cursor);
        });
    }

    private static Camera camera(Connection connection, Scope scope, CameraId id) throws SQLException {
        return CameraTable.find(connection, scope, id)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.NOT_FOUND,
                        "camera.unknown",
                        new Text(
                                "Không có camera %s trong phạm vi của bạn.".formatted(id),
                                "There is no camera %s within your scope.".formatted(id))));
    }

    private static Map<String, String> details(QuestionTable.Asked asked) {
        var details = new TreeMap<String, String>();
        details.put("candidate", asked.candidate());
        details.put("source", asked.source().value());
        details.put("row", String.valueOf(asked.row()));
        asked.camera().ifPresent(camera -> details.put("camera", camera));
        return details;
    }

    private <T> T recorded(
            String by, String surface, String action, String subject, Map<String, String> details, Supplier<T> deed) {
        return audit.recorded(AuditRecord.of(by, surface, action, subject, AuditRecord.Outcome.DONE, details), deed);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
