package vn.matluoi.source.soap.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
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

/** Remembers what was handed in, and why something was not. */
final class Catalogue implements Imports, Intake {

    final List<List<Map<String, String>>> lists = new CopyOnWriteArrayList<>();
    final List<Order> orders = new CopyOnWriteArrayList<>();
    final List<Finding> refusals = new CopyOnWriteArrayList<>();

    /** Sources of which none is there, and each may be added. */
    final Sources sources = (Sources) Proxy.newProxyInstance(
            Catalogue.class.getClassLoader(),
            new Class<?>[] {Sources.class},
            (proxy, method, arguments) -> method.getName().equals("find") ? Optional.empty() : null);

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        throw new AssertionError("a service has no sheets");
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        var list = new ArrayList<Map<String, String>>();
        records.each().forEach(list::add);
        lists.add(list);
        orders.add(order);
        return report(order.source(), order.fileName(), list.size());
    }

    @Override
    public IntakeReport submit(Statement statement, Mode mode) {
        refusals.addAll(statement.findings());
        return report(statement.source(), statement.label(), 0);
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return report;
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        throw new AssertionError("nobody wants one");
    }

    private static IntakeReport report(SourceId source, String label, int rows) {
        return new IntakeReport(
                1,
                source,
                label,
                Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(rows, rows, 0, 0, 0, 0, 0),
                List.of(),
                List.of());
    }
}
