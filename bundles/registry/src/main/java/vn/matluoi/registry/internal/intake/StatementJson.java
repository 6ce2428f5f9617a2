package vn.matluoi.registry.internal.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Json;

/** A statement as it is kept while it waits: all but its items, the profile it is read by included. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatementJson(
        String source,
        String layer,
        String by,
        long at,
        boolean complete,
        ProfileJson profile,
        String delivery,
        String label,
        String area,
        String unit,
        String sector,
        Map<CameraField, String> columns,
        String findings) {

    private static final TypeReference<StatementJson> TYPE = new TypeReference<>() {};

    static String write(Statement statement) {
        return Json.write(new StatementJson(
                statement.source().value(),
                statement.layer().name(),
                statement.by(),
                statement.at().toEpochMilli(),
                statement.complete(),
                statement.profile().map(ProfileJson::of).orElse(null),
                statement.delivery().orElse(null),
                statement.label(),
                statement.defaultArea().map(AreaCode::value).orElse(null),
                statement.defaultUnit().orElse(null),
                statement.defaultSector().orElse(null),
                statement.columns(),
                FindingJson.write(statement.findings())));
    }

    static Statement read(String json, Iterable<Item> items) {
        var kept = Json.read(json, TYPE);
        return new Statement(
                new SourceId(kept.source),
                Layer.valueOf(kept.layer),
                kept.by,
                Instant.ofEpochMilli(kept.at),
                kept.complete,
                Optional.ofNullable(kept.profile).map(ProfileJson::profile),
                Optional.ofNullable(kept.delivery),
                kept.label,
                Optional.ofNullable(kept.area).map(AreaCode::new),
                Optional.ofNullable(kept.unit),
                Optional.ofNullable(kept.sector),
                kept.columns,
                FindingJson.read(kept.findings),
                items);
    }

    /**
     * A profile by value, but for its rules: the one of that name may be another by the time the statement is read again, and
     * is judged by the rules of that time.
     */
    record ProfileJson(
            String name,
            String vi,
            String en,
            List<ColumnJson> columns,
            Map<CameraField, Map<String, String>> codes,
            Double meridian,
            Map<CameraField, String> defaults) {

        private static ProfileJson of(Profile profile) {
            return new ProfileJson(
                    profile.name(),
                    profile.title().vi(),
                    profile.title().en(),
                    profile.columns().stream()
                            .map(column -> new ColumnJson(
                                    column.field(),
                                    column.headings(),
                                    column.required(),
                                    column.constant().orElse(null)))
                            .toList(),
                    profile.codes(),
                    profile.centralMeridian().isPresent()
                            ? profile.centralMeridian().getAsDouble()
                            : null,
                    profile.defaults());
        }

        private Profile profile() {
            return new Profile(
                    name,
                    new Text(vi, en),
                    columns.stream()
                            .map(column -> new Profile.Column(
                                    column.field,
                                    column.headings,
                                    column.required,
                                    Optional.ofNullable(column.constant)))
                            .toList(),
                    codes,
                    meridian == null ? OptionalDouble.empty() : OptionalDouble.of(meridian),
                    defaults == null ? Map.of() : defaults,
                    List.of());
        }
    }

    record ColumnJson(CameraField field, List<String> headings, boolean required, String constant) {}

    /** One item as it was stated. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemJson(
            int row, String channel, Map<CameraField, String> values, Map<String, String> raw, String findings) {

        private static final TypeReference<ItemJson> TYPE = new TypeReference<>() {};

        static String write(Item item) {
            return Json.write(new ItemJson(
                    item.row(),
                    item.channel().orElse(null),
                    new LinkedHashMap<>(item.values()),
                    item.raw(),
                    FindingJson.write(item.findings())));
        }

        static Item read(String json) {
            var kept = Json.read(json, TYPE);
            var values = new EnumMap<CameraField, String>(CameraField.class);
            values.putAll(kept.values);
            return new Item(
                    kept.row, Optional.ofNullable(kept.channel), values, kept.raw, FindingJson.read(kept.findings));
        }
    }
}
