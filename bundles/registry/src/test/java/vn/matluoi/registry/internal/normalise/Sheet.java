package vn.matluoi.registry.internal.normalise;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.Sector;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.Unit;
import vn.matluoi.api.Validity;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Statement;

/** Puts single rows through the normaliser. */
final class Sheet {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private final Normaliser normaliser = new Normaliser(
            new FewAreas(),
            name -> Words.fold(name).equals("uybannhandanphuonglongan") || name.equals("ubnd-long-an")
                    ? Optional.of(new Unit(
                            "ubnd-long-an",
                            "Ủy ban nhân dân phường Long An",
                            new AreaCode("27694"),
                            Optional.empty(),
                            Validity.since(TODAY)))
                    : Optional.empty(),
            TODAY,
            List.of(
                    new Sector("traffic", new Text("Giao thông", "Traffic")),
                    new Sector("health", new Text("Y tế", "Health")),
                    new Sector("household", new Text("Hộ gia đình", "Households"))),
            Optional.empty());

    private Layer layer = Layer.AGENCY;
    private Optional<AreaCode> area = Optional.of(new AreaCode("27694"));
    private Optional<String> unit = Optional.empty();
    private boolean profiled = true;
    private Map<CameraField, Map<String, String>> listed = Map.of();
    private List<Finding> noticed = List.of();
    private OptionalDouble meridian = OptionalDouble.of(105.75);

    Sheet noticing(Finding finding) {
        noticed = List.of(finding);
        return this;
    }

    Sheet speaking(Layer who) {
        layer = who;
        profiled = who != Layer.DEVICE;
        return this;
    }

    Sheet standingIn(String code) {
        area = Optional.of(new AreaCode(code));
        return this;
    }

    Sheet standingNowhere() {
        area = Optional.empty();
        return this;
    }

    Sheet managedBy(String code) {
        unit = Optional.of(code);
        return this;
    }

    /** The profile says of a field that one word stands for another. */
    Sheet listing(CameraField field, String word, String code) {
        listed = Map.of(field, Map.of(word, code));
        return this;
    }

    Sheet withoutMeridian() {
        meridian = OptionalDouble.empty();
        return this;
    }

    /** @param cells field and text by turns; a name is added if none is given */
    Normalised row(Object... cells) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        values.put(CameraField.NAME, "Cổng chính");
        for (var i = 0; i < cells.length; i += 2) {
            values.put((CameraField) cells[i], (String) cells[i + 1]);
        }
        return normaliser.normalise(new Item(7, Optional.empty(), values, Map.of(), noticed), statement());
    }

    /** @return what was noticed of the sheet as a whole */
    List<Finding> findings() {
        return normaliser.findings(statement());
    }

    private Statement statement() {
        return new Statement(
                new SourceId("sheet"),
                layer,
                "test",
                Instant.EPOCH,
                false,
                profiled ? Optional.of(profile()) : Optional.empty(),
                Optional.empty(),
                "sheet.csv",
                area,
                unit,
                Optional.empty(),
                Map.of(CameraField.HEIGHT, "L (Độ cao)"),
                List.of(),
                List.of());
    }

    private Profile profile;

    private Profile profile() {
        if (profile == null) {
            var sectors = new LinkedHashMap<String, String>();
            sectors.put("Giao thông", "traffic");
            sectors.put("An toàn giao thông", "traffic");
            sectors.put("Y tế", "health");
            sectors.put("Hộ gia đình", "household");
            var purposes = new LinkedHashMap<String, String>();
            purposes.put("Toàn cảnh", "panorama");
            purposes.put("Nhận dạng biển số", "plate");
            var codes = new EnumMap<CameraField, Map<String, String>>(Map.of(
                    CameraField.SECTOR,
                    sectors,
                    CameraField.PURPOSE,
                    purposes,
                    CameraField.RESOLUTION,
                    Map.of("Full HD", "1920x1080")));
            codes.putAll(listed);
            profile = new Profile(
                    "test",
                    Text.same("test"),
                    List.of(new Profile.Column(CameraField.NAME, List.of("Tên camera"), true)),
                    codes,
                    meridian);
        }
        return profile;
    }

    static List<String> rules(Normalised row) {
        return row.findings().stream().map(Finding::rule).toList();
    }
}
