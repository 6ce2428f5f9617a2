package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldLettersTest {

    private static final String ASCII = "bcdghklmnpqrstvxaeiouy";

    @Test
    void readsEveryLetterOfBothBack() {
        for (var letter : OldWriting.LETTERS.split("")) {
            assertThat(OldLetters.TCVN3.word(OldWriting.tcvn3(letter))).contains(letter);
            assertThat(OldLetters.VNI.word(OldWriting.vni(letter))).contains(letter);
            var capital = letter.toUpperCase();
            assertThat(OldLetters.VNI.word(OldWriting.vni(capital))).contains(capital);
        }
        assertThat(OldLetters.TCVN3.word("¡¢§£¤¥¦")).contains("ĂÂĐÊÔƠƯ");
    }

    @ParameterizedTest
    @CsvSource({
        "TCVN3, Céng hoµ x· héi chñ nghÜa ViÖt Nam, Cộng hoà xã hội chủ nghĩa Việt Nam",
        "TCVN3, Tr­êng THCS NguyÔn HuÖ, Trường THCS Nguyễn Huệ",
        "VNI, Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam, Cộng hoà xã hội chủ nghĩa Việt Nam",
        "VNI, Tröôøng THCS Nguyeãn Hueä, Trường THCS Nguyễn Huệ",
        "VNI, ÑÖÔØNG SOÁ 5, ĐƯỜNG SỐ 5"
    })
    void readsWhatProgramsWrote(OldLetters letters, String written, String read) {
        assertThat(letters.read(written)).isEqualTo(read);
    }

    @Test
    void readsAnyRunOfSyllablesBack() {
        var random = new Random(5712);
        for (var i = 0; i < 20_000; i++) {
            var text = syllable(random) + " " + syllable(random);
            assertThat(OldLetters.TCVN3.read(OldWriting.tcvn3(text))).isEqualTo(text);
            assertThat(OldLetters.VNI.read(OldWriting.vni(text))).isEqualTo(text);
        }
    }

    /** An onset, one accented letter, a coda: so no two accented letters meet, as in no syllable but one with ươ. */
    private static String syllable(Random random) {
        var onset = ASCII.charAt(random.nextInt(16));
        var vowel = random.nextInt(8) == 0
                ? "ươ".substring(0, 1) + "ờởỡớợ".charAt(random.nextInt(5))
                : String.valueOf(OldWriting.LETTERS.charAt(random.nextInt(OldWriting.LETTERS.length())));
        return onset + vowel + (random.nextBoolean() ? ASCII.charAt(random.nextInt(16)) : "");
    }

    @Test
    void readsThePlacesOfTheCountryBack() throws IOException {
        for (var name : PlaceNames.all()) {
            assertThat(OldLetters.VNI.read(OldWriting.vni(name))).isEqualTo(name);
            assertThat(OldLetters.TCVN3.read(OldWriting.tcvn3(name))).isEqualToIgnoringCase(name);
        }
    }

    @Test
    void leavesSignsBesideNumbersAlone() {
        assertThat(OldLetters.TCVN3.read("®é ph©n gi¶i 1920×1080, 3½ m")).isEqualTo("độ phân giải 1920×1080, 3½ m");
    }

    @Test
    void restoresCapitalsOfWordsInCapitalsOnly() {
        assertThat(Capitals.restored("TỉNH TÂY NINH")).isEqualTo("TỈNH TÂY NINH");
        assertThat(Capitals.restored("Xã HưNG YÊN")).isEqualTo("XÃ HƯNG YÊN");
        assertThat(Capitals.restored("Hà Nội, UBND xã Tân Bình")).isEqualTo("Hà Nội, UBND xã Tân Bình");
        assertThat(Capitals.restored("Trường THCS HưNG YÊN")).isEqualTo("Trường THCS HƯNG YÊN");
        assertThat(Capitals.restored("UBND Hà")).isEqualTo("UBND Hà");
    }
}
