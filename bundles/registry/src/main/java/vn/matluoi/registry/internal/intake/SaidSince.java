package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Rows;

/**
 * What the source of a statement that lay here has said since. A person let the statement go, and it counts in full; but of a camera of
 * which its source has spoken since, it knows less than the catalogue.
 *
 * @param cameras of which it has spoken
 * @param subjects of questions that wait and hold what it said since
 */
record SaidSince(Set<String> cameras, Set<String> subjects) {

    private static final String RULE = "statement.said-since";

    static SaidSince of(Connection connection, Statement statement, Instant now) throws SQLException {
        var between = List.of(statement.source().value(), statement.layer().name(), statement.at(), now);
        var since = " i.source = ? and i.layer = ? and i.said_at > ? and i.said_at <= ?";
        var cameras = new HashSet<String>();
        Rows.each(
                connection,
                "select distinct coalesce(a.camera, r.camera) from imports i join import_rows r on r.import_id = i.id"
                        + " left join camera_aliases a on a.alias = r.camera where" + since
                        + " and i.standing = 'APPLIED' and r.camera is not null",
                between,
                row -> cameras.add(row.getString(1)));
        var subjects = new HashSet<String>();
        Rows.each(
                connection,
                "select q.subject from imports i join identity_questions q on q.import_id = i.id where" + since
                        + " and q.standing = 'OPEN'",
                between,
                row -> subjects.add(row.getString(1)));
        return new SaidSince(cameras, subjects);
    }

    /** @return the plan without what it would set back; that a camera is a state secret stands, whatever was said of it since (R1.4) */
    Plan leftOutOf(Plan plan) {
        if (cameras.isEmpty() && subjects.isEmpty()) {
            return plan;
        }
        var missing = plan.missing().stream()
                .filter(one -> !cameras.contains(one.camera()))
                .toList();
        var named = plan.missing().size() - missing.size();
        var rows = new ArrayList<Plan.Row>();
        var secrets = new ArrayList<>(plan.secrets());
        for (var row : plan.rows()) {
            var left = row(row);
            rows.add(left);
            SecretClaims.of(row, left).ifPresent(secrets::add);
        }
        return new Plan(
                rows,
                missing,
                plan.named(),
                named == 0 ? plan.findings() : and(plan.findings(), stillThere(named)),
                plan.settled(),
                plan.fingerprint(),
                secrets,
                Optional.empty());
    }

    private Plan.Row row(Plan.Row row) {
        var known =
                row.known().filter(cameras::contains).isPresent() && row.write().isPresent();
        var asked =
                row.doubt().filter(doubt -> subjects.contains(doubt.subject())).isPresent();
        return known || asked
                ? new Plan.Row(
                        row.number(),
                        known ? Outcome.UNCHANGED : row.outcome(),
                        row.known(),
                        and(row.findings(), older(row.number())),
                        Optional.empty(),
                        Optional.empty())
                : row;
    }

    private static List<Finding> and(List<Finding> findings, Finding finding) {
        return Stream.concat(findings.stream(), Stream.of(finding)).toList();
    }

    private static Finding older(int row) {
        return finding(
                row,
                new Text(
                        "Nguồn đã gửi dữ liệu mới hơn về camera này; dòng này không ghi đè.",
                        "The source has said newer things of this camera; the row does not overwrite them."));
    }

    private static Finding stillThere(int cameras) {
        return finding(
                0,
                new Text(
                        "Nguồn đã nêu %d camera sau khi lập bảng này; các camera đó không bị coi là đã gỡ."
                                .formatted(cameras),
                        "The source has named %d cameras since it made this list; they are not taken for gone."
                                .formatted(cameras)));
    }

    private static Finding finding(int row, Text message) {
        return new Finding(
                Severity.NOTICE,
                row,
                Optional.empty(),
                Optional.empty(),
                RULE,
                message,
                new Text(
                        "Nếu bảng này mới đúng, xin nguồn gửi lại.",
                        "If this list is right after all, have the source send it again."),
                List.of());
    }
}
