package vn.matluoi.forward.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {

    /** The example of the Standard Webhooks specification. */
    @Test
    void signsAsStandardWebhooksHasIt() {
        var signature = Signature.with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        var headers = signature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whileOneKeyTakesTheOthersPlaceThereAreTwoSignatures() {
        var signature = Signature.with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\nmột khóa khác đủ dài cho việc này")
                .orElseThrow();
        assertThat(signature
                        .headers("e-1", Instant.EPOCH, new byte[0])
                        .get("webhook-signature")
                        .split(" "))
                .hasSize(2)
                .allMatch(one -> one.startsWith("v1,"));
    }

    @Test
    void whatIsTooShortOrNoBase64IsNoKey() {
        assertThat(Signature.with("short")).isEmpty();
        assertThat(Signature.with("whsec_c2hvcnQ=")).isEmpty();
        assertThat(Signature.with("whsec_%%%")).isEmpty();
        assertThat(Signature.with("")).isEmpty();
        assertThat(Signature.with(
                        "a key that is long enough 1\na key that is long enough 2\na key that is long enough 3"))
                .isEmpty();
    }
}
