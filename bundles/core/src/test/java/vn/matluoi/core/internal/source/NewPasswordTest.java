package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;

class NewPasswordTest {

    @Test
    void whatTheHubMakesIsTakenByEveryFamilyAndNeverTheSame() {
        var random = new Random(7);
        var made = new HashSet<String>();
        for (var i = 0; i < 2_000; i++) {
            var password = new String(NewPassword.make(random, "b"));
            assertThat(password)
                    .hasSize(16)
                    .matches("[A-Za-z0-9]+")
                    .containsPattern("[A-Z]")
                    .containsPattern("[a-z]")
                    .containsPattern("[0-9]")
                    .doesNotContainPattern("(.)\\1\\1")
                    .doesNotContainPattern("abc|123|321|xyz|CBA")
                    .doesNotContain("b")
                    .doesNotContain("B");
            assertThatCode(() -> NewPassword.check(password.toCharArray(), "b")).doesNotThrowAnyException();
            made.add(password);
        }
        assertThat(made).hasSize(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short12",
                "seventeen-chars-1",
                "onlyletters",
                "1234567890",
                "with a blank 1",
                "quote'1234",
                "semi;colon1",
                "am&persand1",
                "mật-khẩu-1",
                "xxADMINxx1",
                "tab\tinside1"
            })
    void whatSomeDeviceDoesNotTakeOrWouldCutIsRefused(String chosen) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> NewPassword.check(chosen.toCharArray(), "admin"))
                .matches(refusal -> refusal.errors().get(0).field().equals("secret"))
                .matches(refusal -> chosen.isEmpty() || !refusal.text().en().contains(chosen));
    }

    @Test
    void aPasswordOfTwoKindsIsTaken() {
        assertThatCode(() -> NewPassword.check("letters-only".toCharArray(), "admin"))
                .doesNotThrowAnyException();
        assertThatCode(() -> NewPassword.check("012345678901234x".toCharArray(), ""))
                .doesNotThrowAnyException();
    }
}
