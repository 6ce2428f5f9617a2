package vn.matluoi.source.file.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;

/** Imports that remember what was asked of them, and fail when told to. */
final class RecordingImports implements Imports, Intake {

    private final List<Taken> orders = new ArrayList<>();
    private final List<IntakeReport> reports = new ArrayList<>();
    private boolean refusing;
    private RuntimeException failure;
    private HubException failureOnce;

    record Taken(SourceId source, String fileName, String by, Optional<String> delivery, String area) {}

    synchronized void refuseEverything() {
        refusing = true;
    }

    synchronized void takeAgain() {
        refusing = false;
    }

    synchronized void failWith(RuntimeException why) {
        failure = why;
    }

    synchronized void failOnceWith(HubException why) {
        failureOnce = why;
    }

    synchronized List<Taken> orders() {
        return List.copyOf(orders);
    }

    synchronized List<IntakeReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public synchronized IntakeReport take(Order order, InputStream sheet) {
        orders.add(new Taken(
                order.source(),
                order.fileName(),
                order.by(),
                order.delivery(),
                order.defaultArea().orElseThrow().value()));
        if (failureOnce != null) {
            var why = failureOnce;
            failureOnce = null;
            throw why;
        }
        if (failure != null) {
            throw failure;
        }
        var finding = new Finding(
                Finding.Severity.ERROR,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.unreadable",
                Text.same("not a sheet"),
                Text.same("save it as XLSX"),
                List.of());
        return new IntakeReport(
                1,
                order.source(),
                order.fileName(),
                order.mode(),
                Instant.EPOCH,
                new IntakeReport.Counts(refusing ? 0 : 1, refusing ? 0 : 1, 0, 0, 0, 0, 0),
                refusing ? List.of(finding) : List.of(),
                List.of());
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        throw new AssertionError("an inbox holds sheets");
    }

    @Override
    public synchronized IntakeReport submit(Statement statement, Mode mode) {
        return new IntakeReport(
                2,
                statement.source(),
                statement.label(),
                mode,
                Instant.EPOCH,
                new IntakeReport.Counts(0, 0, 0, 0, 0, 0, 0),
                statement.findings(),
                List.of());
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return report;
    }

    @Override
    public synchronized void writeReport(IntakeReport report, OutputStream xlsx) {
        reports.add(report);
        try {
            xlsx.write("report".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
