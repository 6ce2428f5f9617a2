package vn.matluoi.firststart.internal;

import java.security.SecureRandom;

/** The administrator's first password: 26 letters and digits of 5 bits each, 130 bits, none of them mistaken for another. */
final class OneTimePassword {
    static final int LENGTH = 26;
    /** Crockford's base 32 in small letters: no i, l, o, u. */
    static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private OneTimePassword() {}

    static String draw(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
