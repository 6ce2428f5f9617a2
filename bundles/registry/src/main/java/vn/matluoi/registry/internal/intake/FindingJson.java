package vn.matluoi.registry.internal.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.registry.internal.db.Json;

/** Findings as they are kept with an import. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FindingJson(
        String severity,
        int row,
        String field,
        String column,
        String rule,
        String vi,
        String en,
        String mendVi,
        String mendEn,
        List<String> suggestions,
        List<String> cameras) {

    private static final TypeReference<List<FindingJson>> LIST = new TypeReference<>() {};

    static String write(List<Finding> findings) {
        return findings.isEmpty()
                ? "[]"
                : Json.write(findings.stream().map(FindingJson::of).toList());
    }

    static List<Finding> read(String json) {
        return "[]".equals(json)
                ? List.of()
                : Json.read(json, LIST).stream().map(FindingJson::finding).toList();
    }

    private static FindingJson of(Finding finding) {
        return new FindingJson(
                finding.severity().name(),
                finding.row(),
                finding.field().map(CameraField::key).orElse(null),
                finding.column().orElse(null),
                finding.rule(),
                finding.message().vi(),
                finding.message().en(),
                finding.mend().vi(),
                finding.mend().en(),
                finding.suggestions(),
                finding.cameras().isEmpty() ? null : finding.cameras());
    }

    private Finding finding() {
        return new Finding(
                Finding.Severity.valueOf(severity),
                row,
                Optional.ofNullable(field).flatMap(CameraField::ofKey),
                Optional.ofNullable(column),
                rule,
                new Text(vi, en),
                new Text(mendVi, mendEn),
                suggestions,
                cameras == null ? suggested() : cameras);
    }

    /** Of one that was kept before it was noted which cameras it names: a question about cameras suggests them and nothing else. */
    private List<String> suggested() {
        return rule.startsWith("identity.")
                ? suggestions.stream().filter(CameraId::isValid).toList()
                : List.of();
    }
}
