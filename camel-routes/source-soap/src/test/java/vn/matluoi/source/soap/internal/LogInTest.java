package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.matluoi.source.soap.internal.Hospital.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.route.DeadLetters;

/** How the hub says who it is, by HTTP or by a token of WS-Security, and what it does when it is not let in. */
class LogInTest extends PolledHospital {

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws IOException {
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "not-it\n");
        hospital.says(401, "text/plain", "");
        var poll = poll("username", "hub", "secret.file", "his");
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo("soap.credentials"));
        var asked = hospital.asked.size();
        HTTP.retryCredentials(new SourceId("bv")); // as after a quarter of an hour
        poll.run();
        assertThat(hospital.asked).hasSize(asked);
        assertThat(poll.problem().orElseThrow().toString())
                .contains("hub:route-start")
                .doesNotContain("not-it");

        poll("username", "hub", "secret.file", "his").run();
        assertThat(hospital.asked).hasSizeGreaterThan(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "digest"})
    void eachMessageSaysWhoSendsItInAWayThatOthersUnderstand(String kind) throws Exception {
        hospital.says(camera("1", "a"), camera("2", "{security}"), "");
        secured(kind).run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        var nonces = new HashSet<String>();
        for (var asked : hospital.asked) {
            var seen = Verifier.verified(asked.body(), "hub", "mật khẩu & <dấu>");
            assertThat(seen.timestamp()).as("none unless it is wanted").isNull();
            var token = seen.token();
            assertThat(token.getCreated()).isEqualTo("2026-11-29T03:00:00.000Z");
            assertThat(nonces.add(token.getNonce())).isTrue();
            assertThat(asked.body().contains("mật khẩu")).isEqualTo(kind.equals("text"));
            assertThat(asked.authorization()).as("and not by HTTP, too").isNull();
        }
        assertThat(nonces).hasSize(3);
        assertThatThrownBy(() -> Verifier.verified(hospital.asked.get(0).body(), "hub", "not-it"))
                .hasMessageContaining("could not be authenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<faultcode xmlns:w=\"urn:wss\">w:FailedAuthentication</faultcode><faultstring>no</faultstring>",
                "<faultcode>s:Client</faultcode><faultstring>Sai tài khoản: mật khẩu &amp; &lt;dấu&gt;</faultstring>",
                "<Code><Value>s:Sender</Value><Subcode><Value>w:InvalidSecurityToken</Value></Subcode></Code><Reason><Text>no</Text></Reason>"
            })
    void aTokenThatIsRefusedIsShownOnceWhateverTheServiceCallsIt(String fault) throws Exception {
        hospital.says(
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>" + fault
                        + "</s:Fault></s:Body></s:Envelope>");
        var poll = secured("digest");
        poll.run();
        poll.run();
        assertThat(hospital.asked).hasSize(1);
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("soap.credentials");
            assertThat(finding.message().toString()).contains("secret.file").doesNotContain("mật khẩu & <dấu>");
        });

        Files.writeString(etc.resolve("keys/his"), "khác\n");
        poll.run();
        assertThat(hospital.asked).hasSize(2);
        nanos.addAndGet(Duration.ofMinutes(14).toNanos());
        poll.run();
        assertThat(hospital.asked).hasSize(2);
        secured("digest").run(); // a person stopped the route, and started it again
        assertThat(hospital.asked).hasSize(3);
    }

    @Test
    void aTokenThatIsPlainlyRefusedIsNotShownAgainButWhatMayBeAPassingFaultIs() throws Exception {
        for (var status : List.of(401, 403)) {
            hospital.forgets();
            hospital.says(status, "text/plain", "");
            var poll = secured("digest");
            poll.run();
            nanos.addAndGet(Duration.ofMinutes(16).toNanos());
            poll.run();
            assertThat(hospital.asked).as("%d", status).hasSize(status == 401 ? 1 : 2);
        }
    }

    @Test
    void aServiceThatRefusesByHttpIsAskedOnceToo() throws Exception {
        for (var status : List.of(401, 403)) {
            hospital.forgets();
            hospital.says(status, "text/plain", "");
            var poll = secured("digest");
            poll.run();
            poll.run();
            assertThat(hospital.asked).as("%d", status).hasSize(1);
            assertThat(poll.problem().orElseThrow().en()).contains("secret.file");
        }
    }

    @Test
    void aServiceThatLetTheHubInBeforeAndFailsIsAskedAgain() throws Exception {
        hospital.says(camera("1", "a"));
        hospital.says(
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                        + "<faultcode>s:Server</faultcode><faultstring>busy</faultstring></s:Fault></s:Body></s:Envelope>");
        var poll = secured("digest");
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo("soap.fault"));
        hospital.says(camera("1", "a"), "");
        poll.run();
        poll.run();
        assertThat(hospital.asked.size()).isGreaterThan(2);
    }

    @Test
    void aMessageThatIsSentBackWithThePasswordIsNotKept() throws Exception {
        hospital.saysWhatItIsAsked();
        var letters = new ArrayList<DeadLetters.Letter>();
        var poll = secured("text").keepingIn((route, letter) -> {
            letters.add(letter);
            return 1;
        });
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("soap.echo");
            assertThat(finding.message().toString()).doesNotContain("dấu");
        });
        assertThat(letters).isEmpty();
    }
}
