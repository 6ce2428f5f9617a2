package vn.matluoi.registry.internal.normalise;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Finds the managing unit by code, name, or name with the usual short forms. Not safe for several threads. */
final class UnitReader {

    private static final int MOST_REMEMBERED = 20_000;

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

    /** @return the unit's code; the default's if there is no such unit, which is remarked */
    Optional<String> read(String written, Optional<String> fallback, Remarks remarks) {
        var code = find(written);
        if (code.isPresent()) {
            return code;
        }
        remarks.add(
                Severity.WARNING,
                CameraField.UNIT,
                "unit.unknown",
                Remarks.cell(
                        CameraField.UNIT,
                        written,
                        "chưa có trong danh mục đơn vị"
                                + fallback.map(unit -> "; tạm ghi cho đơn vị của nguồn: " + unit + ".")
                                        .orElse("."),
                        "that unit is not in the catalogue"
                                + fallback.map(unit -> "; the source's unit stands meanwhile: " + unit + ".")
                                        .orElse(".")),
                new Text(
                        "Ghi mã hoặc tên đầy đủ như trong danh mục đơn vị, hoặc thêm đơn vị trước khi nhập.",
                        "Write the unit's code or full name as in the catalogue, or add the unit first."),
                List.of());
        return fallback;
    }

    private static String spelled(String written) {
        var words = written.split(" ");
        for (var i = 0; i < words.length; i++) {
            words[i] = SHORT_FORMS.getOrDefault(words[i].toLowerCase(Locale.ROOT), words[i]);
        }
        return String.join(" ", words);
    }
}
