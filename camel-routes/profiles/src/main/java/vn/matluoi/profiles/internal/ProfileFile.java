package vn.matluoi.profiles.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import vn.matluoi.api.intake.CameraField;

/**
 * A profile as it is written down.
 *
 * @param name lower-case, the file's name too
 * @param base name of the profile whose columns and codes this one adds to ({@code extends} in the file); null for none
 * @param title what people read
 * @param centralMeridian degrees; null to take the base's
 * @param columns fields with their headings
 * @param codes by field key: the words people write to the code kept
 */
record ProfileFile(
        String name,
        @JsonProperty("extends") String base,
        Title title,
        Double centralMeridian,
        List<Column> columns,
        Map<String, LinkedHashMap<String, String>> codes) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    record Title(String vi, String en) {}

    record Column(String field, List<String> headings, boolean required) {}

    ProfileFile {
        columns = columns == null ? List.of() : List.copyOf(columns);
        codes = codes == null ? Map.of() : Map.copyOf(codes);
    }

    /**
     * Reads one file.
     *
     * @param file its name, for the message
     * @throws IllegalArgumentException naming file, key and mend, if a key is unknown or a value cannot be
     */
    static ProfileFile parse(String file, String json) {
        try {
            var profile = JSON.readValue(json, ProfileFile.class);
            profile.check(file);
            return profile;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": " + e.getOriginalMessage() + " (line "
                            + e.getLocation().getLineNr() + ")",
                    e);
        }
    }

    private void check(String file) {
        if (name == null || !file.equals(name + ".json")) {
            throw new IllegalArgumentException(file + ": name must be the file's name without .json, not: " + name);
        }
        if (title == null || title.vi() == null || title.en() == null) {
            throw new IllegalArgumentException(file + ": title needs vi and en");
        }
        if (centralMeridian != null && !(centralMeridian >= 102 && centralMeridian <= 112)) {
            throw new IllegalArgumentException(
                    file + ": centralMeridian is 102 to 112 degrees, not: " + centralMeridian);
        }
        columns.forEach(column -> checkColumn(file, column));
        codes.forEach((key, list) -> {
            field(file, key);
            list.forEach((word, code) -> {
                if (word.isBlank() || code == null || code.isBlank()) {
                    throw new IllegalArgumentException(file + ": codes." + key + " has a blank word or code: " + word);
                }
            });
        });
    }

    private static void checkColumn(String file, Column column) {
        field(file, Objects.requireNonNullElse(column.field(), "(none)"));
        if (column.headings() == null || column.headings().isEmpty()) {
            throw new IllegalArgumentException(file + ": column " + column.field() + " needs headings");
        }
    }

    static CameraField field(String file, String key) {
        return CameraField.ofKey(key)
                .orElseThrow(() -> new IllegalArgumentException(file + ": there is no camera field “" + key
                        + "”; the fields are those of CameraField, for example frameRate"));
    }

    /** How headings and words are compared: letters and digits, lower-case, without accents. */
    static String fold(String words) {
        var plain = Normalizer.normalize(words, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        var out = new StringBuilder();
        for (var c : plain.toCharArray()) {
            if (c == 'đ') {
                out.append('d');
            } else if (Character.isLetterOrDigit(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
