package vn.matluoi.shell.internal;

import java.util.Locale;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.registry.ImportLog;

/** {@code hub:import-list}: lists imports, the newest first. */
@Service
@Command(
        scope = "hub",
        name = "import-list",
        description = "Liệt kê các lần nhập, mới nhất trước / Lists imports, the newest first")
public final class ImportList extends HubCommand {

    @Option(name = "--source", description = "Chỉ của nguồn này / Only of this source")
    String source;

    @Option(
            name = "--waiting",
            description = "Chỉ những lần chờ người quyết định / Only those that wait for a person's decision")
    boolean waiting;

    @Option(name = "--limit", description = "Nhiều nhất bao nhiêu dòng, 1 đến 200 / Most lines, 1 to 200")
    int limit = 50;

    @Reference(optional = true)
    ImportLog imports;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IMPORT_READ);
        var table = new Table(
                "import",
                "at",
                "source",
                "label",
                "state",
                "rows",
                "created",
                "updated",
                "rejected",
                "doubtful",
                "missing");
        there(imports, "registry")
                .list(
                        scope,
                        Names.given(source).map(Names::source),
                        waiting ? Optional.of(Standing.WAITING) : Optional.empty(),
                        limit,
                        Optional.empty())
                .items()
                .forEach(report -> table.row(
                        report.importId(),
                        report.at(),
                        report.source(),
                        report.label(),
                        report.standing().name().toLowerCase(Locale.ROOT),
                        report.counts().rows(),
                        report.counts().created(),
                        report.counts().updated(),
                        report.counts().rejected(),
                        report.counts().doubtful(),
                        report.counts().missing()));
        show(table);
    }
}
