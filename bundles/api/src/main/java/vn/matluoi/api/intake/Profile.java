package vn.matluoi.api.intake;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import vn.matluoi.api.Text;

/**
 * How one kind of agency writes: which headings mean which field, which words stand for which code. A
 * profile is data; it is registered as a service with the property {@link #NAME}.
 *
 * @param name lower-case, for example {@code commune}
 * @param title what people read
 * @param columns the fields it knows, with the headings they go by
 * @param codes for fields with a code list: the words people write (compared without regard to case, accents and
 *     blanks) to the code kept
 * @param centralMeridian of the VN-2000 zone to assume where a position is in metres and names none, in degrees
 */
public record Profile(
        String name,
        Text title,
        List<Column> columns,
        Map<CameraField, Map<String, String>> codes,
        OptionalDouble centralMeridian) {

    /** Service property that names the profile. */
    public static final String NAME = "matluoi.profile";

    public Profile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        columns = List.copyOf(columns);
        codes = Map.copyOf(codes);
        Objects.requireNonNull(centralMeridian, "centralMeridian");
    }

    /**
     * One field of the sheet.
     *
     * @param field what it means
     * @param headings the headings it goes by, compared without regard to case, accents, blanks and punctuation
     * @param required whether a row without it is refused
     */
    public record Column(CameraField field, List<String> headings, boolean required) {

        public Column {
            Objects.requireNonNull(field, "field");
            headings = List.copyOf(headings);
        }
    }
}
