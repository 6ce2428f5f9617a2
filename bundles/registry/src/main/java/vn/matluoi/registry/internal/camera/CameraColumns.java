package vn.matluoi.registry.internal.camera;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.truth.AskedFields;

/** How a camera lies in the table {@code cameras}: a column for each field, named like it, and what the lists need. */
public final class CameraColumns {

    private static final List<CameraField> FIELDS = List.of(CameraField.values());

    private static final String FIELD_NAMES =
            FIELDS.stream().map(CameraColumns::column).collect(Collectors.joining(", "));

    /** Every column that {@link #camera} reads. */
    public static final String SELECT = "c.id, c.source, c.channel, c.state_kind, c.state_cause, c.state_since,"
            + " c.state_proof, c.created_at, c.updated_at, c.sort_key, "
            + FIELDS.stream().map(field -> "c." + column(field)).collect(Collectors.joining(", "));

    /** Binds what {@link #inserted} gives. */
    public static final String INSERT = "insert into cameras (id, state_kind, state_since, created_at, source, channel,"
            + " updated_at, sort_key, search_text, known, " + FIELD_NAMES + ") values ("
            + Rows.marks(10 + FIELDS.size()) + ")";

    /** Binds what {@link #updated} gives. */
    public static final String UPDATE = "update cameras set source = ?, channel = ?, updated_at = ?, sort_key = ?,"
            + " search_text = ?, known = ?, "
            + FIELDS.stream().map(field -> column(field) + " = ?").collect(Collectors.joining(", "))
            + " where id = ?";

    private static final int SORT_KEY = 60;
    private static final int SEARCH_TEXT = 1200;

    private CameraColumns() {}

    static String column(CameraField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** @return how many characters a value of that field may have */
    public static int limit(CameraField field) {
        return switch (field) {
            case NAME, OWNER -> 300;
            case CODE, RECORDER_CHANNEL, IP_ADDRESS -> 100;
            case ADDRESS, UPDATE_METHOD, UPDATE_FREQUENCY, CONSENT -> 500;
            case DECISION, SITING_CONSENT, OVERLAP_AGREEMENT, LEGAL_BASIS -> 500;
            case CERTIFICATE_OF_ORIGIN, CERTIFICATE_OF_QUALITY -> 500;
            case USING_UNITS -> 1000;
            case NOTE -> 2000;
            case AREA -> 5;
            case UNIT -> 60;
            case PTZ, AUDIO, PROFESSIONAL, STATE_SECRET, PRIVATE_CAMERA, PUBLIC_VIEW -> 5;
            case INSTALLED_ON, CHANGED_ON -> 10;
            case SECTOR, LATITUDE, LONGITUDE, COORDINATE_SYSTEM, HEIGHT, AZIMUTH -> 40;
            case CODEC, RESOLUTION, FRAME_RATE, RETENTION_DAYS -> 40;
            case PLACE_KIND, NETWORK, INVESTMENT -> 40;
            case AREA_NAME, PURPOSE, MANUFACTURER, MODEL, SERIAL, FIRMWARE, MAC, RECORDER_SERIAL -> 200;
        };
    }

    /** @return the values of {@link #INSERT} */
    public static Object[] inserted(Camera camera) {
        var values = new ArrayList<Object>();
        values.add(camera.id().value());
        values.add(camera.state().kind().name());
        values.add(camera.state().since());
        values.add(camera.createdAt());
        values.addAll(Arrays.asList(common(camera)));
        return values.toArray();
    }

    /** @return the values of {@link #UPDATE}; the state is not among them, since only observing changes it */
    public static Object[] updated(Camera camera) {
        var values = new ArrayList<Object>(Arrays.asList(common(camera)));
        values.add(camera.id().value());
        return values.toArray();
    }

    private static Object[] common(Camera camera) {
        var name = camera.values().getOrDefault(CameraField.NAME, "");
        var searched = String.join(
                " ",
                name,
                camera.values().getOrDefault(CameraField.CODE, ""),
                camera.id().value(),
                camera.values().getOrDefault(CameraField.ADDRESS, ""));
        var values = new ArrayList<Object>();
        values.add(camera.source().value());
        values.add(camera.channel().orElse(null));
        values.add(camera.updatedAt());
        values.add(SearchKey.of(name, SORT_KEY));
        values.add(SearchKey.of(searched, SEARCH_TEXT));
        values.add(AskedFields.known(camera.values()));
        for (var field : FIELDS) {
            values.add(
                    field == CameraField.AREA
                            ? camera.area().value()
                            : camera.values().get(field));
        }
        return values.toArray();
    }

    /** @return the camera of the present row of a query for {@link #SELECT} */
    public static Camera camera(ResultSet row) throws SQLException {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        for (var field : FIELDS) {
            var value = row.getString(column(field));
            if (value != null) {
                values.put(field, value);
            }
        }
        return new Camera(
                new CameraId(row.getString("id")),
                new AreaCode(row.getString("area")),
                new SourceId(row.getString("source")),
                Rows.text(row, "channel"),
                values,
                new State(
                        State.Kind.valueOf(row.getString("state_kind")),
                        Rows.text(row, "state_cause"),
                        Rows.instant(row, "state_since"),
                        Rows.maybeInstant(row, "state_proof")),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"));
    }

    /** @return the same camera with other effective values; its area follows from them */
    public static Camera with(Camera camera, Map<CameraField, String> values) {
        var area = Optional.ofNullable(values.get(CameraField.AREA))
                .map(AreaCode::new)
                .orElse(camera.area());
        return new Camera(
                camera.id(),
                area,
                camera.source(),
                camera.channel(),
                values,
                camera.state(),
                camera.createdAt(),
                camera.updatedAt());
    }
}
