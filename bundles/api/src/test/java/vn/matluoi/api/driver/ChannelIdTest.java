package vn.matluoi.api.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class ChannelIdTest {

    @Test
    void aCodeWhoseLettersCameInPartsIsTheCatalogues() {
        var parts = Normalizer.normalize("Cổng-1", Normalizer.Form.NFD);
        assertThat(ChannelId.ofCode(parts)).contains(new ChannelId("Cổng-1"));
        assertThat(ChannelId.ofCode(Normalizer.normalize("ổ".repeat(64), Normalizer.Form.NFD)))
                .as("three characters each as they were written")
                .contains(new ChannelId("ổ".repeat(64)));
    }

    @Test
    void aCodeThatIsTooLongAsTheCatalogueHasItIsNone() {
        assertThat(ChannelId.ofCode("C".repeat(64))).contains(new ChannelId("C".repeat(64)));
        assertThat(ChannelId.ofCode("C".repeat(65))).isEmpty();
        assertThat(ChannelId.ofCode("C".repeat(63) + "\u0958"))
                .as("a letter that NFC writes as two")
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelId.ofCode(" "));
    }
}
