package vn.matluoi.source.mail.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticationResultsTest {

    private static boolean signed(String... headers) {
        return AuthenticationResults.signed(List.of(headers), "mx.example.vn", "camera@ward.example.vn");
    }

    @Test
    void aGoodSignatureOfTheSendersDomainOrOneAboveItCounts() {
        assertThat(signed("mx.example.vn; spf=pass; dkim=pass (good; 2048) header.i=@x header.d=ward.example.vn"))
                .isTrue();
        assertThat(signed("MX.example.vn 1; DKIM = pass header.d=\"example.vn\""))
                .isTrue();
    }

    @Test
    void whatIsNoGoodSignatureOfItDoesNot() {
        assertThat(signed("mx.example.vn; dkim=pass header.d=other.vn")).isFalse();
        assertThat(signed("mx.example.vn; dkim=pass header.d=vn")).isFalse();
        assertThat(signed("mx.example.vn; dkim=pass header.d=ard.example.vn")).isFalse();
        assertThat(signed("mx.example.vn; dkim=passed header.d=ward.example.vn"))
                .isFalse();
        assertThat(signed("mx.example.vn; dkim=fail (dkim=pass header.d=ward.example.vn)"))
                .isFalse();
        assertThat(signed("mx.example.vn; x=dkim=pass header.d=ward.example.vn"))
                .isFalse();
        assertThat(signed("mx.example.vn; none")).isFalse();
        assertThat(signed()).isFalse();
    }

    @Test
    void onlyTheTopmostOfTheOwnServerIsAsked() {
        var good = "mx.example.vn; dkim=pass header.d=ward.example.vn";
        assertThat(signed("other.example.vn; dkim=fail header.d=ward.example.vn", good))
                .isTrue();
        assertThat(signed("mx.example.vn; dkim=fail header.d=ward.example.vn", good))
                .isFalse();
    }
}
