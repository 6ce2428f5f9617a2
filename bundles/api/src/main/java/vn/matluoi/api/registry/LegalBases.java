package vn.matluoi.api.registry;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A choice of cameras by their own legal basis ({@link vn.matluoi.api.intake.CameraField#LEGAL_BASIS}). That is free text, so it is chosen
 * by what it names: {@code 57/2025/NĐ-CP}, {@code Điều 13}.
 *
 * @param phrases of which it must name one; kept in NFC, in lower case, with single blanks. None for all cameras
 */
public record LegalBases(Set<String> phrases) {

    /** Every camera, whatever its legal basis, and without one. */
    public static final LegalBases ALL = new LegalBases(Set.of());

    public LegalBases {
        phrases = phrases.stream()
                .map(LegalBases::plain)
                .filter(phrase -> !phrase.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return whether a camera with that legal basis is among them; one without is not, unless all are */
    public boolean include(Optional<String> basis) {
        if (phrases.isEmpty()) {
            return true;
        }
        var text = plain(basis.orElse(""));
        return phrases.stream().anyMatch(phrase -> names(text, phrase));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
    }

    /** Whole words: {@code Điều 5} is not named by {@code Điều 57}. */
    private static boolean names(String text, String phrase) {
        for (var at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
            if (isEdge(text, at) && isEdge(text, at + phrase.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at == 0
                || at == text.length()
                || !Character.isLetterOrDigit(text.charAt(at - 1))
                || !Character.isLetterOrDigit(text.charAt(at));
    }
}
