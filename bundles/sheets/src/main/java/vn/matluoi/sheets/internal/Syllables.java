package vn.matluoi.sheets.internal;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Knows a syllable of Vietnamese by how it is built: an onset, a rhyme, one tone in its place, and before a final stop only
 * two of the tones. Every word is one syllable, so that hardly a word of another language passes, nor one read in the wrong letters.
 */
final class Syllables {

    private static final Set<String> ONSETS =
            words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x");

    private static final Set<String> RHYMES =
            words("a ai ao au ay am an ang anh ap at ac ach ăm ăn ăng ăp ăt ăc âm ân âng âp ât âc âu ây"
                    + " e em en eng ep et ec eo ê êm ên ênh êp êt êch êu i im in inh ip it ich iu ia iêm iên iêng iêp iêt iêc iêu"
                    + " y yên yêm yêu yêt yêng o oi om on ong op ot oc oong ooc oa oai oay oan oang oanh oat oac oach oam oap oao"
                    + " oăm oăn oăng oăt oăc oe oen oet oeo ô ôi ôm ôn ông ôp ôt ôc ơ ơi ơm ơn ơp ơt"
                    + " u ui um un ung up ut uc ua uôi uôm uôn uông uôt uôc uê uêch uênh uy uya uych uynh uyt uyên uyêt uyu uyn uyp"
                    + " uân uât uâng uây uơ ư ưi ưng ưt ưc ưu ưa ươi ươm ươn ương ươp ươt ươc ươu");

    /** Written so behind {@code qu} only. */
    private static final Set<String> RHYMES_OF_QU = words("yt ynh ych yn yp ăn ăng ăt ăc ơ ôc");

    /** Those behind which {@code y} stands alone. */
    private static final Set<String> ONSETS_OF_Y = words("d h k l m s t th v qu");

    /** Two vowels of which the second may carry the tone. */
    private static final Set<String> OPEN = words("oa oe uy");

    private static final String TONES = "\u0300\u0301\u0303\u0309\u0323";

    private Syllables() {}

    private static Set<String> words(String words) {
        return new HashSet<>(Arrays.asList(words.split(" ")));
    }

    /** @param word in Unicode, in any case */
    static boolean isOne(String word) {
        if (word.isEmpty() || word.length() > 12) {
            return false;
        }
        var tone = ' ';
        var place = -1;
        var letters = 0;
        var plain = new StringBuilder();
        var lower = word.toLowerCase(Locale.ROOT);
        var parts = Normalizer.normalize(lower, Normalizer.Form.NFD);
        for (var i = 0; i < parts.length(); i++) {
            var c = parts.charAt(i);
            if (TONES.indexOf(c) < 0) {
                plain.append(c);
                letters += Character.getType(c) == Character.NON_SPACING_MARK ? 0 : 1;
            } else if (tone == ' ') {
                tone = c;
                place = letters - 1;
            } else {
                return false;
            }
        }
        return isBuilt(Normalizer.normalize(plain, Normalizer.Form.NFC), tone, place);
    }

    private static boolean isBuilt(String plain, char tone, int place) {
        for (var cut = 0; cut <= Math.min(3, plain.length() - 1); cut++) {
            var onset = plain.substring(0, cut);
            var rhyme = plain.substring(cut);
            if ((cut == 0 || ONSETS.contains(onset))
                    && rhymes(onset, rhyme)
                    && sounds(rhyme, tone)
                    && (place < 0 || stands(rhyme, place - cut))) {
                return true;
            }
        }
        return false;
    }

    /** A tone stands on the vowel with a hat or horn, else where the voice is; in {@code hoà} and {@code hòa} people differ. */
    private static boolean stands(String rhyme, int place) {
        for (var i = rhyme.length() - 1; i >= 0; i--) {
            if ("ăâêôơư".indexOf(rhyme.charAt(i)) >= 0) {
                return place == i;
            }
        }
        var vowels = 0;
        while (vowels < rhyme.length() && "aeiouy".indexOf(rhyme.charAt(vowels)) >= 0) {
            vowels++;
        }
        var open = vowels == rhyme.length();
        return switch (vowels) {
            case 1 -> place == 0;
            case 2 -> open ? place == 0 || place == 1 && OPEN.contains(rhyme) : place == 1;
            default -> place == 1;
        };
    }

    private static boolean rhymes(String onset, String rhyme) {
        if (rhyme.equals("y") && !onset.isEmpty() && !ONSETS_OF_Y.contains(onset)) {
            return false;
        }
        var high = "eêiy".indexOf(rhyme.charAt(0)) >= 0;
        return switch (onset) {
            case "qu" -> RHYMES.contains(rhyme) || RHYMES_OF_QU.contains(rhyme);
            case "k", "gh", "ngh" -> high && RHYMES.contains(rhyme);
            case "c", "ng" -> !high && RHYMES.contains(rhyme);
            case "g" -> (!high || rhyme.startsWith("i")) && RHYMES.contains(rhyme);
            default -> RHYMES.contains(rhyme);
        };
    }

    private static boolean sounds(String rhyme, char tone) {
        var stopped = "ptc".indexOf(rhyme.charAt(rhyme.length() - 1)) >= 0 || rhyme.endsWith("ch");
        return !stopped || tone == '\u0301' || tone == '\u0323';
    }
}
