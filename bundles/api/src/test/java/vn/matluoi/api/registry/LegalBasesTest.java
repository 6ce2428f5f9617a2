package vn.matluoi.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LegalBasesTest {

    private static boolean include(String basis, String... phrases) {
        return new LegalBases(Set.of(phrases)).include(Optional.ofNullable(basis));
    }

    @Test
    void whatNamesOneOfThePhrasesIsIncluded() {
        assertThat(include("Điều 13 Quyết định 12/QĐ-UBND", "57/2025/NĐ-CP", "quyết  định 12/qđ-ubnd"))
                .isTrue();
        assertThat(include("Điều 13 Quyết định 12/QĐ-UBND", "57/2025/NĐ-CP")).isFalse();
        assertThat(include(Normalizer.normalize("Nghị định 57", Normalizer.Form.NFD), "nghị định 57"))
                .isTrue();
    }

    @Test
    void aNumberIsNotNamedByALongerOne() {
        assertThat(include("Điều 57 Luật 91", "Điều 5")).isFalse();
        assertThat(include("Quyết định 112/QĐ-UBND", "12/QĐ-UBND")).isFalse();
        assertThat(include("Quyết định 112/QĐ-UBND và 12/QĐ-UBND", "12/QĐ-UBND"))
                .as("the second one")
                .isTrue();
        assertThat(include("(Điều 5)", "Điều 5")).isTrue();
    }

    @Test
    void aCameraWithoutALegalBasisIsIncludedWhereAllAre() {
        assertThat(include(null)).isTrue();
        assertThat(include(null, "Điều 5")).isFalse();
        assertThat(include("gì cũng được", " ")).as("a blank chooses nothing").isTrue();
    }
}
