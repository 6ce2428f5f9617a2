package vn.matluoi.registry.internal.normalise;

import java.util.ArrayList;
import java.util.Optional;

/**
 * What a cell says of the coordinate system: {@code WGS84}, {@code VN-2000 105°45'}, {@code VN2000 KTT 105.75 múi 3}.
 *
 * @param zone the grid's zone if it is named
 */
record GridName(Kind kind, Optional<Vn2000.Zone> zone) {

    /** Which system. */
    enum Kind {
        /** The cell is empty. */
        UNSAID,
        WGS84,
        VN2000,
        /** The cell says something else. */
        UNKNOWN
    }

    static GridName read(String written, Codes codes) {
        if (written.isEmpty()) {
            return new GridName(Kind.UNSAID, Optional.empty());
        }
        var folded = Words.fold(codes.find(vn.matluoi.api.intake.CameraField.COORDINATE_SYSTEM, written)
                .orElse(written));
        if (folded.startsWith("wgs84") || folded.startsWith("wgs1984") || folded.equals("gps")) {
            return new GridName(Kind.WGS84, Optional.empty());
        }
        if (folded.contains("vn2000")) {
            return new GridName(Kind.VN2000, zone(written));
        }
        return zone(written)
                .map(zone -> new GridName(Kind.VN2000, Optional.of(zone)))
                .orElseGet(() -> new GridName(Kind.UNKNOWN, Optional.empty()));
    }

    private static Optional<Vn2000.Zone> zone(String written) {
        var folded = Words.fold(written);
        var numbers = numbers(written);
        var wide = folded.contains("utm") || folded.contains("mui6");
        for (var i = 0; i < numbers.size(); i++) {
            var degrees = numbers.get(i);
            if (wide && (degrees == 48 || degrees == 49)) {
                return Optional.of(new Vn2000.Zone(degrees * 6 - 183, true));
            }
            if (degrees < 102 || degrees > 112) {
                continue;
            }
            var minutes = degrees == Math.rint(degrees) && i + 1 < numbers.size() && numbers.get(i + 1) < 60
                    ? numbers.get(i + 1)
                    : 0;
            // "105°00' múi 3": 3 is the width of the zone; minutes of a central meridian are quarters of a degree
            var meridian = degrees + (minutes % 15 == 0 ? minutes / 60 : 0);
            if (Vn2000.Zone.known(meridian)) {
                return Optional.of(new Vn2000.Zone(meridian, wide));
            }
        }
        return Optional.empty();
    }

    private static java.util.List<Double> numbers(String written) {
        var found = new ArrayList<Double>();
        for (var i = 0; i < written.length() && found.size() < 8; ) {
            if (!isDigit(written, i)) {
                i++;
                continue;
            }
            var from = i;
            while (isDigit(written, i)) {
                i++;
            }
            if (i < written.length() && ".,".indexOf(written.charAt(i)) >= 0 && isDigit(written, i + 1)) {
                i++;
                while (isDigit(written, i)) {
                    i++;
                }
            }
            if (i - from <= 12) {
                found.add(Double.valueOf(written.substring(from, i).replace(',', '.')));
            }
        }
        return found;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
