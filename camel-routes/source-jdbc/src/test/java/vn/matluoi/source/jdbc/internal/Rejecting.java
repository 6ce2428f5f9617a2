package vn.matluoi.source.jdbc.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.source.Sources;

/** A catalogue that remembers lists, and takes no row of them until it is told to. */
final class Rejecting implements Imports {

    final List<String> lists = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    boolean rejects = true;

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        throw new AssertionError("a database has no sheets");
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        var list = new ArrayList<Map<String, String>>();
        records.each().forEach(list::add);
        lists.add(list.toString());
        orders.add(order);
        var rejected = rejects ? list.size() : 0;
        return new IntakeReport(
                1,
                order.source(),
                order.fileName(),
                Intake.Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(list.size(), list.size() - rejected, 0, 0, rejected, 0, 0),
                List.of(),
                List.of());
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return report;
    }

    @Override
    public void writeReport(IntakeReport report, OutputStream xlsx) {
        throw new AssertionError("nobody wants one");
    }

    /** Sources of which none is there, and each may be added. */
    static Sources sources() {
        return (Sources) Proxy.newProxyInstance(
                Rejecting.class.getClassLoader(),
                new Class<?>[] {Sources.class},
                (proxy, method, given) -> method.getName().equals("find") ? Optional.empty() : null);
    }
}
