package vn.matluoi.registry.internal.normalise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * Finds the managing unit by code, name, or name with the usual short forms, and counts the rows of one statement that
 * name none. Not safe for several threads.
 */
final class UnitReader {

    private static final int MOST_REMEMBERED = 20_000;
    private static final int MOST_UNKNOWN = 100;

    private static final Map<String, String> SHORT_FORMS = Map.ofEntries(
            Map.entry("ubnd", "Ủy ban nhân dân"),
            Map.entry("hđnd", "Hội đồng nhân dân"),
            Map.entry("ca", "Công an"),
            Map.entry("tyt", "Trạm y tế"),
            Map.entry("ttyt", "Trung tâm y tế"),
            Map.entry("bv", "Bệnh viện"),
            Map.entry("bvđk", "Bệnh viện đa khoa"),
            Map.entry("mn", "Trường mầm non"),
            Map.entry("th", "Trường tiểu học"),
            Map.entry("thcs", "Trường trung học cơ sở"),
            Map.entry("thpt", "Trường trung học phổ thông"),
            Map.entry("bql", "Ban quản lý"),
            Map.entry("kdc", "khu dân cư"),
            Map.entry("p.", "phường"),
            Map.entry("x.", "xã"),
            Map.entry("tp.", "thành phố"));

    private final Function<String, Optional<Unit>> lookup;
    private final Map<String, Optional<String>> remembered = new HashMap<>();
    private final Map<String, Rows> unknown = new LinkedHashMap<>();
    private final Rows others = new Rows(0);

    UnitReader(Function<String, Optional<Unit>> lookup) {
        this.lookup = lookup;
    }

    /** @return the unit's code */
    Optional<String> find(String written) {
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        return remembered.computeIfAbsent(written, text -> lookup.apply(text)
                .or(() -> {
                    var full = spelled(text);
                    return full.equals(text) ? Optional.empty() : lookup.apply(full);
                })
                .map(Unit::code));
    }

    /** @return the unit's code; empty if there is no such unit, which is noted */
    Optional<String> read(String written, int row) {
        var code = find(written);
        if (code.isPresent()) {
            return code;
        }
        if (unknown.size() < MOST_UNKNOWN || unknown.containsKey(written)) {
            unknown.computeIfAbsent(written, any -> new Rows(row)).count++;
        } else {
            others.count++;
        }
        return Optional.empty();
    }

    /** @return one finding for each unknown unit, however many rows name it */
    List<Finding> findings(Optional<String> fallback, Optional<String> column) {
        var findings = new ArrayList<Finding>();
        unknown.forEach((written, rows) -> findings.add(finding(
                column,
                Remarks.cell(
                        CameraField.UNIT,
                        written,
                        "chưa có trong danh mục đơn vị (" + rows.vi() + ")"
                                + fallback.map(unit -> "; tạm ghi cho đơn vị của nguồn: " + unit + ".")
                                        .orElse("."),
                        "that unit is not in the catalogue (" + rows.en() + ")"
                                + fallback.map(unit -> "; the source's unit stands meanwhile: " + unit + ".")
                                        .orElse(".")))));
        if (others.count > 0) {
            findings.add(finding(
                    column,
                    new Text(
                            "Đơn vị quản lý ở " + others.count + " dòng nữa cũng chưa có trong danh mục đơn vị.",
                            "The units of " + others.count + " more rows are not in the catalogue either.")));
        }
        return findings;
    }

    private static Finding finding(Optional<String> column, Text message) {
        return new Finding(
                Severity.WARNING,
                0,
                Optional.of(CameraField.UNIT),
                column,
                "unit.unknown",
                message,
                new Text(
                        "Ghi mã hoặc tên đầy đủ như trong danh mục đơn vị, hoặc thêm đơn vị trước khi nhập.",
                        "Write the unit's code or full name as in the catalogue, or add the unit first."),
                List.of());
    }

    private static String spelled(String written) {
        var words = written.split(" ");
        for (var i = 0; i < words.length; i++) {
            words[i] = SHORT_FORMS.getOrDefault(words[i].toLowerCase(Locale.ROOT), words[i]);
        }
        return String.join(" ", words);
    }

    /** The rows that name one unknown unit. */
    private static final class Rows {

        private final int first;
        private int count;

        Rows(int first) {
            this.first = first;
        }

        String vi() {
            return count == 1 ? "dòng " + first : count + " dòng, từ dòng " + first;
        }

        String en() {
            return count == 1 ? "row " + first : count + " rows, the first is " + first;
        }
    }
}
