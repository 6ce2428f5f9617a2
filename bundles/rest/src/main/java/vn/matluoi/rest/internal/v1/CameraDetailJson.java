package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.rest.internal.json.Limit;

/**
 * A camera with every value ever stated of it that still stands, and who said it.
 *
 * @param aliases ids that were merged into it, and are answered by it
 * @param conflicts fields of which different things are said
 * @param reportedAt when the hub was told of the day {@code changedOn}; absent if nobody told it
 * @param completeness how much of what is asked for is said; absent while the hub starts
 */
public record CameraDetailJson(
        @Limit(max = 12, required = true) String id,
        @Limit(max = 1000) String name,
        @Limit(max = 5, required = true) String area,
        @Limit(max = 60, required = true) String source,
        @Limit(max = 64) String channel,
        @Limit(required = true) StateJson state,
        @Limit(max = 4000, cameraFields = true, required = true) Map<String, String> values,
        @Limit(max = 40, required = true) String createdAt,
        @Limit(max = 40, required = true) String updatedAt,
        @Limit(max = 40) String reportedAt,
        @Limit(items = 10_000, required = true) List<Stated> stated,
        @Limit(max = 12, items = 1000, required = true) List<String> aliases,
        @Limit(items = 100, required = true) List<ConflictResource.FieldJson> conflicts,
        CompletenessResource.CompletenessJson completeness) {

    static CameraDetailJson of(
            CameraJson camera,
            Set<CameraId> aliases,
            List<StatedValue> stated,
            Map<CameraField, List<StatedValue>> conflicts,
            Optional<Truth.Completeness> completeness,
            Discretion discretion) {
        return new CameraDetailJson(
                camera.id(),
                camera.name(),
                camera.area(),
                camera.source(),
                camera.channel(),
                camera.state(),
                camera.values(),
                camera.createdAt(),
                camera.updatedAt(),
                reportedAt(stated),
                stated.stream()
                        .filter(value -> discretion.shows(value.field()))
                        .map(value -> Stated.of(value, discretion))
                        .toList(),
                aliases.stream().map(CameraId::value).sorted().toList(),
                ConflictResource.FieldJson.of(conflicts, discretion),
                completeness.map(CompletenessResource.CompletenessJson::of).orElse(null));
    }

    private static String reportedAt(List<StatedValue> stated) {
        return stated.stream()
                .filter(value -> value.field() == CameraField.CHANGED_ON && value.effective())
                .map(value -> value.at().toString())
                .findFirst()
                .orElse(null);
    }

    /**
     * One thing one source said.
     *
     * @param layer {@code device, agency, province}
     * @param raw as it was written
     * @param by who said it; only for those who may read sources
     * @param effective whether this is the value the catalogue shows
     */
    public record Stated(
            @Limit(max = 40, required = true) String field,
            @Limit(max = 10, required = true, pattern = "device|agency|province") String layer,
            @Limit(max = 60, required = true) String source,
            @Limit(max = 4000, required = true) String value,
            @Limit(max = 4000, required = true) String raw,
            @Limit(max = 40, required = true) String at,
            @Limit(max = 200) String by,
            @Limit(required = true) boolean effective) {

        static Stated of(StatedValue value, Discretion discretion) {
            return new Stated(
                    value.field().key(),
                    value.layer().name().toLowerCase(Locale.ROOT),
                    value.source().value(),
                    value.value(),
                    value.raw(),
                    value.at().toString(),
                    discretion.everything() ? value.by() : null,
                    value.effective());
        }
    }
}
