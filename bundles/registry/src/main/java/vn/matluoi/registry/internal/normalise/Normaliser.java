package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Areas;

/**
 * Turns what a statement says of one camera into the catalogue's form, and says what was wrong with it. Pure: asks
 * nothing but its arguments, and remembers the answers. One instance serves one statement, in one thread.
 *
 * <p>A value that cannot be read stops the row of a person's sheet (it would be lost without notice); in a device's
 * answer it is left out with a warning, so that an odd device does not vanish.
 */
public final class Normaliser {

    /** Of a degree: about a decimetre. */
    private static final int DECIMALS = 6;

    private static final Set<CameraField> TOGETHER = EnumSet.of(
            CameraField.AREA,
            CameraField.AREA_NAME,
            CameraField.UNIT,
            CameraField.LATITUDE,
            CameraField.LONGITUDE,
            CameraField.COORDINATE_SYSTEM);

    private final AreaIndex index;
    private final AreaReader areas;
    private final UnitReader units;
    private final PositionReader positions = new PositionReader();
    private final LocalDate today;
    private final List<Sector> sectors;
    private final Optional<String> network;
    private Optional<Profile> profile = Optional.empty();
    private final Map<CameraField, String> constants = new EnumMap<>(CameraField.class);
    private Codes codes;
    private Cells cells;

    /**
     * @param areas the administrative units
     * @param unitByName finds a unit by its code or by its name as people write it
     * @param today the day on which the statement is judged
     * @param sectors every sector of the province
     * @param network the channel that is recorded with the source: of cameras of which nobody says another (R4.7)
     */
    public Normaliser(
            Areas areas,
            Function<String, Optional<Unit>> unitByName,
            LocalDate today,
            List<Sector> sectors,
            Optional<String> network) {
        this.today = Objects.requireNonNull(today, "today");
        this.sectors = List.copyOf(sectors);
        this.network = Objects.requireNonNull(network, "network");
        this.index = new AreaIndex(Objects.requireNonNull(areas, "areas"), today);
        this.areas = new AreaReader(index);
        this.units = new UnitReader(Objects.requireNonNull(unitByName, "unitByName"));
        use(Optional.empty());
    }

    /** @return the item in the catalogue's form, with what was noticed */
    public Normalised normalise(Item item, Statement statement) {
        if (profile.isPresent() != statement.profile().isPresent()
                || profile.isPresent() && profile.get() != statement.profile().get()) {
            use(statement.profile());
        }
        var remarks = new Remarks(item.row(), statement.columns(), statement.layer() == Layer.DEVICE);
        item.findings().forEach(remarks::add);
        var row = new Row(item, constants, codes, remarks);
        for (var field : row.stated.keySet()) {
            if (field == CameraField.STATE_SECRET && row.cell(field).isEmpty()) {
                continue; // a cell left empty takes no secrecy away (R1.4)
            }
            if (!TOGETHER.contains(field)) {
                // a blank one says that the field is empty: there is nothing to read
                row.put(
                        field,
                        row.cell(field).isEmpty() ? Optional.empty() : cells.read(field, row.cell(field), remarks));
            }
        }
        order(row);
        unit(row, statement);
        assume(row, statement);
        position(row, statement);
        area(row, statement);
        far(row);
        required(row, statement);
        return new Normalised(row.values, row.stated, remarks.findings());
    }

    /** @return what was noticed of the statement as a whole in the rows so far */
    public List<Finding> findings(Statement statement) {
        return units.findings(
                fallback(CameraField.UNIT, statement.defaultUnit(), statement),
                Optional.ofNullable(statement.columns().get(CameraField.UNIT)));
    }

    private void use(Optional<Profile> next) {
        profile = next;
        constants.clear();
        next.ifPresent(each -> each.columns()
                .forEach(column -> column.constant().ifPresent(value -> constants.put(column.field(), value))));
        codes = new Codes(next, sectors);
        cells = new Cells(codes, today);
    }

    /** What the statement says of all its rows counts for more than what the profile assumes. */
    private static Optional<String> fallback(CameraField field, Optional<String> said, Statement statement) {
        return said.or(() -> statement.profile().map(each -> each.defaults().get(field)));
    }

    private void assume(Row row, Statement statement) {
        // what the province says of single fields is left as it is
        var channel = statement.layer() == Layer.PROVINCE ? Optional.<String>empty() : network;
        fallback(CameraField.NETWORK, channel, statement).ifPresent(said -> row.ifSilent(CameraField.NETWORK, said));
        fallback(CameraField.SECTOR, statement.defaultSector(), statement)
                .ifPresent(sector -> row.ifSilent(CameraField.SECTOR, sector));
        statement.profile().ifPresent(each -> each.defaults().forEach((field, value) -> {
            if (field != CameraField.SECTOR && field != CameraField.UNIT && field != CameraField.NETWORK) {
                row.ifSilent(field, value);
            }
        }));
    }

    private void unit(Row row, Statement statement) {
        var fallback = fallback(CameraField.UNIT, statement.defaultUnit(), statement);
        if (row.cell(CameraField.UNIT).isEmpty()) {
            fallback.ifPresent(unit -> row.ifSilent(CameraField.UNIT, unit));
            row.putIfStatedBlank(CameraField.UNIT);
        } else {
            var code = units.read(row.cell(CameraField.UNIT), row.number);
            row.put(CameraField.UNIT, code);
            if (code.isEmpty()) {
                fallback.ifPresent(unit -> row.assume(CameraField.UNIT, unit));
            }
        }
    }

    private void position(Row row, Statement statement) {
        var latitude = row.cell(CameraField.LATITUDE);
        var longitude = row.cell(CameraField.LONGITUDE);
        if (row.unread.contains(CameraField.LATITUDE) || row.unread.contains(CameraField.LONGITUDE)) {
            return;
        }
        if (latitude.isEmpty() && longitude.isEmpty()) {
            row.putIfStatedBlank(CameraField.LATITUDE);
            row.putIfStatedBlank(CameraField.LONGITUDE);
            row.putIfStatedBlank(CameraField.COORDINATE_SYSTEM);
            return;
        }
        var meridian = statement.profile().map(Profile::centralMeridian).orElse(OptionalDouble.empty());
        positions
                .read(latitude, longitude, row.cell(CameraField.COORDINATE_SYSTEM), meridian, codes, row.remarks)
                .ifPresent(position -> {
                    row.set(CameraField.LATITUDE, rounded(position.first()));
                    row.set(CameraField.LONGITUDE, rounded(position.second()));
                    row.set(CameraField.COORDINATE_SYSTEM, "WGS84");
                });
    }

    private static String rounded(double degrees) {
        return BigDecimal.valueOf(degrees)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private void area(Row row, Statement statement) {
        var code = row.cell(CameraField.AREA);
        var name = row.cell(CameraField.AREA_NAME);
        if (row.stated.containsKey(CameraField.AREA_NAME)) {
            row.put(CameraField.AREA_NAME, Optional.of(name));
        }
        // the province's own statements speak of single fields and need not repeat where a camera stands
        if (statement.layer() == Layer.PROVINCE && code.isEmpty() && name.isEmpty()) {
            return;
        }
        var blank = row.stated.containsKey(CameraField.AREA) || row.stated.containsKey(CameraField.AREA_NAME);
        areas.read(code, name, blank, statement.defaultArea(), row.remarks)
                .ifPresent(area -> row.set(CameraField.AREA, area.value()));
    }

    /** A position far from the province the camera is said to stand in is a slip in one of the two. */
    private void far(Row row) {
        var area = row.values.getOrDefault(CameraField.AREA, "");
        var latitude = row.values.getOrDefault(CameraField.LATITUDE, "");
        var longitude = row.values.getOrDefault(CameraField.LONGITUDE, "");
        if (area.isEmpty() || latitude.isEmpty() || longitude.isEmpty()) {
            return;
        }
        var province = index.province(new AreaCode(area));
        var far = province.filter(each -> ProvinceBox.of(each.code())
                .filter(box -> !box.holds(Double.parseDouble(latitude), Double.parseDouble(longitude)))
                .isPresent());
        far.ifPresent(each -> row.remarks.add(
                Severity.WARNING,
                CameraField.LATITUDE,
                "position.province",
                new Text(
                        "Tọa độ " + latitude + "; " + longitude + " cách xa " + each.fullName() + ".",
                        "The position " + latitude + "; " + longitude + " is far from " + each.fullName() + "."),
                new Text("Kiểm tra lại tọa độ hoặc mã xã/phường.", "Check the position or the area.")));
    }

    /** A camera that changed before it was there has a wrong year in one of the two. */
    private static void order(Row row) {
        var installed = row.values.getOrDefault(CameraField.INSTALLED_ON, "");
        var changed = row.values.getOrDefault(CameraField.CHANGED_ON, "");
        if (installed.isEmpty() || changed.isEmpty() || changed.compareTo(installed) >= 0) {
            return;
        }
        row.remarks.add(
                Severity.WARNING,
                CameraField.CHANGED_ON,
                "date.order",
                new Text(
                        "Ngày thay đổi “" + row.cell(CameraField.CHANGED_ON) + "” trước ngày lắp đặt “"
                                + row.cell(CameraField.INSTALLED_ON) + "”.",
                        "It changed on “" + row.cell(CameraField.CHANGED_ON) + "”, before it was installed on “"
                                + row.cell(CameraField.INSTALLED_ON) + "”."),
                new Text("Kiểm tra lại năm của hai ngày.", "Check the years of both days."));
    }

    private void required(Row row, Statement statement) {
        if (statement.profile().isEmpty()) {
            return;
        }
        for (var column : statement.profile().get().columns()) {
            var field = column.field();
            var missing = row.values.getOrDefault(field, "").isEmpty()
                    && row.cell(field).isEmpty();
            if (column.required() && missing && field != CameraField.AREA && !row.unread.contains(field)) {
                row.remarks.add(
                        Severity.ERROR,
                        field,
                        "field.required",
                        new Text(
                                field.label().vi() + " để trống, nhưng là ô bắt buộc.",
                                field.label().en() + " is empty, but it is required."),
                        new Text("Điền ô này.", "Fill in the cell."));
            }
        }
    }

    /** One row on its way. */
    private static final class Row {

        private final int number;
        private final Remarks remarks;
        private final Map<CameraField, String> stated = new EnumMap<>(CameraField.class);
        private final Map<CameraField, String> cleaned = new EnumMap<>(CameraField.class);
        private final Map<CameraField, String> values = new EnumMap<>(CameraField.class);
        /** Cells of which the reader has said already why they cannot be read. */
        private final Set<CameraField> unread = EnumSet.noneOf(CameraField.class);

        Row(Item item, Map<CameraField, String> constants, Codes codes, Remarks remarks) {
            this.number = item.row();
            this.remarks = remarks;
            item.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .forEach(finding -> finding.field().ifPresent(unread::add));
            var said = new EnumMap<CameraField, String>(CameraField.class);
            said.putAll(item.values());
            said.putAll(constants);
            said.forEach((field, text) -> {
                stated.put(field, text);
                cleaned.put(field, meant(field, Words.clean(text), codes));
                if (Words.hides(text)) {
                    remarks.add(
                            Severity.NOTICE,
                            field,
                            "text.hidden",
                            Remarks.cell(
                                    field,
                                    cleaned.get(field),
                                    "có ký tự điều khiển ẩn, đã bỏ.",
                                    "it held hidden control characters, which were dropped."),
                            new Text("Gõ lại ô này bằng tay.", "Type the cell again by hand."));
                }
            });
        }

        /** What a profile lists of a field whose reader knows no lists is put in its place before. */
        private static String meant(CameraField field, String word, Codes codes) {
            return isLookedUp(field) ? word : codes.find(field, word).orElse(word);
        }

        private static boolean isLookedUp(CameraField field) {
            return TOGETHER.contains(field) ? field == CameraField.COORDINATE_SYSTEM : Cells.looksUp(field);
        }

        String cell(CameraField field) {
            return cleaned.getOrDefault(field, "");
        }

        /** A blank cell says that the field is empty; one that could not be read says nothing. */
        void put(CameraField field, Optional<String> value) {
            if (cell(field).isEmpty()) {
                values.put(field, "");
            } else {
                value.ifPresent(each -> values.put(field, each));
            }
        }

        void putIfStatedBlank(CameraField field) {
            if (stated.containsKey(field) && cell(field).isEmpty()) {
                values.putIfAbsent(field, "");
            }
        }

        /** A value the row itself need not have written. */
        void set(CameraField field, String value) {
            values.put(field, value);
            stated.putIfAbsent(field, "");
        }

        /** A value of the settings in place of one that says nothing to the hub: nobody wrote it. */
        void assume(CameraField field, String value) {
            values.put(field, value);
            stated.put(field, "");
        }

        void ifSilent(CameraField field, String value) {
            if (cell(field).isEmpty()) {
                set(field, value);
            }
        }
    }
}
