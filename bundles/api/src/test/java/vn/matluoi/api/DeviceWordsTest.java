package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceWords;

class DeviceWordsTest {

    @Test
    void controlAndDirectionCharactersAreTakenOut() {
        assertThat(DeviceWords.clean("\u001b[2JCổng\u0085 \u202etrái\u2066\u061c\u2028\ufeff", 100))
                .isEqualTo("[2JCổng   trái");
    }

    @Test
    void wordsAreCutBetweenCharactersAndComposed() {
        assertThat(DeviceWords.clean("ab\ud83d\ude00", 3)).isEqualTo("ab");
        assertThat(DeviceWords.clean("o\u0302\u0309", 10)).isEqualTo("ổ");
    }

    @Test
    void aFailureQuotesADeviceCleanly() {
        var failure = new DeviceException.Garbled(Text.same("it says \u001b[31m\r\n" + "x".repeat(5000)));
        assertThat(failure.getMessage()).startsWith("it says  [31m").hasSize(1000);
        assertThat(failure.text().vi()).isEqualTo(failure.text().en()).isEqualTo(failure.getMessage());
    }
}
