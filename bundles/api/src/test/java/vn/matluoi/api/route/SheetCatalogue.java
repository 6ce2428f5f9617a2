package vn.matluoi.api.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.Sources;

/** What routes that bring sheets are tried with: remembers what was handed in, and what was a new delivery; refuses what begins with {@code <}. */
public final class SheetCatalogue implements Imports, Intake {

    public final List<String> names = new CopyOnWriteArrayList<>();
    public final List<String> sheets = new CopyOnWriteArrayList<>();
    public final List<Statement> refused = new CopyOnWriteArrayList<>();
    public final Map<String, IntakeReport> deliveries = new LinkedHashMap<>();
    public final List<Order> orders = new CopyOnWriteArrayList<>();
    public volatile Throwable failure; // after it was written
    public volatile boolean takesAll;

    @Override
    public synchronized IntakeReport take(Order order, InputStream sheet) {
        String text;
        try {
            text = new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders.add(order);
        names.add(order.fileName());
        sheets.add(text);
        var report = deliveries.computeIfAbsent(
                order.delivery().orElseThrow(),
                any -> report(order.fileName(), order.source(), !takesAll && text.startsWith("<")));
        if (failure != null) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
        return report;
    }

    private IntakeReport report(String label, SourceId source, boolean isRefused) {
        return new IntakeReport(
                deliveries.size() + 1,
                source,
                label,
                Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(1, isRefused ? 0 : 1, 0, 0, isRefused ? 1 : 0, 0, 0),
                List.of(),
                List.of());
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        throw new AssertionError("these are sheets");
    }

    @Override
    public IntakeReport submit(Statement statement, Mode mode) {
        refused.add(statement);
        return new IntakeReport(
                1,
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
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        try {
            xlsx.write(("report " + report.importId()
                            + report.findings().stream().map(Finding::rule).toList())
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sources of which none is there, and each may be added. */
    public static Sources sources() {
        return (Sources) Proxy.newProxyInstance(
                SheetCatalogue.class.getClassLoader(),
                new Class<?>[] {Sources.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> Optional.empty();
                    case "add" -> null;
                    default -> throw new AssertionError(method.getName());
                });
    }
}
