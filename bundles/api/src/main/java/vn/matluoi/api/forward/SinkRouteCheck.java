package vn.matluoi.api.forward;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Sector;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;

/** What makes sense for the parameters of {@link SinkRoute}. Any thread. */
public final class SinkRouteCheck {

    /** The kinds of changes a sink may be told; those of sources are not: they tell where devices are. */
    public static final Set<String> CHANGES = new LinkedHashSet<>(List.of(
            "camera.created",
            "camera.updated",
            "camera.missing",
            "camera.merged",
            "camera.split",
            "camera.withdrawn",
            "unit.put"));

    private static final int LEAST_BASIS = 5;
    private static final int LONGEST_BASIS = 300;
    private static final int MOST_PHRASES = 20;
    /** It is shown in one line, in which the sink's own legal basis is told by what stands before it. */
    private static final Pattern PHRASE = Pattern.compile("[^=\\p{Cntrl}]{3,200}");

    private final Areas areas;
    private final Units units;

    public SinkRouteCheck(Areas areas, Units units) {
        this.areas = areas;
        this.units = units;
    }

    /** @param errors what is at fault is added */
    public void check(Map<String, String> settings, List<FieldError> errors) {
        oneOf("begin", settings.getOrDefault("begin", "now"), List.of("now", "first"), errors);
        var content = settings.getOrDefault("content", "").strip().toLowerCase(Locale.ROOT);
        if (oneOf("content", content, List.of("events", "changes"), errors)) {
            of(Content.valueOf(SinkRoute.upper(content)), settings, errors);
        }
        basis(settings.getOrDefault("legal.basis", "").strip(), errors);
        SinkRoute.list(settings::get, "areas").forEach(area -> area(area, errors));
        var sectors = units.sectors().stream().map(Sector::code).collect(Collectors.toCollection(LinkedHashSet::new));
        each("sectors", SinkRoute.list(settings::get, "sectors"), sectors, errors);
        bases(SinkRoute.list(settings::get, SinkRoute.CAMERA_BASIS, ";"), errors);
        AgencyRouteCheck.number("batch", settings, 1, SinkRoute.MOST_BATCH, errors);
        AgencyRouteCheck.number(SinkRoute.EVERY.name(), settings, 0, SinkRoute.LONGEST_EVERY.toSeconds(), errors);
    }

    private static void of(Content content, Map<String, String> settings, List<FieldError> errors) {
        var types = SinkRoute.list(settings::get, "types").stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        each("types", types, content == Content.EVENTS ? eventTypes() : CHANGES, errors);
        each("fields", SinkRoute.list(settings::get, "fields"), SinkFields.known(content), errors);
        var personal = settings.getOrDefault("personal", "false").strip();
        if (oneOf("personal", personal, List.of("true", "false"), errors)
                && personal.equals("true")
                && content == Content.CHANGES) {
            errors.add(new FieldError(
                    "personal",
                    "events-only",
                    new Text(
                            "chỉ dùng với content = events; hãy bỏ khóa này",
                            "goes with content = events only; take this key out")));
        }
    }

    private static Set<String> eventTypes() {
        return Arrays.stream(CameraEvent.Type.values())
                .map(type -> type.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void basis(String basis, List<FieldError> errors) {
        if (basis.length() < LEAST_BASIS
                || basis.length() > LONGEST_BASIS
                || basis.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    "legal.basis",
                    "legal.basis",
                    new Text(
                            "phải ghi căn cứ cho phép cung cấp dữ liệu, %d đến %d ký tự, ví dụ Quyết định 123/QĐ-UBND"
                                    .formatted(LEAST_BASIS, LONGEST_BASIS),
                            "must say by which decision or article the data may be given, in %d to %d characters, for example Quyết định 123/QĐ-UBND"
                                    .formatted(LEAST_BASIS, LONGEST_BASIS))));
        }
    }

    private static void bases(Set<String> phrases, List<FieldError> errors) {
        if (phrases.size() > MOST_PHRASES
                || phrases.stream().anyMatch(phrase -> !PHRASE.matcher(phrase).matches())) {
            errors.add(new FieldError(
                    SinkRoute.CAMERA_BASIS,
                    "camera.basis",
                    new Text(
                            "tối đa %d văn bản hoặc điều, cách nhau dấu chấm phẩy, mỗi mục 3 đến 200 ký tự, không có dấu =, ví dụ 57/2025/NĐ-CP; Quyết định 12/QĐ-UBND"
                                    .formatted(MOST_PHRASES),
                            "at most %d documents or articles, with semicolons between, each of 3 to 200 characters and without =, for example 57/2025/NĐ-CP; Quyết định 12/QĐ-UBND"
                                    .formatted(MOST_PHRASES))));
        }
    }

    private void area(String area, List<FieldError> errors) {
        try {
            if (!areas.history(new AreaCode(area)).isEmpty()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same answer
        }
        errors.add(new FieldError(
                "areas",
                "area.unknown",
                new Text(
                        "không có đơn vị hành chính nào mang mã “%s”".formatted(area),
                        "no administrative unit has or had the code \"%s\"".formatted(area))));
    }

    private static void each(String key, Set<String> words, Set<String> known, List<FieldError> errors) {
        words.stream()
                .filter(word -> !known.contains(word))
                .forEach(word -> errors.add(new FieldError(
                        key,
                        "unknown",
                        new Text(
                                "không có “%s”; chọn trong: %s".formatted(word, String.join(", ", known)),
                                "there is no \"%s\"; choose from: %s".formatted(word, String.join(", ", known))))));
    }

    private static boolean oneOf(String key, String word, List<String> known, List<FieldError> errors) {
        if (known.contains(word.strip().toLowerCase(Locale.ROOT))) {
            return true;
        }
        errors.add(new FieldError(
                key,
                "choice",
                new Text(
                        "phải là %s, không phải “%s”".formatted(String.join(" hoặc ", known), word),
                        "must be %s, not \"%s\"".formatted(String.join(" or ", known), word))));
        return false;
    }
}
