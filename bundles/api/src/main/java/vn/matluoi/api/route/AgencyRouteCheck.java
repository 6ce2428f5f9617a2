package vn.matluoi.api.route;

import java.util.List;
import java.util.Map;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Sector;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.source.SourceSettings;

/** What makes sense for the parameters of {@link AgencyRoute}, and for numbers and switches beside them. Any thread. */
public final class AgencyRouteCheck {

    private final Areas areas;
    private final Units units;
    private final List<Profile> profiles;

    /** @param profiles those that are there */
    public AgencyRouteCheck(Areas areas, Units units, List<Profile> profiles) {
        this.areas = areas;
        this.units = units;
        this.profiles = List.copyOf(profiles);
    }

    /** @param errors what is at fault is added */
    public void check(Map<String, String> settings, List<FieldError> errors) {
        source(settings.getOrDefault("source", ""), errors);
        area(settings.getOrDefault("area", ""), errors);
        profile(settings.getOrDefault("profile", "").strip(), errors);
        unit(settings.getOrDefault("unit", "").strip(), errors);
        sector(settings.getOrDefault("sector", "").strip(), errors);
        network(settings.getOrDefault(SourceSettings.NETWORK, "").strip(), errors);
        var complete = settings.getOrDefault("complete", "false").strip();
        if (!complete.equals("true") && !complete.equals("false")) {
            errors.add(new FieldError(
                    "complete",
                    "boolean",
                    new Text(
                            "phải là true hoặc false, không phải “%s”".formatted(complete),
                            "must be true or false, not \"%s\"".formatted(complete))));
        }
    }

    private static void source(String source, List<FieldError> errors) {
        try {
            new SourceId(source);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(
                    "source",
                    "source.id",
                    new Text(
                            "mã nguồn gồm 1–60 chữ thường không dấu, số và dấu gạch nối, không phải “%s”"
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
                                    ? "không có đơn vị hành chính đang có hiệu lực mang mã “%s”".formatted(area)
                                    : "mã “%s” đã hết hiệu lực; đơn vị kế thừa: %s".formatted(area, former),
                            former.isEmpty()
                                    ? "no administrative unit in force has the code \"%s\"".formatted(area)
                                    : "the code \"%s\" is no longer in force; its successors: %s"
                                            .formatted(area, former))));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(
                    "area",
                    "area.code",
                    new Text(
                            "mã đơn vị hành chính gồm 2 hoặc 5 chữ số, không phải “%s”".formatted(area),
                            e.getMessage())));
        }
    }

    private void profile(String profile, List<FieldError> errors) {
        var names = profiles.stream().map(Profile::name).sorted().toList();
        if (!profile.isEmpty() && !names.contains(profile)) {
            errors.add(new FieldError(
                    "profile",
                    "profile.unknown",
                    new Text(
                            "không có mẫu bảng “%s”; các mẫu hiện có: %s".formatted(profile, String.join(", ", names)),
                            "there is no profile \"%s\"; there are: %s".formatted(profile, String.join(", ", names)))));
        }
    }

    private void unit(String unit, List<FieldError> errors) {
        if (!unit.isEmpty() && units.find(Scope.all(), unit).isEmpty()) {
            errors.add(new FieldError(
                    "unit",
                    "unit.unknown",
                    new Text(
                            "chưa có đơn vị mang mã “%s”; hãy thêm đơn vị trước, rồi chạy hub:route-start với tên tuyến này"
                                    .formatted(unit),
                            "no unit has the code \"%s\"; add the unit first, then run hub:route-start with this route's name"
                                    .formatted(unit))));
        }
    }

    private void sector(String sector, List<FieldError> errors) {
        var codes = units.sectors().stream().map(Sector::code).toList();
        if (!sector.isEmpty() && !codes.contains(sector)) {
            errors.add(new FieldError(
                    "sector",
                    "sector.unknown",
                    new Text(
                            "không có lĩnh vực mang mã “%s”; các mã: %s".formatted(sector, String.join(", ", codes)),
                            "no sector has the code \"%s\"; the codes: %s"
                                    .formatted(sector, String.join(", ", codes)))));
        }
    }

    private static void network(String network, List<FieldError> errors) {
        if (!network.isEmpty() && !SourceSettings.NETWORKS.contains(network)) {
            errors.add(new FieldError(
                    SourceSettings.NETWORK,
                    "network.unknown",
                    new Text(
                            "phải là private (kênh riêng) hoặc internet, không phải “%s”".formatted(network),
                            "must be private or internet, not \"%s\"".formatted(network))));
        }
    }

    /** A number within a range; none is given where it is blank. */
    public static void number(
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
                        "phải là số từ %d đến %d, không phải “%s”".formatted(least, most, value),
                        "must be a number from %d to %d, not \"%s\"".formatted(least, most, value))));
    }
}
