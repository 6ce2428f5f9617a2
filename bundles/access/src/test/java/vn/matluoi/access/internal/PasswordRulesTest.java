package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private final PasswordRules rules = new PasswordRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "admin",
                "12345",
                "123456789012",
                "987654321098",
                "abcdefghijklm",
                "aaaaaaaaaaaaaa",
                "abababababababab",
                "password1234567",
                "P@ssw0rd-2026!!",
                "Hikvision@12345",
                "admin@123456789",
                "matkhau123456",
                "MậtKhẩu@2026!",
                "VietNam@1945-1975",
                "TayNinh-LongAn-2026",
                "qwertyuiop12345",
                "lan.nguyen-2026"
            })
    void refusesWhatIsGuessedFirst(String weak) {
        assertThat(rules.weakness("password", "lan.nguyen", weak.toCharArray())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "con mèo xanh ngồi trên mái",
                "correct horse battery",
                "k7#Qv!x92Lmz",
                "tám giờ sáng thứ năm",
                "MEFDc3hT7uVt0bZc1TqQ9w"
            })
    void takesWhatIsSomebodysOwn(String strong) {
        assertThat(rules.weakness("password", "lan.nguyen", strong.toCharArray()))
                .isEmpty();
    }
}
