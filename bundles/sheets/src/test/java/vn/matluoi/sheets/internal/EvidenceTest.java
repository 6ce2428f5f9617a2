package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {

    private static final int PART = 12;

    private static Evidence of(List<String> texts, UnaryOperator<String> writing) {
        var evidence = new Evidence();
        texts.forEach(text -> evidence.look(writing.apply(text)));
        return evidence;
    }

    @Test
    void knowsEachOfTheOldLettersByTheWordsOfAFewPlacesAndNeverTakesOneForTheOther() throws IOException {
        var names = PlaceNames.all();
        var known = 0;
        var parts = 0;
        for (var i = 0; i + PART < names.size(); i += PART) {
            var part = names.subList(i, i + PART).stream()
                    .filter(name -> name.chars().anyMatch(c -> c > '~'))
                    .toList();
            var tcvn3 = of(part, OldWriting::tcvn3);
            var vni = of(part, OldWriting::vni);
            var saidOfTcvn3 = tcvn3.certain().or(tcvn3::likely).or(tcvn3::mixed);
            var saidOfVni = vni.certain().or(vni::likely).or(vni::mixed);
            assertThat(saidOfTcvn3.orElse(OldLetters.TCVN3)).as("%s", part).isEqualTo(OldLetters.TCVN3);
            assertThat(saidOfVni.orElse(OldLetters.VNI)).as("%s", part).isEqualTo(OldLetters.VNI);
            known += saidOfTcvn3.isPresent() && saidOfVni.isPresent() ? 1 : 0;
            parts++;
        }
        assertThat((double) known / parts)
                .as("names of the highlands are few Vietnamese words")
                .isGreaterThan(0.99);
        assertThat(of(names, OldWriting::tcvn3).certain()).contains(OldLetters.TCVN3);
        assertThat(of(names, OldWriting::vni).certain()).contains(OldLetters.VNI);
    }

    @Test
    void neverTakesProperVietnameseForOldLetters() throws IOException {
        var names = PlaceNames.all();
        for (var i = 0; i + PART < names.size(); i += PART) {
            // what only Unicode has would settle it at once: here the other words alone must
            var words = names.subList(i, i + PART).stream()
                    .flatMap(name -> Arrays.stream(name.split(" ")))
                    .filter(word -> !Evidence.isUnicode(word))
                    .toList();
            var evidence = of(words, UnaryOperator.identity());
            assertThat(evidence.likely()).as("%s", words).isEmpty();
            assertThat(evidence.mixed()).as("%s", words).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hôpital général, entrée côté cour, près de la forêt: le théâtre où l'été a été très sec, déjà dû, né, où",
                "Français: élève, œuvre, maïs, Noël, naïf, garçon, île, août, sûr, mûr, fête, tête, bête, âge, pâte, côte, rôle",
                "Straßenüberführung, Köln, Tür, für, Größe, Fußgänger, über, schön, Mädchen, natürlich, Bären",
                "España: niño, año, señal, corazón, café, así, también, después, inglés, acción, Perú",
                "São José, coração, não, irmã, avô, avó, câmera, há, às, três, português, é, só, já, lá",
                "Camera 1080p, 25 m², 10°30'15\", 4×6 mm, ±5 °C, © 2026, ½, «cổng», 100 µm, 3·5",
                "Main gate camera, floor 2, HIKVISION DS-2CD2143G2-I, N/A"
            })
    void isNotMisledByOtherLanguagesAndSigns(String text) {
        var evidence = of(List.of(text), UnaryOperator.identity());
        assertThat(evidence.certain()).isEmpty();
        assertThat(evidence.mixed()).isEmpty();
        assertThat(evidence.likely().filter(letters -> evidence.decisive(letters) >= Evidence.SUSPICIOUS))
                .isEmpty();
    }

    @Test
    void seesThatATextIsInTwoKindsOfLetters() {
        var evidence = of(List.of("Cµ Mau", "Chî Míi", "B×nh Hoµ"), UnaryOperator.identity());
        assertThat(evidence.certain()).contains(OldLetters.TCVN3);
        List.of("Cà Mau", "là Bình", "chào Hà", "nhà hàng").forEach(evidence::look);
        assertThat(evidence.certain()).isEmpty();
        assertThat(evidence.mixed()).contains(OldLetters.TCVN3);
    }
}
