package vn.matluoi.access.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * Which passwords are too weak: shorter than 12 characters, longer than 256, a run or repetition, the account's own
 * name, or nothing but common words, digits and signs. No rule asks for kinds of characters (OWASP ASVS 5.0, 6.2.1,
 * 6.2.4, 6.2.5).
 */
final class PasswordRules {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;
    /** So many letters that are no common word make a password somebody's own. */
    private static final int OWN_LETTERS = 4;
    /** So many different characters are the least. */
    private static final int DIFFERENT = 5;

    private final List<String> commonWords;

    PasswordRules() {
        var words = PasswordRules.class.getResourceAsStream("common-words.txt");
        try (var lines = new BufferedReader(new InputStreamReader(words, StandardCharsets.UTF_8))) {
            commonWords = lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @return what is wrong with the password; empty if it will do */
    Optional<HubException.FieldError> weakness(String field, String username, char[] password) {
        if (password.length < SHORTEST || password.length > LONGEST) {
            return Optional.of(new HubException.FieldError(
                    field,
                    "password.length",
                    new Text(
                            "Mật khẩu phải có từ 12 đến 256 ký tự. Một câu vài từ dễ nhớ là tốt nhất.",
                            "A password has 12 to 256 characters. A phrase of a few words serves best.")));
        }
        if (common(plain(password), plain(username.toCharArray()))) {
            return Optional.of(new HubException.FieldError(
                    field,
                    "password.common",
                    new Text(
                            "Mật khẩu này dễ đoán: chỉ gồm từ thông dụng, tên tài khoản, dãy số hoặc ký tự lặp lại."
                                    + " Hãy thêm những từ khác.",
                            "This password is easy to guess: only common words, the account's name, runs or repetitions."
                                    + " Add other words.")));
        }
        return Optional.empty();
    }

    private boolean common(String password, String username) {
        if (password.chars().distinct().count() < DIFFERENT || isRun(password)) {
            return true;
        }
        var rest = password.replace(username, " ");
        for (var word : commonWords) {
            rest = rest.replace(word, " ");
        }
        var letters = rest.chars().filter(Character::isLetter).count();
        var startsFromWord = !rest.equals(password);
        return startsFromWord ? letters < OWN_LETTERS : letters == 0;
    }

    /** Whether each character follows the one before, up or down: 123456789012, abcdefghijkl. */
    private static boolean isRun(String password) {
        var steps = 0;
        for (var i = 1; i < password.length(); i++) {
            var step = password.charAt(i) - password.charAt(i - 1);
            if (Math.abs(step) <= 1 || Math.abs(step) == 9) {
                steps++;
            }
        }
        return steps >= password.length() - 2;
    }

    /** Lower case, without accents, and with the usual letters for look-alike signs. */
    private static String plain(char[] text) {
        return Normalizer.normalize(CharBuffer.wrap(text), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace('đ', 'd')
                .replace('@', 'a')
                .replace('$', 's')
                .replace('!', 'i');
    }
}
