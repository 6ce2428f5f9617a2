package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Reads the numeric fields: height, direction, frame rate, retention. */
final class Measures {

    private static final BigDecimal CIRCLE = BigDecimal.valueOf(360);

    private static final Map<CameraField, Range> RANGES = Map.of(
            CameraField.HEIGHT,
            new Range("0", "500", "m", Map.of("m", "1", "met", "1", "meter", "1", "meters", "1", "cm", "0.01")),
            CameraField.AZIMUTH,
            new Range("0", "360", "độ", Map.of("do", "1", "deg", "1", "degrees", "1")),
            CameraField.FRAME_RATE,
            new Range(
                    "0.1",
                    "240",
                    "hình/giây",
                    Map.of(
                            "fps",
                            "1",
                            "hinhgiay",
                            "1",
                            "khunghinhgiay",
                            "1",
                            "khunghinh",
                            "1",
                            "hinh",
                            "1",
                            "hz",
                            "1")),
            CameraField.RETENTION_DAYS,
            new Range(
                    "0",
                    "3650",
                    "ngày",
                    Map.of("ngay", "1", "d", "1", "day", "1", "days", "1", "tuan", "7", "thang", "30")));

    private static final Map<String, String> COMPASS = Map.ofEntries(
            Map.entry("bac", "0"),
            Map.entry("dongbac", "45"),
            Map.entry("dong", "90"),
            Map.entry("dongnam", "135"),
            Map.entry("nam", "180"),
            Map.entry("taynam", "225"),
            Map.entry("tay", "270"),
            Map.entry("taybac", "315"),
            Map.entry("n", "0"),
            Map.entry("ne", "45"),
            Map.entry("e", "90"),
            Map.entry("se", "135"),
            Map.entry("s", "180"),
            Map.entry("sw", "225"),
            Map.entry("w", "270"),
            Map.entry("nw", "315"));

    private static final Set<String> EXACT = Set.of("1");

    private Measures() {}

    /** What a field may hold, its unit, and what other units are worth in it. */
    private record Range(BigDecimal least, BigDecimal most, String unit, Map<String, String> units) {

        Range(String least, String most, String unit, Map<String, String> units) {
            this(new BigDecimal(least), new BigDecimal(most), unit, units);
        }

        boolean holds(BigDecimal value) {
            return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
        }
    }

    /** @return the number in the field's unit; empty if it could not be read, which has been remarked */
    static Optional<String> read(CameraField field, String written, Remarks remarks) {
        if (field == CameraField.AZIMUTH) {
            var compass = COMPASS.get(Words.fold(written));
            if (compass != null) {
                return Optional.of(compass);
            }
        }
        var range = RANGES.get(field);
        var reading = Numbers.read(written);
        if (range == null) {
            return reading.map(number -> Numbers.plain(number.value()));
        }
        if (reading.isEmpty()) {
            remarks.unreadable(
                    field,
                    "number.unreadable",
                    Remarks.cell(field, written, "không phải là một con số.", "that is not one number."),
                    expected(range),
                    List.of());
            return Optional.empty();
        }
        var number = reading.get();
        var factor = number.unit().isEmpty() ? "1" : range.units().get(number.unit());
        if (factor == null) {
            remarks.unreadable(
                    field,
                    "number.unit",
                    Remarks.cell(field, written, "không rõ đơn vị đo.", "the unit is not known."),
                    expected(range),
                    List.of(Numbers.plain(number.value())));
            return Optional.empty();
        }
        if (!EXACT.contains(factor)) {
            remarks.add(
                    Severity.NOTICE,
                    field,
                    "number.unit",
                    Remarks.cell(
                            field,
                            written,
                            "đã đổi sang " + range.unit() + ".",
                            "it was converted to the column's unit."),
                    expected(range));
        }
        return choose(field, written, number, range, new BigDecimal(factor), remarks);
    }

    private static Optional<String> choose(
            CameraField field,
            String written,
            Numbers.Reading number,
            Range range,
            BigDecimal factor,
            Remarks remarks) {
        var value = number.value().multiply(factor);
        var other = number.other().map(each -> each.multiply(factor)).filter(range::holds);
        if (range.holds(value) && other.isPresent()) {
            remarks.unreadable(
                    field,
                    "number.ambiguous",
                    Remarks.cell(
                            field,
                            written,
                            "dấu phân cách có thể là dấu thập phân hoặc dấu hàng nghìn.",
                            "the separator may mark decimals or thousands."),
                    new Text("Ghi lại không dùng dấu hàng nghìn.", "Write it again without a thousands separator."),
                    List.of(Numbers.plain(value), Numbers.plain(other.get())));
            return Optional.empty();
        }
        var chosen = range.holds(value) ? value : other.orElse(value);
        if (!range.holds(chosen)) {
            remarks.unreadable(
                    field,
                    "number.range",
                    Remarks.cell(field, written, "nằm ngoài khoảng hợp lý.", "it is out of the plausible range."),
                    expected(range),
                    List.of());
            return Optional.empty();
        }
        if (number.about()) {
            remarks.add(
                    Severity.NOTICE,
                    field,
                    "number.about",
                    Remarks.cell(field, written, "số ước chừng, đã ghi như số đúng.", "approximate, taken as exact."),
                    expected(range));
        }
        if (field.kind() == CameraField.Kind.INTEGER) {
            return whole(field, written, chosen, range, remarks);
        }
        return Optional.of(Numbers.plain(
                field == CameraField.AZIMUTH && chosen.compareTo(CIRCLE) == 0 ? BigDecimal.ZERO : chosen));
    }

    private static Optional<String> whole(
            CameraField field, String written, BigDecimal chosen, Range range, Remarks remarks) {
        var floor = chosen.setScale(0, RoundingMode.FLOOR);
        if (floor.compareTo(chosen) != 0) {
            remarks.unreadable(
                    field,
                    "number.whole",
                    Remarks.cell(field, written, "phải là số nguyên.", "it must be a whole number."),
                    expected(range),
                    List.of(floor.toPlainString()));
            return Optional.empty();
        }
        return Optional.of(floor.toPlainString());
    }

    private static Text expected(Range range) {
        var least = Numbers.plain(range.least());
        var most = Numbers.plain(range.most());
        return new Text(
                "Ghi một số từ " + least.replace('.', ',') + " đến " + most.replace('.', ',') + " (" + range.unit()
                        + "), ví dụ 5,5 hoặc 5.5.",
                "Write a number from " + least + " to " + most + ", for example 5.5.");
    }
}
