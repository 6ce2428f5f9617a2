package vn.matluoi.sheets.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.LearnedHeadings;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Samples;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.ImportLog;

/**
 * Sheets and records in, reports out. A file is read to its end before its first row is handed on, so that one cut short or damaged
 * in the middle never half applies; what is wrong with a file as a whole goes through {@link Intake} too, to be kept.
 * Any thread.
 */
@Component(service = {Imports.class, Samples.class})
public final class SheetImports implements Imports, Samples {

    private static final int LONGEST_LABEL = 200;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Profile> profiles = List.of();

    private final Intake intake;
    private final AuditLog audit;
    private final ImportLog log;
    private final LearnedHeadings learned;
    private final Clock clock;
    private final Supplier<List<Profile>> known;

    @Activate
    public SheetImports(
            @Reference Intake intake,
            @Reference AuditLog audit,
            @Reference ImportLog log,
            @Reference LearnedHeadings learned) {
        Spool.clean();
        this.intake = intake;
        this.audit = audit;
        this.log = log;
        this.learned = learned;
        this.clock = Clock.systemUTC();
        this.known = () -> profiles;
    }

    SheetImports(
            Intake intake,
            AuditLog audit,
            ImportLog log,
            LearnedHeadings learned,
            List<Profile> profiles,
            Clock clock) {
        this.intake = intake;
        this.audit = audit;
        this.log = log;
        this.learned = learned;
        this.clock = clock;
        this.known = () -> profiles;
    }

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        var profile = learned(order, profile(order.profile()));
        return recorded(order, () -> take(order, profile, sheet));
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        var profile = learned(order, profile(order.profile()));
        return recorded(order, () -> take(order, profile, records));
    }

    @Override
    public IntakeReport tryOut(Order order, Profile profile, InputStream sheet) {
        var dry = new Order(
                order.source(),
                profile.name(),
                order.fileName(),
                Intake.Mode.DRY_RUN,
                order.by(),
                order.surface(),
                Optional.empty(),
                order.complete(),
                order.defaultArea(),
                order.defaultUnit(),
                order.defaultSector());
        return take(dry, learned(dry, profile), sheet);
    }

    private Profile learned(Order order, Profile profile) {
        return LearnedProfile.of(profile, learned.of(order.source()));
    }

    /** A person who tries a sheet out leaves no trace; a program that tries many learns of the catalogue by it. */
    private IntakeReport recorded(Order order, Supplier<IntakeReport> taking) {
        return order.mode() == Intake.Mode.DRY_RUN && !Statement.isProgram(order.by())
                ? taking.get()
                : audit.recorded(record(order), taking);
    }

    private static AuditRecord record(Order order) {
        return AuditRecord.of(
                order.by(),
                order.surface(),
                order.mode() == Intake.Mode.DRY_RUN ? "import.try" : "import.submit",
                order.source().value(),
                AuditRecord.Outcome.DONE,
                Map.of("file", label(order.fileName()), "profile", order.profile()));
    }

    private IntakeReport take(Order order, Profile profile, InputStream sheet) {
        try (var spool = Spool.of(sheet)) {
            try {
                return take(order, profile, spool);
            } catch (SheetFault e) {
                return refuse(order, profile, spool, e);
            }
        }
    }

    private IntakeReport take(Order order, Profile profile, Records records) {
        try {
            var items = RecordItems.of(records, profile);
            return submit(order, statement(order, profile, order.complete(), items.columns(), items.findings(), items));
        } catch (SheetFault e) {
            return submit(order, statement(order, profile, false, Map.of(), List.of(e.finding()), List.of()));
        }
    }

    private Profile profile(String name) {
        var all = known.get();
        return all.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    var names = all.stream().map(Profile::name).sorted().toList();
                    var text = new Text(
                            "Không có mẫu bảng “" + name + "”. Các mẫu hiện có: " + String.join(", ", names) + ".",
                            "There is no profile “" + name + "”. There are: " + String.join(", ", names) + ".");
                    return new HubException(
                            HubException.Reason.INVALID,
                            "profile.unknown",
                            text,
                            List.of(new HubException.FieldError("profile", "profile.unknown", text)));
                });
    }

    private IntakeReport take(Order order, Profile profile, Spool spool) throws SheetFault {
        var file = SheetFile.of(spool, profile, order.fileName());
        try (var rows = new Rows(file.table(), file.layout())) {
            if (rows.check() == 0) {
                throw Faults.noRows();
            }
            var findings = new ArrayList<>(file.findings());
            findings.addAll(file.layout().findings());
            findings.addAll(rows.findings());
            return submit(
                    order,
                    statement(order, profile, order.complete(), file.layout().labels(), findings, rows));
        }
    }

    /** Nothing is taken from the file, and nothing is missing because of it; that it came, and why not, is kept. */
    private IntakeReport refuse(Order order, Profile profile, Spool spool, SheetFault fault) {
        var received = new Finding(
                Finding.Severity.NOTICE,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.received",
                new Text(
                        "Đã nhận tệp “" + label(order.fileName()) + "”, " + spool.size() + " byte, SHA-256 "
                                + spool.sha256() + ".",
                        "The file “" + label(order.fileName()) + "” was received: " + spool.size() + " bytes, SHA-256 "
                                + spool.sha256() + "."),
                new Text("Không dòng nào được ghi nhận.", "No row was taken."),
                List.of());
        return submit(order, statement(order, profile, false, Map.of(), List.of(fault.finding(), received), List.of()));
    }

    private Statement statement(
            Order order,
            Profile profile,
            boolean complete,
            Map<CameraField, String> columns,
            List<Finding> findings,
            Iterable<Item> items) {
        return new Statement(
                order.source(),
                Layer.AGENCY,
                order.by(),
                order.broughtAt().orElseGet(clock::instant),
                complete,
                Optional.of(profile),
                order.delivery(),
                label(order.fileName()),
                order.defaultArea(),
                order.defaultUnit(),
                order.defaultSector(),
                columns,
                findings,
                items);
    }

    private IntakeReport submit(Order order, Statement statement) {
        return intake.submit(statement, order.mode());
    }

    /** @return the last part of what may be a path, without control characters */
    private static String label(String fileName) {
        var name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        var shown = new StringBuilder();
        name.codePoints()
                .filter(c -> Character.getType(c) != Character.CONTROL && Character.getType(c) != Character.FORMAT)
                .limit(LONGEST_LABEL)
                .forEach(shown::appendCodePoint);
        return shown.isEmpty() ? "sheet" : shown.toString();
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return log.forAgency(report);
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        new ReportBook(report, log).write(xlsx);
    }
}
