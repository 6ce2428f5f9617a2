package vn.matluoi.api.intake;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One camera in a statement.
 *
 * @param row the row in the sheet as people count it (the first row is 1), or the channel's place in the list
 * @param channel the device's channel; empty where no device speaks
 * @param values what is said, as text; a field that is absent is not spoken of, a blank one is said to be empty
 * @param raw the whole row as received, by column name: kept for ever
 * @param findings what was already noticed while reading it (a formula cell, a cell too long)
 */
public record Item(
        int row,
        Optional<String> channel,
        Map<CameraField, String> values,
        Map<String, String> raw,
        List<Finding> findings) {

    public Item {
        Objects.requireNonNull(channel, "channel");
        var copy = new EnumMap<CameraField, String>(CameraField.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
        raw = Collections.unmodifiableMap(new LinkedHashMap<>(raw));
        findings = List.copyOf(findings);
    }
}
