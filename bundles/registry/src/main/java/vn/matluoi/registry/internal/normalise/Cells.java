package vn.matluoi.registry.internal.normalise;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Reads every field that can be read by itself: texts, codes, numbers, days, yes and no. */
final class Cells {

    /** Characters a text may have; 200 where nothing is said. */
    private static final Map<CameraField, Integer> LONGEST = new EnumMap<>(Map.ofEntries(
            Map.entry(CameraField.CODE, 60),
            Map.entry(CameraField.ADDRESS, 400),
            Map.entry(CameraField.CONSENT, 400),
            Map.entry(CameraField.DECISION, 400),
            Map.entry(CameraField.SITING_CONSENT, 400),
            Map.entry(CameraField.OVERLAP_AGREEMENT, 400),
            Map.entry(CameraField.CERTIFICATE_OF_ORIGIN, 400),
            Map.entry(CameraField.CERTIFICATE_OF_QUALITY, 400),
            Map.entry(CameraField.LEGAL_BASIS, 400),
            Map.entry(CameraField.USING_UNITS, 1000),
            Map.entry(CameraField.NOTE, 2000),
            Map.entry(CameraField.SERIAL, 100),
            Map.entry(CameraField.RECORDER_SERIAL, 100),
            Map.entry(CameraField.RECORDER_CHANNEL, 40),
            Map.entry(CameraField.IP_ADDRESS, 100),
            Map.entry(CameraField.FIRMWARE, 100)));

    private static final int LONGEST_OTHER = 200;
    private static final int FIRST_YEAR = 1990;

    private static final Set<String> YES = Set.of("co", "x", "yes", "y", "true", "1", "dung", "on", "bat", "v", "ok");
    private static final Set<String> NO =
            Set.of("khong", "khongco", "ko", "k", "no", "n", "false", "0", "sai", "off", "tat", "chua", "");

    private static final Set<CameraField> OF_DEVICES = Set.of(
            CameraField.SERIAL,
            CameraField.MAC,
            CameraField.RECORDER_SERIAL,
            CameraField.RECORDER_CHANNEL,
            CameraField.IP_ADDRESS,
            CameraField.FIRMWARE,
            CameraField.MODEL);

    /** How a text is read that has a form of its own; of lists none of these knows. */
    private static final Map<CameraField, Form> FORMS = new EnumMap<>(Map.of(
            CameraField.CODE, Devices::whole,
            CameraField.SERIAL, Devices::whole,
            CameraField.RECORDER_SERIAL, Devices::whole,
            CameraField.MAC, (field, written, remarks) -> Devices.mac(written, remarks),
            CameraField.IP_ADDRESS, (field, written, remarks) -> Wiring.address(written, remarks),
            CameraField.RECORDER_CHANNEL, (field, written, remarks) -> Optional.of(Wiring.channel(written)),
            CameraField.USING_UNITS, (field, written, remarks) -> Optional.of(String.join("; ", parts(written)))));

    private final Codes codes;
    private final LocalDate today;

    private interface Form {

        Optional<String> read(CameraField field, String written, Remarks remarks);
    }

    Cells(Codes codes, LocalDate today) {
        this.codes = codes;
        this.today = today;
    }

    /** @return whether {@link #read} looks in the profile's lists for what such a cell says */
    static boolean looksUp(CameraField field) {
        return switch (field.kind()) {
            case TEXT -> !FORMS.containsKey(field);
            case CODE, BOOLEAN -> true;
            case DECIMAL, INTEGER, DATE, AREA -> false;
        };
    }

    /** @return the value as the catalogue keeps it, blank if said to be empty; empty if it could not be read */
    Optional<String> read(CameraField field, String written, Remarks remarks) {
        if (OF_DEVICES.contains(field) && Devices.saysNothing(written)) {
            return Optional.of("");
        }
        return switch (field.kind()) {
            case TEXT -> text(field, written, remarks);
            case DECIMAL, INTEGER -> Measures.read(field, written, remarks);
            case DATE -> date(field, written, remarks);
            case BOOLEAN -> yesOrNo(field, written, remarks);
            case CODE, AREA -> code(field, written, remarks);
        };
    }

    private Optional<String> text(CameraField field, String written, Remarks remarks) {
        var most = LONGEST.getOrDefault(field, LONGEST_OTHER);
        if (written.length() > most) {
            remarks.unreadable(
                    field,
                    "text.long",
                    Remarks.cell(
                            field,
                            written,
                            "dài " + written.length() + " ký tự, tối đa " + most + ".",
                            written.length() + " characters long, at most " + most + "."),
                    new Text("Rút gọn; phần còn lại ghi vào Ghi chú.", "Shorten it; put the rest into the note."),
                    List.of());
            return Optional.empty();
        }
        var form = FORMS.get(field);
        return form == null
                ? codes.find(field, written).or(() -> unlisted(field, written, remarks))
                : form.read(field, written, remarks);
    }

    private static Optional<String> unlisted(CameraField field, String written, Remarks remarks) {
        if (field == CameraField.RESOLUTION) {
            return Devices.resolution(written, remarks);
        }
        return Optional.of(Papers.has(field) ? Papers.named(field, written, remarks) : written);
    }

    private static List<String> parts(String written) {
        return List.of(written.split(";")).stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    private Optional<String> code(CameraField field, String written, Remarks remarks) {
        if (!codes.has(field)) {
            return Optional.of(written);
        }
        var code = codes.find(field, written);
        if (code.isEmpty()) {
            // who may see a camera follows from its sector: a guess there would be a leak
            var sector = field == CameraField.SECTOR;
            var message = Remarks.cell(
                    field,
                    written,
                    sector ? "không có trong danh mục." : "không có trong danh mục; giá trị không được ghi nhận.",
                    sector ? "that is not in the list." : "that is not in the list; the value was left out.");
            var mend = new Text("Ghi một trong các giá trị gợi ý.", "Write one of the suggested values.");
            if (sector) {
                remarks.unreadable(field, "sector.unknown", message, mend, codes.suggest(field, written));
            } else {
                remarks.add(Severity.WARNING, field, "code.unknown", message, mend, codes.suggest(field, written));
            }
        }
        return code;
    }

    private Optional<String> yesOrNo(CameraField field, String written, Remarks remarks) {
        var listed = codes.find(field, written);
        if (listed.isPresent()) {
            return listed;
        }
        var folded = Words.fold(written);
        if (YES.contains(folded) || folded.isEmpty() && "✓✔☑√".contains(written)) {
            return Optional.of("true");
        }
        if (NO.contains(folded)) {
            return Optional.of("false");
        }
        var message = Remarks.cell(field, written, "không rõ là có hay không.", "it is neither yes nor no.");
        var mend = new Text("Ghi “Có” hoặc “Không”.", "Write “Có” (yes) or “Không” (no).");
        if (field == CameraField.PROFESSIONAL || field == CameraField.STATE_SECRET) {
            var rule = field == CameraField.PROFESSIONAL ? "R1.2" : "R1.4";
            remarks.unreadable(field, rule, message, mend, List.of("Có", "Không"));
        } else {
            remarks.add(Severity.WARNING, field, "boolean.unreadable", message, mend, List.of("Có", "Không"));
        }
        return Optional.empty();
    }

    private Optional<String> date(CameraField field, String written, Remarks remarks) {
        var reading = Dates.read(written, today);
        var mend = new Text("Ghi ngày/tháng/năm, ví dụ 05/03/2023.", "Write day/month/year, for example 05/03/2023.");
        switch (reading.form()) {
            case IMPOSSIBLE ->
                remarks.unreadable(
                        field,
                        "date.impossible",
                        Remarks.cell(field, written, "không có ngày này.", "there is no such day."),
                        mend,
                        reading.suggestion().map(Cells::vietnamese).stream().toList());
            case UNREADABLE ->
                remarks.unreadable(
                        field,
                        "date.unreadable",
                        Remarks.cell(field, written, "không phải ngày đầy đủ.", "that is not a whole date."),
                        mend,
                        List.of());
            case SHORT_YEAR ->
                remarks.add(
                        Severity.NOTICE,
                        field,
                        "date.year",
                        Remarks.cell(
                                field,
                                written,
                                "năm có hai chữ số, đã hiểu là "
                                        + vietnamese(reading.day().orElseThrow()) + ".",
                                "a two-digit year, read as " + reading.day().orElseThrow() + "."),
                        mend);
            case PLAIN, SERIAL -> {}
        }
        if (field == CameraField.CHANGED_ON) {
            return reading.day()
                    .filter(day -> isPossible(field, written, day, mend, remarks))
                    .map(LocalDate::toString);
        }
        reading.day().ifPresent(day -> plausible(field, written, day, mend, remarks));
        return reading.day().map(LocalDate::toString);
    }

    /**
     * A term of law is counted from it, so that a wrong year is no small matter. A day's grace, for clocks that are ahead.
     */
    private boolean isPossible(CameraField field, String written, LocalDate day, Text mend, Remarks remarks) {
        if (day.isAfter(today.plusDays(1))) {
            remarks.unreadable(
                    field,
                    "date.future",
                    Remarks.cell(
                            field,
                            written,
                            "ngày ở tương lai (hôm nay là " + vietnamese(today) + "); kiểm tra lại năm.",
                            "the day is in the future (today is " + today + "); check the year."),
                    mend,
                    List.of());
            return false;
        }
        if (day.getYear() < FIRST_YEAR) {
            remarks.unreadable(
                    field,
                    "date.early",
                    Remarks.cell(
                            field,
                            written,
                            "trước năm " + FIRST_YEAR + "; kiểm tra lại năm.",
                            "before " + FIRST_YEAR + "; check the year."),
                    mend,
                    List.of());
            return false;
        }
        return true;
    }

    private void plausible(CameraField field, String written, LocalDate day, Text mend, Remarks remarks) {
        if (day.isAfter(today)) {
            remarks.add(
                    Severity.WARNING,
                    field,
                    "date.future",
                    Remarks.cell(field, written, "ngày ở tương lai.", "the day is in the future."),
                    mend);
        } else if (day.getYear() < FIRST_YEAR) {
            remarks.add(
                    Severity.WARNING,
                    field,
                    "date.early",
                    Remarks.cell(field, written, "trước năm " + FIRST_YEAR + ".", "before " + FIRST_YEAR + "."),
                    mend);
        }
    }

    private static String vietnamese(LocalDate day) {
        return "%02d/%02d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear());
    }
}
