package vn.matluoi.registry.internal.truth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Truth.Completeness;

/**
 * What is asked for of each camera, from {@code completeness/fields.csv}. With a camera is kept which of it is known, one
 * character a line of that file: what an agency lacks is then counted without reading its cameras.
 */
public final class AskedFields {

    private static final List<Asked> FIELDS = read();
    private static final int WEIGHT = FIELDS.stream().mapToInt(Asked::weight).sum();

    private AskedFields() {}

    /** @return the column {@code known} */
    public static String known(Map<CameraField, String> values) {
        var known = new StringBuilder(FIELDS.size());
        for (var asked : FIELDS) {
            var value = values.get(asked.field());
            known.append(value == null || value.isBlank() ? '0' : '1');
        }
        return known.toString();
    }

    /** @param known as {@link #known} gave it; a line of the file that came later counts as missing */
    static Completeness of(String known) {
        var missing = new ArrayList<CameraField>();
        var score = 0;
        for (var place = 0; place < FIELDS.size(); place++) {
            var asked = FIELDS.get(place);
            if (place < known.length() && known.charAt(place) == '1') {
                score += asked.weight();
            } else {
                missing.add(asked.field());
            }
        }
        // never whole while anything is missing
        return new Completeness(missing.isEmpty() ? 100 : Math.min(99, Math.round(100f * score / WEIGHT)), missing);
    }

    private static List<Asked> read() {
        try (var file = AskedFields.class.getResourceAsStream("/completeness/fields.csv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .map(cells ->
                            new Asked(CameraField.ofKey(cells[0]).orElseThrow(), Integer.parseInt(cells[1].strip())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Asked(CameraField field, int weight) {}
}
