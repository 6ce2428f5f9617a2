package vn.matluoi.sheets.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.ImportLog;

/** Takes every statement in and keeps it, as an intake would; and makes the sheets to send. */
final class Recorder implements Intake, ImportLog {

    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    static final SourceId SOURCE = new SourceId("xa-thu");

    static final Profile PROFILE = new Profile(
            "commune",
            Text.same("commune"),
            List.of(
                    new Profile.Column(CameraField.NAME, List.of("Tên camera", "Tên điểm lắp đặt"), true),
                    new Profile.Column(CameraField.CODE, List.of("Mã camera"), false),
                    new Profile.Column(CameraField.AREA, List.of("Mã xã"), false),
                    new Profile.Column(CameraField.LATITUDE, List.of("Vĩ độ"), false),
                    new Profile.Column(CameraField.LONGITUDE, List.of("Kinh độ"), false),
                    new Profile.Column(CameraField.HEIGHT, List.of("Độ cao lắp đặt (m)", "Độ cao"), false),
                    new Profile.Column(CameraField.INSTALLED_ON, List.of("Ngày lắp đặt"), false),
                    new Profile.Column(CameraField.PTZ, List.of("Quay quét (PTZ)"), false),
                    new Profile.Column(CameraField.NOTE, List.of("Ghi chú"), false)),
            Map.of(),
            OptionalDouble.empty());

    final TaughtHeadings learned = new TaughtHeadings();
    final List<String> audited = new ArrayList<>();
    private final SheetImports imports =
            new SheetImports(this, log(), this, learned, List.of(PROFILE), Clock.fixed(NOW, ZoneOffset.UTC));

    AuditLog log() {
        return new Lines();
    }

    /** A log of lines; only what is asked of it here. */
    private final class Lines implements AuditLog {

        @Override
        public AuditEntry append(AuditRecord record) {
            audited.add("%s %s %s %s %s %s"
                    .formatted(
                            record.actor(),
                            record.surface(),
                            record.action(),
                            record.subject(),
                            record.outcome(),
                            record.details()));
            return new AuditEntry(audited.size(), NOW, record, "", "", "");
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

    /** Whether taking in fails, as with a database that is away. */
    boolean away;

    Statement statement;
    final List<Item> items = new ArrayList<>();

    SheetImports imports() {
        return imports;
    }

    @Override
    public IntakeReport submit(Statement statement, Mode mode) {
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "registry.unavailable", Text.same("away"));
        }
        this.statement = statement;
        items.clear();
        var firstTime = new ArrayList<Item>();
        statement.items().forEach(firstTime::add);
        statement.items().forEach(items::add);
        if (!firstTime.equals(items)) {
            throw new AssertionError("the second reading differs from the first");
        }
        var rows = items.stream()
                .map(item -> new IntakeReport.RowReport(
                        item.row(), IntakeReport.Outcome.CREATED, Optional.empty(), item.findings()))
                .toList();
        return new IntakeReport(
                7,
                statement.source(),
                statement.label(),
                mode,
                statement.at(),
                new IntakeReport.Counts(rows.size(), rows.size(), 0, 0, 0, 0, 0),
                statement.findings(),
                rows);
    }

    @Override
    public List<Map<String, String>> rawRows(Scope scope, long importId, int from, int limit) {
        return items.stream().skip(from).limit(limit).map(Item::raw).toList();
    }

    @Override
    public Page<IntakeReport> list(
            Scope scope,
            Optional<SourceId> source,
            Optional<IntakeReport.Standing> standing,
            int limit,
            Optional<String> cursor) {
        throw new AssertionError("nobody asks for a list");
    }

    @Override
    public Optional<IntakeReport> find(Scope scope, long importId) {
        throw new AssertionError("nobody asks for a report");
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        throw new AssertionError("nobody shows a report to an agency");
    }

    IntakeReport take(byte[] file) {
        return imports.take(order("commune"), new ByteArrayInputStream(file));
    }

    IntakeReport take(String csv) {
        return take(csv.getBytes(StandardCharsets.UTF_8));
    }

    IntakeReport take(String csv, Charset charset) {
        return take(csv.getBytes(charset));
    }

    IntakeReport take(String fileName, String csv) {
        var order = order("commune", Intake.Mode.COMMIT, fileName);
        return imports.take(order, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    static Imports.Order order(String profile) {
        return order(profile, Intake.Mode.COMMIT);
    }

    static Imports.Order order(String profile, Intake.Mode mode) {
        return order(profile, mode, "C:\\Users\\x\\bảng camera.xlsx");
    }

    private static Imports.Order order(String profile, Intake.Mode mode, String fileName) {
        return new Imports.Order(
                SOURCE,
                profile,
                fileName,
                mode,
                "an",
                "rest",
                Optional.of("delivery-1"),
                true,
                Optional.empty(),
                Optional.of("ubnd-xa"),
                Optional.empty());
    }

    /** @return the one finding about the whole sheet that stops it */
    static Finding fault(IntakeReport report) {
        var errors = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
        if (errors.size() != 1 || !report.rows().isEmpty()) {
            throw new AssertionError("expected one error and no rows, not " + report);
        }
        return errors.get(0);
    }

    static List<String> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).toList();
    }

    /** Writes a workbook. */
    interface Pages {
        void write(Workbook book) throws IOException;
    }

    static byte[] book(Pages pages) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var book = new Workbook(out, "test", "1.0")) {
            pages.write(book);
        }
        return out.toByteArray();
    }

    static byte[] book(Object[]... rows) throws IOException {
        return book(book -> fill(book.newWorksheet("Danh sách"), rows));
    }

    static void fill(Worksheet page, Object[]... rows) {
        for (var r = 0; r < rows.length; r++) {
            for (var c = 0; c < rows[r].length; c++) {
                var value = rows[r][c];
                if (value instanceof Number number) {
                    page.value(r, c, number);
                } else if (value instanceof Boolean yes) {
                    page.value(r, c, yes);
                } else if (value != null) {
                    page.value(r, c, value.toString());
                }
            }
        }
    }

    /** @param parts names and contents by turns; replaces parts of the workbook of that name */
    static byte[] withParts(byte[] book, String... parts) throws IOException {
        var all = new LinkedHashMap<>(parts(book));
        for (var i = 0; i < parts.length; i += 2) {
            all.put(parts[i], parts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return zip(all);
    }

    /** @return the parts of a workbook by name */
    static Map<String, byte[]> parts(byte[] book) throws IOException {
        var all = new LinkedHashMap<String, byte[]>();
        var file = Files.createTempFile("book", ".xlsx");
        Files.write(file, book);
        try (var zip = new ZipFile(file.toFile())) {
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                all.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        } finally {
            Files.delete(file);
        }
        return all;
    }

    static byte[] zip(Map<String, byte[]> parts) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    static String sheetXml(String rows) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet"
                + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                + "</sheetData></worksheet>";
    }

    static String inline(String address, String text) {
        return "<c r=\"" + address + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }
}
