package vn.matluoi.registry.internal.camera;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.registry.internal.SearchKey;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Stated values in the table {@code stated}: one row for a camera, layer and source, whose fields are one JSON object,
 * because a row for each of thirty fields costs thirty times as much to write and to compare. Each member is
 * {@code "name": [value, milliseconds, by, raw]}, raw left out where it is the value.
 */
public final class StatedTable {

    /** Binds what {@link #row} gives. */
    public static final String INSERT = "insert into stated (said, name_key, address_key, latitude, longitude, said_at,"
            + " missing_at, camera, layer, source, part) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Binds what {@link #row} gives. */
    public static final String UPDATE = "update stated set said = ?, name_key = ?, address_key = ?, latitude = ?,"
            + " longitude = ?, said_at = ?, missing_at = ? where camera = ? and layer = ? and source = ?"
            + " and part = ?";

    private static final String SELECT =
            "select camera, layer, source, part, said, missing_at from stated where camera in (%s)"
                    + " order by camera, layer, source, part";

    private static final TypeReference<LinkedHashMap<String, List<Object>>> MEMBERS = new TypeReference<>() {};
    private static final Map<String, CameraField> BY_KEY =
            Stream.of(CameraField.values()).collect(Collectors.toMap(CameraField::key, Function.identity()));

    private StatedTable() {}

    /** @return camera to what is said of it, in all layers, by all sources */
    public static Map<String, List<Stated>> of(Connection connection, Collection<String> cameras) throws SQLException {
        var map = new HashMap<String, List<Stated>>();
        Lookup.each(connection, SELECT, List.of(), cameras, row -> map.computeIfAbsent(
                        row.getString("camera"), any -> new ArrayList<>(2))
                .add(stated(row)));
        return map;
    }

    /** @return the values of {@link #INSERT} and {@link #UPDATE} */
    public static Object[] row(String camera, Stated stated, Instant at) {
        return new Object[] {
            said(stated),
            SearchKey.of(stated.value(CameraField.NAME).orElse(""), 300),
            SearchKey.of(stated.value(CameraField.ADDRESS).orElse(""), 500),
            stated.value(CameraField.LATITUDE).orElse(null),
            stated.value(CameraField.LONGITUDE).orElse(null),
            at,
            stated.missingSince().map(Object.class::cast).orElse(Rows.Nothing.NUMBER),
            camera,
            stated.layer().name(),
            stated.source().value(),
            stated.part()
        };
    }

    private static String said(Stated stated) {
        var members = new LinkedHashMap<String, List<Object>>();
        stated.said().forEach((field, said) -> {
            var member = new ArrayList<Object>(4);
            member.add(said.value());
            member.add(said.at().toEpochMilli());
            member.add(said.by());
            if (!said.raw().equals(said.value())) {
                member.add(said.raw());
            }
            members.put(field.key(), member);
        });
        return Json.write(members);
    }

    private static Stated stated(ResultSet row) throws SQLException {
        var said = new EnumMap<CameraField, Stated.Said>(CameraField.class);
        Json.read(row.getString("said"), MEMBERS).forEach((key, member) -> {
            var value = (String) member.get(0);
            var at = Instant.ofEpochMilli(((Number) member.get(1)).longValue());
            var raw = member.size() > 3 ? (String) member.get(3) : value;
            said.put(BY_KEY.get(key), new Stated.Said(value, raw, at, (String) member.get(2)));
        });
        return new Stated(
                new SourceId(row.getString("source")),
                Layer.valueOf(row.getString("layer")),
                said,
                Rows.maybeInstant(row, "missing_at"),
                row.getString("part"));
    }
}
