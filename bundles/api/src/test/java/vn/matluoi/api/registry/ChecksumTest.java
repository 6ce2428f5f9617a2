package vn.matluoi.api.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    @Test
    void anotherMakerComesToTheSame() {
        // printf '80-0000001-9\narea=27694\nname=C\\\\1\\n2\n' | sha256sum
        assertThat(Checksum.of("80-0000001-9", Map.of("name", "C\\1\n2", "area", "27694", "note", " ")))
                .isEqualTo(new Checksum(1, "9e3aad36b81e535edd5f8fcc418e3e0439ac8c0a7ed4ace2fb97e083a358037f"));
    }

    @Test
    void orderDoesNotMatterAndWhatIsTakenAwayAgainLeavesNothing() {
        var one = Checksum.of("1", Map.of("name", "Một"));
        var two = Checksum.of("2", Map.of("name", "Hai"));
        assertThat(one.and(two)).isEqualTo(two.and(one));
        assertThat(one.and(two).and(two).digest()).isEqualTo(one.digest());
        assertThat(one.and(Checksum.NONE)).isEqualTo(one);
        assertThat(one.and(two)).isNotEqualTo(one);
    }

    @Test
    void whatIsNoChecksumIsRefused() {
        assertThatThrownBy(() -> new Checksum(1, "abc")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checksum(-1, "0".repeat(64))).isInstanceOf(IllegalArgumentException.class);
    }
}
