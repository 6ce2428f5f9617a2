package vn.matluoi.api.intake;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import vn.matluoi.api.Text;

/**
 * How one kind of agency writes: which headings mean which field, which words stand for which code, what is assumed where
 * nothing is said, and which rules its cameras are judged by. A profile is data; it is registered as a service with the
 * property {@link #NAME}. Statements without a profile are judged by the rules of {@link #GENERIC}.
 *
 * @param name lower-case, for example {@code commune}
 * @param title what people read
 * @param columns the fields it knows, with the headings they go by
 * @param codes for fields with a code list: the words people write (compared without regard to case, accents and
 *     blanks) to the code kept
 * @param centralMeridian of the VN-2000 zone to assume where a position is in metres and names none, in degrees
 * @param defaults normalised values of {@link #ASSUMABLE} fields, for rows that say nothing and where the source's settings
 *     say nothing either; what somebody once wrote counts for more
 * @param rules what its cameras are judged by
 */
public record Profile(
        String name,
        Text title,
        List<Column> columns,
        Map<CameraField, Map<String, String>> codes,
        OptionalDouble centralMeridian,
        Map<CameraField, String> defaults,
        List<Rule> rules) {

    /** Service property that names the profile. */
    public static final String NAME = "matluoi.profile";

    /** The profile the others build on. */
    public static final String GENERIC = "generic";

    /** The fields that may have a default. */
    public static final Set<CameraField> ASSUMABLE = Collections.unmodifiableSet(EnumSet.of(
            CameraField.UNIT,
            CameraField.SECTOR,
            CameraField.UPDATE_METHOD,
            CameraField.UPDATE_FREQUENCY,
            CameraField.USING_UNITS,
            CameraField.PLACE_KIND,
            CameraField.NETWORK,
            CameraField.LEGAL_BASIS,
            CameraField.INVESTMENT));

    public Profile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        columns = List.copyOf(columns);
        codes = Map.copyOf(codes);
        Objects.requireNonNull(centralMeridian, "centralMeridian");
        var assumed = new EnumMap<CameraField, String>(CameraField.class);
        assumed.putAll(defaults);
        if (!ASSUMABLE.containsAll(assumed.keySet())) {
            throw new IllegalArgumentException("there are defaults for " + ASSUMABLE + ", not for " + assumed.keySet());
        }
        defaults = Collections.unmodifiableMap(assumed);
        rules = List.copyOf(rules);
    }

    /** A profile without defaults and rules. */
    public Profile(
            String name,
            Text title,
            List<Column> columns,
            Map<CameraField, Map<String, String>> codes,
            OptionalDouble centralMeridian) {
        this(name, title, columns, codes, centralMeridian, Map.of(), List.of());
    }

    /**
     * One field of the sheet.
     *
     * @param field what it means
     * @param headings the headings it goes by, compared without regard to case, accents, blanks and punctuation. Where a sheet
     *     has several of them, an earlier one counts for more, and a later one where the earlier ones' cells are empty
     * @param required whether a row without it is refused
     * @param constant what every row says of it; no column is read then
     */
    public record Column(CameraField field, List<String> headings, boolean required, Optional<String> constant) {

        public Column {
            Objects.requireNonNull(field, "field");
            headings = List.copyOf(headings);
            Objects.requireNonNull(constant, "constant");
        }

        /** A field that is read from its column. */
        public Column(CameraField field, List<String> headings, boolean required) {
            this(field, headings, required, Optional.empty());
        }
    }
}
