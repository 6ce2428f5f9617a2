package vn.matluoi.shell.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.source.Sources;

/** Reads what people type; a malformed name is a refusal that says the right form. */
final class Names {

    private Names() {}

    static SourceId source(String text) {
        try {
            return new SourceId(text);
        } catch (IllegalArgumentException e) {
            throw HubCommand.invalid(
                    "source",
                    "source.format",
                    "mã nguồn gồm 1 đến 60 chữ thường, chữ số và gạch nối, không phải: " + text,
                    e.getMessage());
        }
    }

    static CameraId camera(String text) {
        try {
            return new CameraId(text);
        } catch (IllegalArgumentException e) {
            throw HubCommand.invalid(
                    "camera",
                    "camera.format",
                    "mã camera có dạng 80-0000123-C với chữ số kiểm tra đúng, không phải: " + text,
                    e.getMessage());
        }
    }

    static long number(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw HubCommand.invalid(
                    field,
                    "number.format",
                    "%s phải là số nguyên, không phải: %s".formatted(field, text),
                    "%s must be a whole number, not: %s".formatted(field, text));
        }
    }

    static AreaCode area(String text) {
        try {
            return new AreaCode(text);
        } catch (IllegalArgumentException e) {
            throw HubCommand.invalid(
                    "area",
                    "area.format",
                    "mã đơn vị hành chính có 2, 3 hoặc 5 chữ số, không phải: " + text,
                    e.getMessage());
        }
    }

    /** @return the area, if there is or was one of that code */
    static AreaCode area(Areas areas, String text) {
        var code = area(text);
        if (areas.history(code).isEmpty()) {
            throw HubCommand.invalid(
                    "--area",
                    "area.unknown",
                    "--area: không có đơn vị hành chính nào mang mã %s; xem GET /api/v1/areas".formatted(code),
                    "--area: no administrative unit has or had the code %s; see GET /api/v1/areas".formatted(code));
        }
        return code;
    }

    /** What a device takes its time from; {@code NTP} if it does not say which server. */
    static Text timeServer(String server) {
        return server.equals("NTP")
                ? new Text("một máy chủ NTP", "an NTP server")
                : new Text("máy chủ NTP " + server, "NTP server " + server);
    }

    /** A moment; without a zone it is wall-clock time in Việt Nam, as tables show it, and a date is its beginning. */
    static Instant moment(String field, String text) {
        try {
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return LocalDate.parse(text).atStartOfDay(Table.VIET_NAM).toInstant();
            }
            return DateTimeFormatter.ISO_DATE_TIME.withZone(Table.VIET_NAM).parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw HubCommand.invalid(
                    field,
                    "time.format",
                    field
                            + " có dạng 2026-11-22, 2026-11-22T07:00 (giờ Việt Nam) hoặc 2026-11-22T00:00:00Z, không phải: "
                            + text,
                    field + " looks like 2026-11-22, 2026-11-22T07:00 (time of Việt Nam) or 2026-11-22T00:00:00Z, not: "
                            + text);
        }
    }

    static State.Kind state(String text) {
        for (var kind : State.Kind.values()) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind;
            }
        }
        throw HubCommand.invalid(
                "--state",
                "state.unknown",
                "trạng thái là một trong: online, degraded, offline, suspended, unknown",
                "a state is one of: online, degraded, offline, suspended, unknown");
    }

    /** @return the state as one word, with its cause */
    static String of(State state) {
        var word = state.kind().name().toLowerCase(java.util.Locale.ROOT);
        return state.cause().map(cause -> "%s (%s)".formatted(word, cause)).orElse(word);
    }

    /** @return the state as one word, with its cause */
    static String of(Sources.Listening listening) {
        var word = listening.kind().name().toLowerCase(java.util.Locale.ROOT);
        return listening.cause().map(cause -> "%s (%s)".formatted(word, cause)).orElse(word);
    }

    static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(each -> !each.isBlank());
    }
}
