package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.registry.internal.db.Lookup;

/**
 * A report as the agency may see it whose source spoke. Cameras of its own source, those it shares with others included, stay. Of
 * cameras of others it learns that there is one, where its row waits for a person because of it or overlaps it; of one that is a
 * state secret (R1.4) only that its row waits, in the same words.
 */
public final class AgencyView {

    /** What is told instead of who the other camera is. */
    static final String ASKED = "identity.asked";

    private static final Text WAITS = new Text(
            "Chưa rõ dòng này là camera mới hay camera đã có trong danh mục của tỉnh; dòng này được giữ lại chờ.",
            "It is not clear whether this row is a new camera or one that the province's catalogue has; it waits.");
    private static final Text TAKEN = new Text(
            "Có thể danh mục của tỉnh đã có camera này; dòng này đã được ghi.",
            "The province's catalogue may have this camera already; the row was taken.");
    private static final Text MEND = new Text(
            "Không cần gửi lại: cán bộ của tỉnh quyết định.",
            "It need not be sent again: an officer of the province decides.");
    private static final Text OTHER = new Text("một camera khác của tỉnh", "another camera of the province");

    private final Map<String, String> survivors = new HashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Set<String> secret = new HashSet<>();

    private AgencyView() {}

    public static IntakeReport of(Connection connection, IntakeReport report) throws SQLException {
        var named = new HashSet<String>();
        Stream.concat(report.findings().stream(), report.rows().stream().flatMap(row -> row.findings().stream()))
                .forEach(finding -> named.addAll(finding.cameras()));
        report.rows().forEach(row -> row.camera().map(CameraId::value).ifPresent(named::add));
        var view = new AgencyView();
        view.look(connection, report, named);
        return new IntakeReport(
                report.importId(),
                report.source(),
                report.label(),
                report.mode(),
                report.at(),
                report.counts(),
                view.shown(report.findings(), false),
                report.rows().stream().map(view::shown).toList(),
                report.standing());
    }

    private void look(Connection connection, IntakeReport report, Set<String> named) throws SQLException {
        Lookup.each(
                connection,
                "select alias, camera from camera_aliases where alias in (%s)",
                List.of(),
                named,
                row -> survivors.put(row.getString(1), row.getString(2)));
        var cameras = new HashSet<>(survivors.values());
        cameras.addAll(named);
        Lookup.each(
                connection,
                "select camera from stated where source = ? and camera in (%s)",
                List.of(report.source().value()),
                cameras,
                row -> own.add(row.getString(1)));
        Lookup.each(
                connection,
                "select id from cameras where state_secret = 'true' and id in (%s)",
                List.of(),
                cameras,
                row -> secret.add(row.getString(1)));
    }

    private boolean isOwn(String camera) {
        return own.contains(survivors.getOrDefault(camera, camera));
    }

    private boolean isSecret(String camera) {
        return secret.contains(survivors.getOrDefault(camera, camera));
    }

    private RowReport shown(RowReport row) {
        return new RowReport(
                row.row(),
                row.outcome(),
                row.camera().filter(camera -> isOwn(camera.value())),
                shown(row.findings(), row.outcome() == Outcome.DOUBTFUL));
    }

    private List<Finding> shown(List<Finding> findings, boolean waits) {
        return findings.stream().flatMap(one -> shown(one, waits).stream()).toList();
    }

    private Optional<Finding> shown(Finding finding, boolean waits) {
        var others = finding.cameras().stream().filter(camera -> !isOwn(camera)).toList();
        if (others.isEmpty()) {
            return Optional.of(finding);
        }
        var question = finding.rule().startsWith("identity.");
        var stops = question && waits || finding.severity() == Severity.ERROR;
        if (!stops && others.stream().allMatch(this::isSecret)) {
            return Optional.empty();
        }
        return Optional.of(
                question
                        ? told(finding, ASKED, waits ? WAITS : TAKEN, MEND)
                        : told(
                                finding,
                                finding.rule(),
                                without(finding.message(), others),
                                without(finding.mend(), others)));
    }

    private Finding told(Finding finding, String rule, Text message, Text mend) {
        return new Finding(
                finding.severity(),
                finding.row(),
                finding.field(),
                finding.column(),
                rule,
                message,
                mend,
                finding.suggestions().stream()
                        .filter(word -> !finding.cameras().contains(word) || isOwn(word))
                        .toList(),
                finding.cameras().stream().filter(this::isOwn).toList());
    }

    private static Text without(Text text, List<String> cameras) {
        var vi = text.vi();
        var en = text.en();
        for (var camera : cameras) {
            vi = vi.replace("camera " + camera, OTHER.vi()).replace(camera, OTHER.vi());
            en = en.replace("camera " + camera, OTHER.en()).replace(camera, OTHER.en());
        }
        return new Text(vi, en);
    }
}
