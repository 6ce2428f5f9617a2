package vn.matluoi.api;

import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;

/**
 * An organisation that manages or uses cameras: a people's committee, a hospital, a school, a police
 * office, a residential block's management board.
 *
 * @param code the hub's short name for it: lower-case letters, digits and hyphens
 * @param name full name, in Vietnamese; kept in NFC
 * @param area where it stands; its right and duty begin there
 * @param parent the unit it answers to
 * @param validity the days it exists
 * @param contact the person whom others turn to
 */
public record Unit(
        String code,
        String name,
        AreaCode area,
        Optional<String> parent,
        Validity validity,
        Optional<Contact> contact) {

    /** What a code looks like. */
    public static final String CODE = "[a-z0-9][a-z0-9-]{0,59}";

    public Unit {
        name = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(validity, "validity");
        Objects.requireNonNull(contact, "contact");
        if (!code.matches(CODE)) {
            throw new IllegalArgumentException(
                    "a unit code is 1 to 60 lower-case letters, digits and hyphens, not: " + code);
        }
    }

    /** One that names no contact. */
    public Unit(String code, String name, AreaCode area, Optional<String> parent, Validity validity) {
        this(code, name, area, parent, validity, Optional.empty());
    }

    /** The same with another contact. */
    public Unit with(Optional<Contact> other) {
        return new Unit(code, name, area, parent, validity, other);
    }
}
