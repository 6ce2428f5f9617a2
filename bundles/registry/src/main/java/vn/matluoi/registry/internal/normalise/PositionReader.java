package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.matluoi.api.Position;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * Finds a camera's position in WGS 84 from two cells and the name of the coordinate system. Degrees and metres tell
 * themselves apart by their size, and so do latitude and longitude: Vietnam's ranges do not overlap. Not safe for
 * several threads.
 */
final class PositionReader {

    private static final double SOUTH = 8;
    private static final double NORTH = 24;
    private static final double WEST = 102;
    private static final double EAST = 118;
    private static final double LEAST_NORTHING = 850_000;
    private static final double MOST_NORTHING = 2_700_000;
    private static final double LEAST_EASTING = 100_000;
    private static final double MOST_EASTING = 845_000;
    /** Two decimals of a degree are a kilometre. */
    private static final int COARSE = 3;

    private final Vn2000 grid = new Vn2000();

    private record Pair(Coordinates.Reading first, Coordinates.Reading second) {}

    /**
     * @param latitude cell as written, cleaned; one of the two is not empty
     * @param longitude cell as written, cleaned
     * @param system cell as written, cleaned
     * @param meridian central meridian to assume where none is named
     * @return the position in WGS 84; empty if it cannot be told, which has been remarked
     */
    Optional<Position> read(
            String latitude, String longitude, String system, OptionalDouble meridian, Codes codes, Remarks remarks) {
        var cells = cells(latitude, longitude, remarks);
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        var first = number(CameraField.LATITUDE, cells.get(0), remarks);
        var second = number(CameraField.LONGITUDE, cells.get(1), remarks);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        var name = GridName.read(system, codes);
        if (name.kind() == GridName.Kind.UNKNOWN) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.COORDINATE_SYSTEM,
                    "position.system",
                    Remarks.cell(
                            CameraField.COORDINATE_SYSTEM,
                            system,
                            "không rõ là hệ nào; đã đoán theo độ lớn của số.",
                            "the system is not known; it was told by the size of the numbers."),
                    new Text(
                            "Ghi WGS84 hoặc VN-2000 kèm kinh tuyến trục.",
                            "Write WGS84, or VN-2000 with its meridian."),
                    List.of("WGS84", "VN-2000 105°45'"));
        }
        var pair = new Pair(first.get(), second.get());
        return inMetres(pair, name)
                ? metres(pair, cells, name, meridian, remarks)
                : degrees(pair, cells, name, system, remarks);
    }

    /** @return the two cells; a pair written into one of them is taken apart; empty if one is missing */
    private List<String> cells(String latitude, String longitude, Remarks remarks) {
        if (!latitude.isEmpty() && !longitude.isEmpty()) {
            return List.of(latitude, longitude);
        }
        var field = latitude.isEmpty() ? CameraField.LONGITUDE : CameraField.LATITUDE;
        var only = latitude.isEmpty() ? longitude : latitude;
        var cut = only.indexOf(';') >= 0 ? only.indexOf(';') : only.indexOf(", ");
        if (cut < 0 && only.indexOf('.') >= 0 && only.indexOf(',') == only.lastIndexOf(',')) {
            cut = only.indexOf(',');
        }
        if (cut > 0 && only.length() > cut + 1) {
            remarks.add(
                    Severity.NOTICE,
                    field,
                    "position.pair",
                    Remarks.cell(field, only, "hai số trong một ô, đã tách.", "two numbers in one cell, taken apart."),
                    new Text("Ghi vĩ độ và kinh độ ở hai cột.", "Write latitude and longitude in two columns."));
            return List.of(
                    only.substring(0, cut).strip(), only.substring(cut + 1).strip());
        }
        remarks.unreadable(
                latitude.isEmpty() ? CameraField.LATITUDE : CameraField.LONGITUDE,
                "position.half",
                new Text(
                        "Chỉ có một trong hai tọa độ: “" + Words.quote(only) + "”.",
                        "Only one of the two coordinates is there: “" + Words.quote(only) + "”."),
                new Text("Ghi đủ vĩ độ và kinh độ.", "Write both latitude and longitude."),
                List.of());
        return List.of();
    }

    private Optional<Coordinates.Reading> number(CameraField field, String written, Remarks remarks) {
        var reading = Coordinates.read(written);
        if (reading.isEmpty()) {
            remarks.unreadable(
                    field,
                    "position.unreadable",
                    Remarks.cell(field, written, "không phải là tọa độ.", "that is not a coordinate."),
                    new Text(
                            "Ghi độ thập phân, ví dụ 10.536312 và 106.412345.",
                            "Write decimal degrees, for example 10.536312 and 106.412345."),
                    List.of());
        }
        return reading;
    }

    /** Whether the numbers are metres: one is too large for degrees, or the grid is named and both may be. */
    private static boolean inMetres(Pair pair, GridName name) {
        var large = size(pair.first) > 1000 || size(pair.second) > 1000;
        var both = metresOf(pair.first) >= LEAST_EASTING && metresOf(pair.second) >= LEAST_EASTING;
        return large || name.kind() == GridName.Kind.VN2000 && both;
    }

    private Optional<Position> degrees(Pair pair, List<String> cells, GridName name, String system, Remarks remarks) {
        var latitude = pair.first.value();
        var longitude = pair.second.value();
        if (isLatitude(longitude) && isLongitude(latitude)) {
            remarks.add(
                    Severity.NOTICE,
                    CameraField.LATITUDE,
                    "position.swapped",
                    new Text(
                            "Vĩ độ ghi “" + cells.get(0) + "”, kinh độ ghi “" + cells.get(1)
                                    + "”: hai ô bị đảo, đã đổi lại.",
                            "Latitude says “" + cells.get(0) + "”, longitude says “" + cells.get(1)
                                    + "”: exchanged, put right."),
                    new Text(
                            "Vĩ độ ở Việt Nam từ 8 đến 24, kinh độ từ 102 đến 118.",
                            "In Vietnam latitude is 8 to 24 and longitude 102 to 118."));
            latitude = pair.second.value();
            longitude = pair.first.value();
        }
        if (!isLatitude(latitude) || !isLongitude(longitude)) {
            return outside(cells, remarks);
        }
        if (name.kind() == GridName.Kind.VN2000) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.COORDINATE_SYSTEM,
                    "position.system",
                    Remarks.cell(
                            CameraField.COORDINATE_SYSTEM,
                            system,
                            "nhưng tọa độ ghi bằng độ; đã hiểu là WGS 84 (sai khác có thể đến 200 m).",
                            "but the position is in degrees; taken as WGS 84 (it may be 200 m off)."),
                    new Text("Ghi WGS84, hoặc ghi tọa độ X, Y bằng mét.", "Write WGS84, or give X and Y in metres."));
        }
        // a spreadsheet drops zeros at the end: the longer of the two tells how exactly they were written
        if (Math.max(pair.first.decimals(), pair.second.decimals()) < COARSE) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.LATITUDE,
                    "position.coarse",
                    new Text(
                            "Tọa độ “" + cells.get(0) + "; " + cells.get(1)
                                    + "” chỉ chính xác đến khoảng một ki-lô-mét.",
                            "The position “" + cells.get(0) + "; " + cells.get(1) + "” is exact to a kilometre only."),
                    new Text("Ghi ít nhất 5 chữ số thập phân.", "Write at least five decimals."));
        }
        return Optional.of(Position.wgs84(latitude.doubleValue(), longitude.doubleValue()));
    }

    private Optional<Position> metres(
            Pair pair, List<String> cells, GridName name, OptionalDouble meridian, Remarks remarks) {
        var northing = metresOf(pair.first);
        var easting = metresOf(pair.second);
        if (isEasting(northing) && isNorthing(easting)) {
            remarks.add(
                    Severity.NOTICE,
                    CameraField.LATITUDE,
                    "position.swapped",
                    new Text(
                            "Tọa độ ghi “" + cells.get(0) + "; " + cells.get(1)
                                    + "”: X (bắc) và Y (đông) bị đảo, đã đổi lại.",
                            "The position says “" + cells.get(0) + "; " + cells.get(1)
                                    + "”: X (north) and Y (east) exchanged, put right."),
                    new Text("Ghi X (hướng bắc) trước, Y (hướng đông) sau.", "Write X (north) first, then Y (east)."));
            var swap = northing;
            northing = easting;
            easting = swap;
        }
        if (!isNorthing(northing) || !isEasting(easting)) {
            return outside(cells, remarks);
        }
        if (name.kind() == GridName.Kind.WGS84) {
            remarks.add(
                    Severity.WARNING,
                    CameraField.LATITUDE,
                    "position.system",
                    new Text(
                            "Hệ tọa độ ghi WGS84, nhưng “" + cells.get(0) + "; " + cells.get(1)
                                    + "” là mét; đã hiểu là VN-2000.",
                            "The system says WGS84, but “" + cells.get(0) + "; " + cells.get(1)
                                    + "” are metres; taken as VN-2000."),
                    new Text("Ghi VN-2000 kèm kinh tuyến trục.", "Write VN-2000 with its central meridian."));
        }
        var zone = zone(name, meridian, cells, remarks);
        if (zone.isEmpty()) {
            return Optional.empty();
        }
        var point = grid.toWgs84(zone.get(), northing, easting);
        return inVietnam(point) ? Optional.of(point) : outside(cells, remarks);
    }

    private static Optional<Vn2000.Zone> zone(
            GridName name, OptionalDouble meridian, List<String> cells, Remarks remarks) {
        if (name.zone().isPresent()) {
            return name.zone();
        }
        if (meridian.isEmpty()) {
            remarks.unreadable(
                    CameraField.COORDINATE_SYSTEM,
                    "position.meridian",
                    new Text(
                            "Tọa độ “" + cells.get(0) + "; " + cells.get(1)
                                    + "” bằng mét nhưng không có kinh tuyến trục.",
                            "The position “" + cells.get(0) + "; " + cells.get(1)
                                    + "” is in metres but its central meridian is not named."),
                    new Text(
                            "Ghi kinh tuyến trục ở cột hệ tọa độ, ví dụ VN-2000 105°45'.",
                            "Name the central meridian with the coordinate system, for example VN-2000 105°45'."),
                    List.of("VN-2000 105°45'"));
            return Optional.empty();
        }
        var assumed = meridian.getAsDouble();
        var shown = String.format(Locale.ROOT, "%d°%02d'", (int) assumed, Math.round(assumed % 1 * 60));
        if (name.kind() == GridName.Kind.VN2000) {
            return Optional.of(new Vn2000.Zone(assumed, false));
        }
        remarks.add(
                Severity.NOTICE,
                CameraField.COORDINATE_SYSTEM,
                "position.meridian",
                new Text(
                        "Tọa độ “" + cells.get(0) + "; " + cells.get(1)
                                + "” bằng mét, không ghi hệ tọa độ; đã hiểu là VN-2000 " + shown + ".",
                        "The position “" + cells.get(0) + "; " + cells.get(1)
                                + "” is in metres without a system; VN-2000 " + shown + " was assumed."),
                new Text("Ghi VN-2000 " + shown + " ở cột hệ tọa độ.", "Write VN-2000 " + shown + " as the system."));
        return Optional.of(new Vn2000.Zone(assumed, false));
    }

    private static Optional<Position> outside(List<String> cells, Remarks remarks) {
        var suggestions = new ArrayList<String>();
        var north = pointed(cells.get(0), 2);
        var east = pointed(cells.get(1), 3);
        if (north.isPresent() && east.isPresent()) {
            suggestions.add(north.get() + "; " + east.get());
        }
        remarks.unreadable(
                CameraField.LATITUDE,
                "position.outside",
                new Text(
                        "Tọa độ “" + cells.get(0) + "; " + cells.get(1) + "” không nằm trong Việt Nam.",
                        "The position “" + cells.get(0) + "; " + cells.get(1) + "” is not in Vietnam."),
                new Text(
                        "Vĩ độ từ 8 đến 24, kinh độ từ 102 đến 118 (độ); hoặc X, Y của VN-2000 bằng mét.",
                        "Latitude 8 to 24, longitude 102 to 118 degrees; or X and Y of VN-2000 in metres."),
                suggestions);
        return Optional.empty();
    }

    /** A spreadsheet may group the digits of {@code 10.536312} by thousands: {@code 10.536.312}. */
    private static Optional<String> pointed(String cell, int whole) {
        var digits = cell.replace(".", "").replace(",", "").replace(" ", "");
        if (digits.length() <= whole + 2 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        var value = digits.substring(0, whole) + '.' + digits.substring(whole);
        var number = new BigDecimal(value);
        return (whole == 2 ? isLatitude(number) : isLongitude(number)) ? Optional.of(value) : Optional.empty();
    }

    private static double size(Coordinates.Reading reading) {
        return Math.abs(reading.value().doubleValue());
    }

    private static double metresOf(Coordinates.Reading reading) {
        return size(reading) > 1000
                ? reading.value().doubleValue()
                : reading.thousands().orElse(reading.value()).doubleValue();
    }

    private static boolean isLatitude(BigDecimal degrees) {
        return degrees.doubleValue() >= SOUTH && degrees.doubleValue() <= NORTH;
    }

    private static boolean isLongitude(BigDecimal degrees) {
        return degrees.doubleValue() >= WEST && degrees.doubleValue() <= EAST;
    }

    private static boolean isNorthing(double metres) {
        return metres >= LEAST_NORTHING && metres <= MOST_NORTHING;
    }

    private static boolean isEasting(double metres) {
        return metres >= LEAST_EASTING && metres <= MOST_EASTING;
    }

    private static boolean inVietnam(Position point) {
        return point.first() >= SOUTH && point.first() <= NORTH && point.second() >= WEST && point.second() <= EAST;
    }
}
