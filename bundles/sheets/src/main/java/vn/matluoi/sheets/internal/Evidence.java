package vn.matluoi.sheets.internal;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the words of a text say about the letters they are in. A word counts once. One that is a syllable as it is and
 * another in old letters says nothing; one that is a syllable in one way only is decisive. A sheet in old letters has
 * such words by the dozen; proper Vietnamese, and other languages, have next to none that are decisive for old letters.
 */
final class Evidence {

    /** Decisive words from which on there is no doubt. */
    static final int ENOUGH = 3;

    /** Decisive words that are too many to be chance. */
    static final int SUSPICIOUS = 2;

    private static final int MOST_WORDS = 1_000;
    private static final int LONGEST_WORD = 24;

    /** From U+00A1 on because old letters stand where Latin-1 has signs. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\u00a1-\u00ff]+");

    private final UnaryOperator<String> asItIs;
    private final Set<String> seen = new HashSet<>();
    private final Map<OldLetters, Integer> valid = new EnumMap<>(OldLetters.class);
    private final Map<OldLetters, Integer> decisive = new EnumMap<>(OldLetters.class);
    private int proper;
    private int odd;

    /** @param asItIs how the text is read if it is not in old letters */
    Evidence(UnaryOperator<String> asItIs) {
        this.asItIs = asItIs;
    }

    Evidence() {
        this(UnaryOperator.identity());
    }

    /** @return whether there is a letter that only Unicode has: then all of the text is in Unicode */
    static boolean isUnicode(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x100 && Character.isLetter(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** @return whether there is anything in it that may be a letter and is not ASCII */
    static boolean speaks(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0xA1 && (c <= 0xFF || Character.isLetter(c))) {
                return true;
            }
        }
        return false;
    }

    void look(String text) {
        if (!speaks(text)) {
            return;
        }
        for (var words = WORD.matcher(text); words.find() && seen.size() < MOST_WORDS; ) {
            var word = words.group();
            if (isWord(word) && seen.add(word)) {
                count(word);
            }
        }
    }

    /** A sign alone, such as × or ©, is none. */
    private static boolean isWord(String word) {
        return word.length() > 1
                && word.length() <= LONGEST_WORD
                && speaks(word)
                && word.chars().anyMatch(Character::isLetter);
    }

    private void count(String word) {
        var plain = asItIs.apply(word);
        var isProper = isCoherent(plain) && Syllables.isOne(plain);
        var ways = isProper ? 1 : 0;
        var only = Optional.<OldLetters>empty();
        for (var letters : OldLetters.values()) {
            if (letters.word(word).filter(Syllables::isOne).isPresent()) {
                valid.merge(letters, 1, Integer::sum);
                only = Optional.of(letters);
                ways++;
            }
        }
        odd += ways == 0 ? 1 : 0;
        if (ways == 1 && isProper) {
            proper++;
        } else if (ways == 1) {
            decisive.merge(only.orElseThrow(), 1, Integer::sum);
        }
    }

    /** No capital stands behind a small letter. */
    private static boolean isCoherent(String word) {
        for (var i = 1; i < word.length(); i++) {
            if (Character.isUpperCase(word.charAt(i)) && Character.isLowerCase(word.charAt(i - 1))) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return seen.isEmpty();
    }

    int decisive(OldLetters letters) {
        return decisive.getOrDefault(letters, 0);
    }

    /** @return how many words are decisive for Unicode */
    int proper() {
        return proper;
    }

    /** @return the letters it is in beyond doubt */
    Optional<OldLetters> certain() {
        return likely().filter(letters -> decisive(letters) >= ENOUGH);
    }

    /** @return the letters for which something speaks, and nothing against them */
    Optional<OldLetters> likely() {
        for (var letters : OldLetters.values()) {
            if (decisive(letters) > 0 && fits(letters)) {
                return Optional.of(letters);
            }
        }
        return Optional.empty();
    }

    /** @return whether nothing speaks against these letters */
    boolean fits(OldLetters letters) {
        var others = proper;
        for (var other : OldLetters.values()) {
            others += other == letters ? 0 : decisive(other);
        }
        return others * 10 <= decisive(letters) && valid.getOrDefault(letters, 0) * 3 >= seen.size() * 2;
    }

    /** @return the letters that some of it seems to be in, while the rest is not */
    Optional<OldLetters> mixed() {
        for (var letters : OldLetters.values()) {
            var speaking = decisive(letters);
            if (speaking >= SUSPICIOUS && speaking * 10 > proper && odd * 2 <= seen.size() && !fits(letters)) {
                return Optional.of(letters);
            }
        }
        return Optional.empty();
    }
}
