package vn.matluoi.api;

import java.text.Normalizer;
import java.util.Objects;
import java.util.Optional;

/**
 * The person a unit names for others to turn to (Hồ Chí Minh City, Decision 01/2022/QĐ-UBND, articles
 * 22.1 and 23.1). It is shown within the hub and leaves by no sink.
 *
 * @param name in Vietnamese, 1 to 200 characters; kept in NFC
 * @param duty what the person is, such as {@code Phó Chủ tịch}
 * @param phone 3 to 30 digits, spaces, and {@code + - . ( )}
 * @param email an address with one {@code @}, up to 200 characters
 */
public record Contact(String name, Optional<String> duty, Optional<String> phone, Optional<String> email) {

    /** What a telephone number looks like. */
    public static final String PHONE = "[0-9+][0-9 .()-]{2,29}";

    /** What an address looks like; whether it is read is for people to find out. */
    public static final String EMAIL = "[^@\\s]{1,100}@[^@\\s]{1,99}";

    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException if it has no name, neither telephone nor address, or one that cannot be one */
    public Contact {
        name = Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
        Objects.requireNonNull(duty, "duty");
        Objects.requireNonNull(phone, "phone");
        Objects.requireNonNull(email, "email");
        if (name.isEmpty()
                || name.length() > LONGEST
                || duty.filter(said -> said.length() > LONGEST).isPresent()) {
            throw new IllegalArgumentException("a contact has a name, and name and duty have at most 200 characters");
        }
        if (phone.isEmpty() && email.isEmpty()) {
            throw new IllegalArgumentException("a contact has a telephone number or an e-mail address");
        }
        if (phone.filter(said -> !said.matches(PHONE)).isPresent()
                || email.filter(said -> !said.matches(EMAIL)).isPresent()) {
            throw new IllegalArgumentException("that is no telephone number, or no e-mail address");
        }
    }
}
