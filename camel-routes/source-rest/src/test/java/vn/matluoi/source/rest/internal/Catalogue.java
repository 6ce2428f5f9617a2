package vn.matluoi.source.rest.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** Remembers what was handed in. */
final class Catalogue implements Imports, Intake {

    final List<String> lists = new CopyOnWriteArrayList<>();
    final List<Order> orders = new CopyOnWriteArrayList<>();
    final List<Statement> statements = new CopyOnWriteArrayList<>();
    HubException away;
    int rejected;

    @Override
    public IntakeReport take(Order order, InputStream sheet) {
        throw new AssertionError("an interface has no sheets");
    }

    @Override
    public IntakeReport take(Order order, Records records) {
        if (away != null) {
            throw away;
        }
        var list = new ArrayList<Map<String, String>>();
        records.each().forEach(list::add);
        lists.add(list.toString());
        orders.add(order);
        return report(order.source(), order.fileName());
    }

    @Override
    public IntakeReport submit(Statement statement, Mode mode) {
        statements.add(statement);
        return report(statement.source(), statement.label());
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
                Catalogue.class.getClassLoader(),
                new Class<?>[] {Sources.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "find" -> Optional.empty();
                    case "add" -> null;
                    default -> throw new AssertionError(method.getName());
                });
    }

    /** Sources of which every one is there already, with a device. */
    static Sources devices() {
        return (Sources) Proxy.newProxyInstance(
                Catalogue.class.getClassLoader(), new Class<?>[] {Sources.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("find")) {
                        throw new AssertionError(method.getName());
                    }
                    var id = (SourceId) arguments[1];
                    var settings = new SourceSettings(
                            id,
                            "Đầu ghi",
                            Optional.of("hikvision"),
                            Optional.of(URI.create("http://127.0.0.1:1")),
                            Optional.of("admin"),
                            new AreaCode("27694"),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            false);
                    return Optional.of(new Sources.Source(settings, State.unknown(Instant.EPOCH), Optional.empty(), 0));
                });
    }

    private IntakeReport report(SourceId source, String label) {
        return new IntakeReport(
                1,
                source,
                label,
                Mode.COMMIT,
                Instant.EPOCH,
                new IntakeReport.Counts(1, 1 - rejected, 0, 0, rejected, 0, 0),
                List.of(),
                List.of());
    }
}
