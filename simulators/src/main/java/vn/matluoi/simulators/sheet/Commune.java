package vn.matluoi.simulators.sheet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A commune or ward of today.
 *
 * @param code five digits, in force since 1 July 2025
 * @param name with its kind, for example {@code Xã Tân Châu}
 * @param latitude of a point well inside it, WGS84 degrees
 * @param longitude of the same point
 * @param former the name of a former unit that went into it
 * @param formerDistrict the district that unit lay in; districts ended on 1 July 2025
 */
public record Commune(
        String code, String name, double latitude, double longitude, String former, String formerDistrict) {

    /** Some communes and wards of Tây Ninh province, from both its parts. */
    public static List<Commune> ofTayNinh() throws IOException {
        try (InputStream in = Commune.class.getResourceAsStream("communes-80.csv")) {
            if (in == null) {
                throw new IOException("communes-80.csv is missing from the jar");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("code"))
                    .map(line -> line.split(","))
                    .map(f -> new Commune(f[0], f[1], Double.parseDouble(f[2]), Double.parseDouble(f[3]), f[4], f[5]))
                    .toList();
        }
    }

    /** The name without its kind: {@code Tân Châu}. */
    String bareName() {
        return name.substring(name.indexOf(' ') + 1);
    }

    /** As it stands inside a sentence: {@code xã Tân Châu}. */
    String nameInSentence() {
        return name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1);
    }
}
