package vn.matluoi.registry.internal.upstream;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Upstream;
import vn.matluoi.api.registry.Upstream.Standing;
import vn.matluoi.api.registry.Upstream.Told;
import vn.matluoi.api.registry.Upstream.ToldCamera;

/** What a sender may say, and when. */
final class Checks {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final Pattern STREAM = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private Checks() {}

    static void sender(SourceId sender) {
        if (!sender.value().startsWith(Upstream.PREFIX)) {
            throw invalid(
                    "sender",
                    "upstream.sender",
                    new Text(
                            "Nguồn của một sổ đăng ký khác có mã bắt đầu bằng %s.".formatted(Upstream.PREFIX),
                            "The id of another registry's source begins with %s.".formatted(Upstream.PREFIX)));
        }
    }

    static void told(Told told) {
        if (!STREAM.matcher(told.stream()).matches()) {
            throw invalid(
                    "stream",
                    "upstream.stream",
                    new Text(
                            "stream có 1 đến 200 ký tự ASCII, không dấu cách.",
                            "stream is 1 to 200 ASCII characters without blanks."));
        }
        if (told.after().isPresent() && told.sequence().isEmpty()
                || told.after().isPresent()
                        && told.after().getAsLong() > told.sequence().getAsLong()
                || told.sequence().isPresent() && told.sequence().getAsLong() < 0) {
            throw invalid(
                    "sequence",
                    "upstream.order",
                    new Text(
                            "sequence không âm, và không nhỏ hơn after; có after thì phải có sequence.",
                            "sequence is not negative, and not less than after; with after there must be a sequence."));
        }
        if (told.cameras().size() > Upstream.MOST) {
            throw invalid(
                    "cameras",
                    "upstream.many",
                    new Text(
                            "Mỗi lần gửi tối đa %d camera.".formatted(Upstream.MOST),
                            "At most %d cameras are told at once.".formatted(Upstream.MOST)));
        }
        var ids = new HashSet<String>();
        for (var camera : told.cameras()) {
            camera(camera, ids.add(camera.id()));
        }
    }

    private static void camera(ToldCamera camera, boolean first) {
        if (!first || !ID.matcher(camera.id()).matches()) {
            throw invalid(
                    "cameras",
                    "upstream.id",
                    new Text(
                            "Mã camera có 1 đến 40 chữ cái không dấu, chữ số, gạch nối, và chỉ xuất hiện một lần mỗi lần gửi.",
                            "A camera's id is 1 to 40 ASCII letters, digits and hyphens, and comes once at a time."));
        }
        if (camera.values().isEmpty()) {
            return;
        }
        if (readArea(camera).isEmpty()) {
            throw invalid(
                    "area",
                    "upstream.area",
                    new Text(
                            "Camera %s thiếu area: mã đơn vị hành chính 2, 3 hoặc 5 chữ số.".formatted(camera.id()),
                            "The camera %s lacks area: the code of its area, two, three or five digits."
                                    .formatted(camera.id())));
        }
        if (camera.values().get().containsKey(CameraField.STATE_SECRET)) {
            throw invalid(
                    "stateSecret",
                    "R1.4",
                    new Text(
                            "Không gửi stateSecret: camera thuộc bí mật nhà nước không rời khỏi hệ thống (R1.4).",
                            "stateSecret is not told: a camera that is a state secret does not leave (R1.4)."));
        }
    }

    static AreaCode area(ToldCamera camera) {
        return readArea(camera).orElseThrow();
    }

    private static Optional<AreaCode> readArea(ToldCamera camera) {
        try {
            return camera.values().map(values -> values.get(CameraField.AREA)).map(AreaCode::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Nothing may lie between what was told before and this, and nothing older overtakes. */
    static void follows(Told told, Standing standing) {
        if (told.after().isEmpty()) {
            return;
        }
        var same = told.stream().equals(standing.stream());
        var repeated = told.sequence().getAsLong() == standing.sequence();
        if (!same || told.after().getAsLong() != standing.sequence() && !repeated) {
            throw new HubException(
                    Reason.CONFLICT,
                    "upstream.sequence",
                    new Text(
                            "Trạm chờ phần nối tiếp sau số %d của %s, không phải sau số %d. Hãy đối chiếu checksum rồi gửi lại."
                                    .formatted(
                                            standing.sequence(),
                                            shown(standing),
                                            told.after().getAsLong()),
                            "Expected is what follows number %d of %s, not number %d. Compare checksums, then go on."
                                    .formatted(
                                            standing.sequence(),
                                            shown(standing),
                                            told.after().getAsLong())));
        }
    }

    private static String shown(Standing standing) {
        return standing.stream().isBlank() ? "–" : standing.stream();
    }

    private static HubException invalid(String field, String rule, Text text) {
        return new HubException(Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }
}
