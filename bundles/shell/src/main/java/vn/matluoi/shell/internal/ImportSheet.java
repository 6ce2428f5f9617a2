package vn.matluoi.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;

/** {@code hub:import}: takes in a CSV or XLSX file that lies on the hub's machine. */
@Service
@Command(
        scope = "hub",
        name = "import",
        description =
                "Nhập một tệp CSV hoặc XLSX nằm trên máy chủ / Takes in a CSV or XLSX file that lies on the hub's machine")
public final class ImportSheet extends HubCommand {

    @Argument(
            name = "file",
            required = true,
            multiValued = true,
            description = "Đường dẫn của bảng trên máy chủ / Path of the sheet on the hub's machine")
    List<String> words;

    private String file;

    @Override
    void words() {
        file = only(words);
        if (source == null || profile == null) {
            throw invalid(
                    source == null ? "--source" : "--profile",
                    "option.required",
                    "cần --source NGUỒN và --profile HỒ SƠ",
                    "--source SOURCE and --profile PROFILE are needed");
        }
    }

    @Option(name = "--source", description = "Nguồn mà bảng kê khai / The source it speaks for")
    String source;

    @Option(
            name = "--profile",
            description = "Mẫu để đọc bảng, ví dụ commune / The profile to read it by, for example commune")
    String profile;

    @Option(name = "--dry-run", description = "Chỉ báo cáo, không ghi gì / Only report; write nothing")
    boolean dryRun;

    @Option(
            name = "--complete",
            description = "Bảng kê đủ mọi camera của nguồn / The sheet names every camera of the source")
    boolean complete;

    @Reference(optional = true)
    Imports imports;

    @Reference(optional = true)
    Sources sources;

    @Override
    void run(Caller caller) throws IOException {
        var scope = access().require(caller, Action.IMPORT_SUBMIT);
        var settings = there(sources, "core")
                .find(scope, Names.source(source))
                .map(Sources.Source::settings)
                .orElseThrow(() -> notFound("nguồn", "source", source));
        IntakeReport report;
        try (var sheet = open(Path.of(file))) {
            report = there(imports, "sheets").take(order(caller, settings), sheet);
        }
        show(Reports.table(report));
        if (!json) {
            show(Reports.findings(report));
        }
        if (report.standing() == IntakeReport.Standing.WAITING) {
            throw invalid(
                    "file",
                    "import.waits",
                    "chưa ghi gì: quá nhiều camera không còn trong bảng; xem hub:import-list --waiting",
                    "nothing was taken: too many cameras are no longer listed; see hub:import-list --waiting");
        }
        if (report.counts().rejected() > 0 || report.findings().stream().anyMatch(this::grave)) {
            throw invalid(
                    "file",
                    "import.rejected",
                    "%d dòng bị trả lại".formatted(report.counts().rejected()),
                    "%d rows were returned".formatted(report.counts().rejected()));
        }
    }

    private boolean grave(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }

    private Imports.Order order(Caller caller, SourceSettings settings) {
        return new Imports.Order(
                settings.id(),
                profile,
                Path.of(file).getFileName().toString(),
                dryRun ? Intake.Mode.DRY_RUN : Intake.Mode.COMMIT,
                caller.account(),
                "shell",
                Optional.empty(),
                complete,
                Optional.of(settings.area()),
                settings.unit(),
                settings.sector());
    }

    private static InputStream open(Path path) {
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw invalid(
                    "file",
                    "import.file",
                    "không đọc được tệp %s trên máy chủ".formatted(path),
                    "the file %s cannot be read on the hub's machine".formatted(path));
        }
    }
}
