package vn.matluoi.registry.internal.support;

import static vn.matluoi.registry.internal.support.Sheets.TAY_NINH;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.CameraQuery;

/**
 * Measured by hand, not by the build: 50,000 cameras of 30 fields each, then imports of 10,000 rows and lists beside
 * them. {@code java … Measurements DERBY [lists]}
 */
public final class Measurements {

    private static final int SHEET = 10_000;
    private static final int SHEETS = 5;

    private final Hub hub;
    private final List<Area> communes;

    private Measurements(Engine engine) {
        hub = new Hub(engine.empty());
        communes = hub.areas.children(Optional.of(TAY_NINH));
    }

    public static void main(String[] arguments) {
        var measurements = new Measurements(Engine.valueOf(arguments[0]));
        measurements.fill();
        if (!List.of(arguments).contains("lists")) {
            measurements.imports();
        }
        measurements.lists();
    }

    private void fill() {
        for (var sheet = 0; sheet < SHEETS; sheet++) {
            var name = "sheet-" + sheet;
            hub.sources.put(Sheets.source(name, communes.get(0).code()), "measure");
            submit("commit of 10,000 new rows", name, sheet, 0, Mode.COMMIT);
        }
    }

    private void imports() {
        for (var round = 1; round <= 3; round++) {
            submit("dry run, 10 % changed", "sheet-1", 1, round, Mode.DRY_RUN);
            submit("commit, 10 % changed", "sheet-1", 1, round, Mode.COMMIT);
        }
        hub.sources.put(Sheets.source("sheet-new", communes.get(0).code()), "measure");
        submit("dry run of 10,000 new rows", "sheet-new", 77, 0, Mode.DRY_RUN);
        submit("commit of 10,000 new rows", "sheet-new", 77, 0, Mode.COMMIT);
    }

    private void lists() {
        var commune = communes.get(7).code();
        lists("everything", Scope.all(), query(null, null, null, null));
        lists("scope province", Scope.of(Set.of(TAY_NINH)), query(null, null, null, null));
        lists("scope commune", Scope.of(Set.of(commune)), query(null, null, null, null));
        lists("area commune", Scope.all(), query(null, commune, null, null));
        lists("area province in scope province", Scope.of(Set.of(TAY_NINH)), query(null, TAY_NINH, null, null));
        lists("sector", Scope.all(), query(null, null, "traffic", null));
        lists("source", Scope.all(), query(null, null, null, "sheet-2"));
        lists("text in province", Scope.of(Set.of(TAY_NINH)), query("nga tu 4999", null, null, null));
    }

    private void submit(String what, String source, int sheet, int round, Mode mode) {
        var items = items(sheet, round);
        var statement = Sheets.statement(source, Layer.AGENCY, false, Optional.empty(), items);
        var counts = time(what, () -> hub.intake.submit(statement, mode)).counts();
        System.out.println("    " + counts);
    }

    private void lists(String what, Scope scope, CameraQuery query) {
        var first = time("list of 50: " + what + ", first time", () -> hub.cameras.list(scope, query));
        for (var i = 0; i < 20; i++) {
            hub.cameras.list(scope, query);
        }
        time("list of 50: " + what, () -> hub.cameras.list(scope, query));
        var deep = first.next();
        for (var page = 0; page < 5 && deep.isPresent(); page++) {
            deep = hub.cameras.list(scope, at(query, deep)).next();
        }
        if (deep.isPresent()) {
            var cursor = deep;
            time("    page 7", () -> hub.cameras.list(scope, at(query, cursor)));
        }
    }

    private static <T> T time(String what, Supplier<T> work) {
        var threads = ManagementFactory.getThreadMXBean();
        var begin = System.nanoTime();
        var processor = threads.getCurrentThreadCpuTime();
        var result = work.get();
        System.out.printf(
                Locale.ROOT,
                "%8.1f ms, %8.1f ms of processor  %s%n",
                (System.nanoTime() - begin) / 1e6,
                (threads.getCurrentThreadCpuTime() - processor) / 1e6,
                what);
        return result;
    }

    private List<Item> items(int sheet, int round) {
        var items = new ArrayList<Item>(SHEET);
        for (var i = 0; i < SHEET; i++) {
            var values = new EnumMap<CameraField, String>(CameraField.class);
            for (var field : CameraField.values()) {
                values.put(field, text(field, sheet, i));
            }
            if (round > 0 && i % 10 == 0) {
                values.put(CameraField.NOTE, "Vòng " + round);
            }
            values.values().removeIf(String::isEmpty);
            var raw = new LinkedHashMap<String, String>();
            values.forEach((field, value) -> raw.put(field.label().vi(), value));
            items.add(new Item(i + 2, Optional.empty(), values, raw, List.of()));
        }
        return items;
    }

    private String text(CameraField field, int sheet, int i) {
        var area = communes.get((sheet * SHEET + i) % communes.size());
        return switch (field) {
            case NAME -> "Ngã tư " + i + " đường số " + sheet;
            case CODE -> "C-" + sheet + "-" + i;
            case ADDRESS -> "Số " + i + " đường Nguyễn Đình Chiểu";
            case AREA -> area.code().value();
            case AREA_NAME -> area.fullName();
            case SECTOR -> i % 3 == 0 ? "traffic" : "security";
            case LATITUDE -> String.format(Locale.ROOT, "%.6f", 10.5 + i / 100_000.0);
            case LONGITUDE -> String.format(Locale.ROOT, "%.6f", 106.2 + sheet / 1000.0);
            case COORDINATE_SYSTEM -> "WGS84";
            case HEIGHT -> "6";
            case AZIMUTH -> "90";
            case MANUFACTURER -> "Hikvision";
            case MODEL -> "DS-2CD2143G2-I";
            case SERIAL -> "SN" + sheet + "X" + i;
            case FIRMWARE -> "V5.7.3 build 220112";
            case RESOLUTION -> "1920x1080";
            case FRAME_RATE -> "25";
            case PTZ, AUDIO, PROFESSIONAL -> "false";
            case INSTALLED_ON -> "2024-05-17";
            case UPDATE_METHOD -> "Bảng tính hằng tháng";
            case UPDATE_FREQUENCY -> "Hằng tháng";
            case USING_UNITS -> "Công an phường; UBND phường";
            case RETENTION_DAYS -> "30";
            case NOTE -> "Không";
            case UNIT, PURPOSE, MAC, RECORDER_SERIAL, RECORDER_CHANNEL, IP_ADDRESS, CODEC, CONSENT, CHANGED_ON -> "";
            case STATE_SECRET, DECISION, PRIVATE_CAMERA, OWNER, PUBLIC_VIEW, PLACE_KIND, SITING_CONSENT -> "";
            case OVERLAP_AGREEMENT, CERTIFICATE_OF_ORIGIN, CERTIFICATE_OF_QUALITY -> "";
            case NETWORK, LEGAL_BASIS, INVESTMENT -> "";
        };
    }

    private static CameraQuery query(String text, AreaCode area, String sector, String source) {
        return new CameraQuery(
                Optional.ofNullable(text),
                Optional.ofNullable(area),
                Optional.ofNullable(sector),
                Optional.empty(),
                Optional.ofNullable(source).map(SourceId::new),
                Optional.empty(),
                50,
                Optional.empty());
    }

    private static CameraQuery at(CameraQuery query, Optional<String> cursor) {
        return new CameraQuery(
                query.text(), query.area(), query.sector(), query.unit(), query.source(), query.state(), 50, cursor);
    }
}
