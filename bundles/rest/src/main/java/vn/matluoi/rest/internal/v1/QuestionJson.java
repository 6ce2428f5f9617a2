package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.rest.internal.json.Limit;

/**
 * Is this row, or this camera, the candidate?
 *
 * @param camera the camera that is asked about; absent if a row is
 * @param row the row that waits; absent if a camera is asked about
 * @param candidate the camera it may be
 * @param score points of all signs
 * @param signs what speaks for it, and against it
 * @param answer the camera it turned out to be
 */
public record QuestionJson(
        @Limit(required = true) long id,
        @Limit(max = 12) String camera,
        RowJson row,
        @Limit(max = 12, required = true) String candidate,
        @Limit(max = 60, required = true) String source,
        @Limit(least = -1000, most = 1000, required = true) int score,
        @Limit(max = 40, required = true) String reason,
        @Limit(items = 20, required = true) List<SignJson> signs,
        @Limit(max = 10, required = true, pattern = STATES) String state,
        @Limit(max = 12) String answer,
        @Limit(max = 40, required = true) String askedAt,
        @Limit(max = 40) String decidedAt,
        @Limit(max = 200) String decidedBy) {

    static final String STATES = "open|same|different|closed";

    static QuestionJson of(Identity.Question question) {
        return new QuestionJson(
                question.id(),
                question.camera().map(CameraId::value).orElse(null),
                question.row().map(RowJson::of).orElse(null),
                question.candidate().value(),
                question.source().value(),
                question.score(),
                question.reason(),
                question.signs().stream()
                        .map(sign -> new SignJson(sign.name(), sign.content(), sign.points()))
                        .toList(),
                question.standing().name().toLowerCase(Locale.ROOT),
                question.answer().map(CameraId::value).orElse(null),
                question.askedAt().toString(),
                question.decidedAt().map(Instant::toString).orElse(null),
                question.decidedBy().orElse(null));
    }

    /** A row that waits; {@code id} is of the import that brought it. */
    public record RowJson(
            @Limit(required = true) long id,
            @Limit(required = true) int row,
            @Limit(max = 64) String channel,
            @Limit(max = 4000, cameraFields = true, required = true) Map<String, String> values) {

        private static RowJson of(Identity.Row row) {
            var values = new TreeMap<String, String>();
            row.values().forEach((field, value) -> values.put(field.key(), value));
            return new RowJson(row.importId(), row.row(), row.channel().orElse(null), values);
        }
    }

    /** One sign; less than no points speak against it. */
    public record SignJson(
            @Limit(max = 40, required = true) String name,
            @Limit(max = 1000, required = true) String content,
            @Limit(least = -1000, most = 1000, required = true) int points) {}
}
