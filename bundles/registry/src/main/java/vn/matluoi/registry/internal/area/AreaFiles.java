package vn.matluoi.registry.internal.area;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The reference files in the bundle: units in force, former units, and which unit became which. */
final class AreaFiles {

    private static final String IN_FORCE = "in-force.csv";
    private static final String FORMER = "former.csv";
    private static final String SUCCESSORS = "successors.csv";

    private AreaFiles() {}

    static List<Line> inForce() {
        return lines(IN_FORCE);
    }

    static List<Line> former() {
        return lines(FORMER);
    }

    /** @return former code to the codes, now in force, that may have taken over its territory */
    static Map<String, List<String>> successors() {
        var map = new HashMap<String, List<String>>();
        each(SUCCESSORS, cells -> map.put(cells[0], List.of(cells[1].split(" "))));
        return map;
    }

    /** @return SHA-256 over all files, hex: tells whether the database holds these very ones */
    static String hash() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : List.of(IN_FORCE, FORMER, SUCCESSORS)) {
                digest.update(bytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static List<Line> lines(String file) {
        var lines = new ArrayList<Line>();
        each(file, cells -> lines.add(new Line(cells[0], cells[1], cells[2], cells[3], cells[4])));
        return lines;
    }

    private static void each(String file, Consumer<String[]> take) {
        try (var reader = new BufferedReader(
                new InputStreamReader(new ByteArrayInputStream(bytes(file)), StandardCharsets.UTF_8))) {
            reader.lines().skip(1).forEach(line -> take.accept(line.split(",", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String file) {
        try (var in = AreaFiles.class.getResourceAsStream("/areas/" + file)) {
            if (in == null) {
                throw new IllegalStateException("areas/" + file + " is missing from the bundle");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One unit.
     *
     * @param parent code of the unit above; blank for a province
     */
    record Line(String code, String kind, String name, String fullNameEn, String parent) {}
}
