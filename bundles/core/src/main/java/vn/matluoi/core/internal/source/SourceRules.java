package vn.matluoi.core.internal.source;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.supervise.SourceOption;

/** What the settings of a source must be. Every fault is named at once, each with its field and its mend. */
final class SourceRules {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_USERNAME = 64;

    private final Areas areas;
    private final Units units;
    private final Drivers drivers;
    private final DriverShelf shelf;

    SourceRules(Areas areas, Units units, Drivers drivers, DriverShelf shelf) {
        this.areas = areas;
        this.units = units;
        this.drivers = drivers;
        this.shelf = shelf;
    }

    /**
     * @param certificate fingerprint of the device's certificate that a person accepted
     * @throws HubException {@code INVALID} with every field at fault
     */
    void check(SourceSettings settings, Optional<String> certificate) {
        var errors = new ArrayList<FieldError>();
        name(settings, errors);
        driver(settings, errors);
        address(settings, errors);
        place(settings, errors);
        options(settings, errors);
        certificate.filter(text -> !isFingerprint(text)).ifPresent(text -> errors.add(badFingerprint()));
        refuse(settings, errors);
    }

    /** An https device is only trusted by the certificate that a person accepted. */
    void checkAccepted(SourceSettings settings, Optional<String> certificate) {
        if (isHttps(settings) && certificate.isEmpty()) {
            refuse(
                    settings,
                    List.of(
                            error(
                                    "certificate",
                                    "certificate.not-accepted",
                                    "thiết bị https cần dấu vân tay chứng chỉ đã được chấp nhận; hãy chạy thử nguồn để xem dấu vân tay",
                                    "an https device needs the fingerprint of its certificate to be accepted; test the source to see it")));
        }
    }

    static boolean isHttps(SourceSettings settings) {
        return settings.address()
                .filter(address -> "https".equalsIgnoreCase(address.getScheme()))
                .isPresent();
    }

    /** @return lower-case hex without colons */
    static String fingerprint(String text) {
        return text.replace(":", "").strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isFingerprint(String text) {
        return fingerprint(text).matches("[0-9a-f]{64}");
    }

    private static FieldError badFingerprint() {
        return error(
                "certificate",
                "certificate.format",
                "dấu vân tay SHA-256 có 64 chữ số thập lục phân",
                "a SHA-256 fingerprint has 64 hexadecimal digits");
    }

    private static void name(SourceSettings settings, List<FieldError> errors) {
        if (settings.name().isBlank() || settings.name().length() > LONGEST_NAME) {
            errors.add(error(
                    "name",
                    "name.length",
                    "tên nguồn có từ 1 đến %d ký tự".formatted(LONGEST_NAME),
                    "a source's name has 1 to %d characters".formatted(LONGEST_NAME)));
        }
        if (settings.username().filter(user -> user.length() > LONGEST_USERNAME).isPresent()) {
            errors.add(error(
                    "username",
                    "username.length",
                    "tên đăng nhập có nhiều nhất %d ký tự".formatted(LONGEST_USERNAME),
                    "a user name has at most %d characters".formatted(LONGEST_USERNAME)));
        }
    }

    private void driver(SourceSettings settings, List<FieldError> errors) {
        if (settings.driver().isEmpty()) {
            if (settings.address().isPresent()) {
                errors.add(error(
                        "driver",
                        "driver.required",
                        "nguồn có địa chỉ phải có driver; đang có: " + installed(),
                        "a source with an address needs a driver; there are: " + installed()));
            }
            return;
        }
        if (!families().contains(settings.driver().get())) {
            errors.add(error(
                    "driver",
                    "driver.unknown",
                    "không có driver \"%s\"; đang có: %s"
                            .formatted(settings.driver().get(), installed()),
                    "there is no driver \"%s\"; there are: %s"
                            .formatted(settings.driver().get(), installed())));
        }
        if (settings.address().isEmpty()) {
            errors.add(error(
                    "address",
                    "address.required",
                    "nguồn có driver phải có địa chỉ, ví dụ http://192.0.2.10",
                    "a source with a driver needs an address, for example http://192.0.2.10"));
        }
    }

    /** Whatever serves, failed or lies ready: a source may be entered before its plug-in has started. */
    private Set<String> families() {
        var families = new TreeSet<>(shelf.all().keySet());
        drivers.list().stream()
                .filter(plugin -> plugin.status() != Drivers.Status.MISSING)
                .forEach(plugin -> families.add(plugin.family()));
        return families;
    }

    private String installed() {
        var families = families();
        return families.isEmpty() ? "(–)" : String.join(", ", families);
    }

    private static void address(SourceSettings settings, List<FieldError> errors) {
        settings.address()
                .flatMap(address -> badAddress(address, settings.driver().orElse("")))
                .ifPresent(errors::add);
    }

    /** Besides http and https a family may speak the scheme that it is named after; there a path with a query is usual. */
    private static Optional<FieldError> badAddress(URI address, String family) {
        var scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        var own = scheme.equals(family);
        if (!own && !scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of(error(
                    "address",
                    "address.scheme",
                    "địa chỉ bắt đầu bằng http:// hoặc https://, không phải \"%s\"".formatted(address),
                    "an address begins with http:// or https://, not \"%s\"".formatted(address)));
        }
        if (address.getHost() == null || address.getPort() == 0 || address.getPort() > 65_535) {
            return Optional.of(error(
                    "address",
                    "address.host",
                    "địa chỉ cần tên máy hoặc IP và cổng từ 1 đến 65535, ví dụ http://192.0.2.10:80",
                    "an address needs a host or IP and a port from 1 to 65535, for example http://192.0.2.10:80"));
        }
        if (!own && address.getRawQuery() != null || address.getRawFragment() != null) {
            return Optional.of(error(
                    "address",
                    "address.query",
                    "địa chỉ chỉ gồm máy và cổng, không có phần sau dấu ? hoặc #",
                    "an address is host and port only, without anything after ? or #"));
        }
        return Optional.empty();
    }

    private void place(SourceSettings settings, List<FieldError> errors) {
        if (areas.find(settings.area()).isEmpty()) {
            var successors = areas.history(settings.area()).stream()
                    .flatMap(area -> area.successors().stream())
                    .distinct()
                    .map(code -> areas.find(code)
                            .map(area -> "%s %s".formatted(code, area.fullName()))
                            .orElse(code.value()))
                    .collect(Collectors.joining(", "));
            errors.add(
                    successors.isEmpty()
                            ? error(
                                    "area",
                                    "area.unknown",
                                    "không có đơn vị hành chính mã %s".formatted(settings.area()),
                                    "there is no administrative unit with code %s".formatted(settings.area()))
                            : error(
                                    "area",
                                    "area.former",
                                    "mã %s không còn hiệu lực; nay là: %s".formatted(settings.area(), successors),
                                    "code %s is no longer in force; now: %s".formatted(settings.area(), successors)));
        }
        settings.unit()
                .filter(code -> units.find(Scope.all(), code).isEmpty())
                .ifPresent(code -> errors.add(error(
                        "unit",
                        "unit.unknown",
                        "không có đơn vị \"%s\"".formatted(code),
                        "there is no unit \"%s\"".formatted(code))));
        settings.sector()
                .filter(code -> units.sectors().stream()
                        .noneMatch(sector -> sector.code().equals(code)))
                .ifPresent(code -> errors.add(unknownSector(code)));
    }

    private FieldError unknownSector(String code) {
        var known = units.sectors().stream().map(sector -> sector.code()).collect(Collectors.joining(", "));
        return error(
                "sector",
                "sector.unknown",
                "không có lĩnh vực \"%s\"; đang có: %s".formatted(code, known),
                "there is no sector \"%s\"; there are: %s".formatted(code, known));
    }

    private void options(SourceSettings settings, List<FieldError> errors) {
        var ownKeys = settings.driver()
                .flatMap(shelf::find)
                .map(DriverShelf.Serving::options)
                .orElse(List.of());
        settings.options().forEach((key, value) -> {
            var option = SourceOption.ofKey(key);
            if (option.isPresent()) {
                option.get().problem(value).ifPresent(text -> errors.add(new FieldError(key, "option.range", text)));
            } else if (!ownKeys.contains(key)) {
                var known = new TreeSet<>(ownKeys);
                Arrays.stream(SourceOption.values()).forEach(each -> known.add(each.key()));
                errors.add(error(
                        key,
                        "option.unknown",
                        "không có tùy chọn \"%s\"; đang có: %s".formatted(key, String.join(", ", known)),
                        "there is no option \"%s\"; there are: %s".formatted(key, String.join(", ", known))));
            }
        });
    }

    private static void refuse(SourceSettings settings, List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new HubException(
                    Reason.INVALID,
                    "source.invalid",
                    new Text(
                            "nguồn %s có %d giá trị không dùng được".formatted(settings.id(), errors.size()),
                            "source %s has %d values that cannot be used".formatted(settings.id(), errors.size())),
                    errors);
        }
    }

    private static FieldError error(String field, String rule, String vi, String en) {
        return new FieldError(field, rule, new Text(vi, en));
    }
}
