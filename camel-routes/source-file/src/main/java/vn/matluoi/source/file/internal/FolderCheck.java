package vn.matluoi.source.file.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Areas;

/** What makes sense for the parameters of {@link FileSource}. */
final class FolderCheck {

    private final Areas areas;

    FolderCheck(Areas areas) {
        this.areas = areas;
    }

    List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        folder(settings.getOrDefault("folder", ""), errors);
        source(settings.getOrDefault("source", ""), errors);
        area(settings.getOrDefault("area", ""), errors);
        number("poll.ms", settings, 200, 3_600_000, errors);
        number("stable.ms", settings, 100, 600_000, errors);
        var complete = settings.getOrDefault("complete", "false");
        if (!complete.equals("true") && !complete.equals("false")) {
            errors.add(new FieldError(
                    "complete",
                    "boolean",
                    new Text(
                            "phải là true hoặc false, không phải «%s»".formatted(complete),
                            "must be true or false, not \"%s\"".formatted(complete))));
        }
        return errors;
    }

    private static void folder(String folder, List<FieldError> errors) {
        try {
            var path = Path.of(folder);
            if (path.isAbsolute() && folder.chars().noneMatch(c -> c < ' ' || "?#%&{}*\\\"<>|".indexOf(c) >= 0)) {
                return;
            }
        } catch (InvalidPathException e) {
            // falls through to the same answer
        }
        errors.add(new FieldError(
                "folder",
                "path",
                new Text(
                        "«%s» không phải đường dẫn tuyệt đối chỉ gồm chữ, số và / . _ -".formatted(folder),
                        "\"%s\" is not an absolute path of letters, digits and / . _ -".formatted(folder))));
    }

    private static void source(String source, List<FieldError> errors) {
        try {
            new SourceId(source);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(
                    "source",
                    "source.id",
                    new Text(
                            "mã nguồn gồm 1–60 chữ thường không dấu, số và dấu gạch nối, không phải «%s»"
                                    .formatted(source),
                            e.getMessage())));
        }
    }

    private void area(String area, List<FieldError> errors) {
        try {
            if (areas.find(new AreaCode(area)).isPresent()) {
                return;
            }
            var former = areas.history(new AreaCode(area)).stream()
                    .flatMap(unit -> unit.successors().stream())
                    .distinct()
                    .toList();
            errors.add(new FieldError(
                    "area",
                    "area.unknown",
                    new Text(
                            former.isEmpty()
                                    ? "không có đơn vị hành chính đang có hiệu lực mang mã «%s»".formatted(area)
                                    : "mã «%s» đã hết hiệu lực; đơn vị kế thừa: %s".formatted(area, former),
                            former.isEmpty()
                                    ? "no administrative unit in force has the code \"%s\"".formatted(area)
                                    : "the code \"%s\" is no longer in force; its successors: %s"
                                            .formatted(area, former))));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(
                    "area",
                    "area.code",
                    new Text(
                            "mã đơn vị hành chính gồm 2 hoặc 5 chữ số, không phải «%s»".formatted(area),
                            e.getMessage())));
        }
    }

    private static void number(
            String key, Map<String, String> settings, long least, long most, List<FieldError> errors) {
        var value = settings.getOrDefault(key, "");
        if (value.isBlank()) {
            return;
        }
        try {
            var number = Long.parseLong(value.strip());
            if (number >= least && number <= most) {
                return;
            }
        } catch (NumberFormatException e) {
            // falls through to the same answer
        }
        errors.add(new FieldError(
                key,
                "range",
                new Text(
                        "phải là số từ %d đến %d, không phải «%s»".formatted(least, most, value),
                        "must be a number from %d to %d, not \"%s\"".formatted(least, most, value))));
    }
}
