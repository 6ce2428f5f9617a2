package vn.matluoi.registry.internal.support;

import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;

/** Sources, rows and statements for tests: short to write, and everything in Tây Ninh. */
public final class Sheets {

    /** Phường Long An, Tây Ninh. */
    public static final AreaCode LONG_AN = new AreaCode("27694");

    /** Phường Tân An, Tây Ninh. */
    public static final AreaCode TAN_AN = new AreaCode("27712");

    public static final AreaCode TAY_NINH = new AreaCode("80");

    private Sheets() {}

    public static StoredSource source(String id, AreaCode area) {
        return new StoredSource(
                settings(id, area, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static SourceSettings settings(String id, AreaCode area, Optional<URI> address) {
        return new SourceSettings(
                new SourceId(id),
                "Nguồn " + id,
                address.map(any -> "hikvision"),
                address,
                Optional.empty(),
                area,
                Optional.empty(),
                Optional.of("security"),
                Map.of(),
                false);
    }

    /** A row: field, text, field, text … */
    public static Item row(int number, Object... fieldsAndTexts) {
        return item(number, Optional.empty(), fieldsAndTexts);
    }

    public static Item channel(String channel, Object... fieldsAndTexts) {
        return item(Integer.parseInt(channel), Optional.of(channel), fieldsAndTexts);
    }

    private static Item item(int number, Optional<String> channel, Object... fieldsAndTexts) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        var raw = new LinkedHashMap<String, String>();
        for (var i = 0; i < fieldsAndTexts.length; i += 2) {
            var field = (CameraField) fieldsAndTexts[i];
            values.put(field, (String) fieldsAndTexts[i + 1]);
            raw.put(field.label().vi(), (String) fieldsAndTexts[i + 1]);
        }
        return new Item(number, channel, values, raw, List.of());
    }

    /** What an agency's sheet says: partial, no delivery. */
    public static Statement sheet(String source, Item... rows) {
        return statement(source, Layer.AGENCY, false, Optional.empty(), List.of(rows));
    }

    public static Statement statement(
            String source, Layer layer, boolean complete, Optional<String> delivery, Iterable<Item> rows) {
        return new Statement(
                new SourceId(source),
                layer,
                "người " + layer,
                Hub.NOW.minusSeconds(60),
                complete,
                Optional.empty(),
                delivery,
                "bảng " + source,
                Optional.of(LONG_AN),
                Optional.empty(),
                Optional.of("security"),
                rows);
    }
}
