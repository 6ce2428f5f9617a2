package vn.matluoi.core.internal.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * Passwords that every family of devices takes: Hikvision 8 to 16 characters of at least two kinds, Dahua 8 to 32 without {@code
 * ' " ; : &}; newer firmware of both refuses runs such as {@code 123} or {@code aaa}, and the user's name in it. What goes into
 * addresses and XML unescaped at some old device is left out, too.
 */
final class NewPassword {

    static final int SHORTEST = 8;
    static final int LONGEST = 16;

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String MADE_OF = LETTERS + "0123456789";
    private static final String NEVER = "'\";:&<>\\ ";

    private NewPassword() {}

    /** @return 16 letters and digits, about 95 bits; to be cleared by the caller */
    static char[] make(RandomGenerator random, String user) {
        while (true) {
            var made = new char[LONGEST];
            for (var i = 0; i < made.length; i++) {
                made[i] = MADE_OF.charAt(random.nextInt(MADE_OF.length()));
            }
            if (hasAllKinds(made) && !hasRun(made) && !contains(made, user)) {
                return made;
            }
            Arrays.fill(made, '\0');
        }
    }

    /** @throws HubException {@code INVALID} if devices would not take it, or cut it */
    static void check(char[] chosen, String user) {
        if (chosen.length < SHORTEST
                || chosen.length > LONGEST
                || !all(chosen, c -> c > ' ' && c < 127 && NEVER.indexOf(c) < 0)
                || all(chosen, Character::isLetter)
                || all(chosen, Character::isDigit)
                || contains(chosen, user)) {
            var text = new Text(
                    "mật khẩu mới có 8 đến 16 ký tự ASCII, gồm ít nhất hai loại (chữ, số, dấu), không có khoảng trắng và ' \" ; : & < > \\, không chứa tên đăng nhập",
                    "the new password has 8 to 16 ASCII characters of at least two kinds (letters, digits, marks), no blank and none of ' \" ; : & < > \\, and not the user name in it");
            throw new HubException(
                    Reason.INVALID, "password.form", text, List.of(new FieldError("secret", "password.form", text)));
        }
    }

    @FunctionalInterface
    private interface Kind {
        boolean has(char c);
    }

    private static boolean all(char[] text, Kind kind) {
        for (var c : text) {
            if (!kind.has(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasAllKinds(char[] text) {
        return !all(text, c -> !Character.isUpperCase(c))
                && !all(text, c -> !Character.isLowerCase(c))
                && !all(text, c -> !Character.isDigit(c));
    }

    /** @return whether three in a row are the same, or go up or down by one */
    private static boolean hasRun(char[] text) {
        for (var i = 2; i < text.length; i++) {
            var step = text[i] - text[i - 1];
            if (Math.abs(step) <= 1 && step == text[i - 1] - text[i - 2]) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(char[] text, String user) {
        if (user.isEmpty()) {
            return false;
        }
        var name = user.toLowerCase(Locale.ROOT);
        for (var at = 0; at + name.length() <= text.length; at++) {
            var same = 0;
            while (same < name.length() && Character.toLowerCase(text[at + same]) == name.charAt(same)) {
                same++;
            }
            if (same == name.length()) {
                return true;
            }
        }
        return false;
    }
}
