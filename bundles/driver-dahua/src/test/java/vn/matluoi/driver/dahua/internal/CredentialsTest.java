package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet.Credentials;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.driver.testkit.Targets;

/** What a device says of its password is not believed. */
class CredentialsTest extends Opened {

    private static String change(String from, String to) {
        return "/cgi-bin/userManager.cgi?action=modifyPassword&name=hub&pwd=%s&pwdOld=%s".formatted(to, from);
    }

    @Test
    void aDeviceThatOnlySaysItDidIsFoundOut() throws Exception {
        var recorder = CgiRecorder.sixteen()
                .on(change(secret, "another-password-1"), "OK\r\n")
                .on(Description.MODEL, "type=31\r\n");
        var session = session(recorder);
        var credentials = session.facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> credentials.rotate("another-password-1"))
                .withMessageContaining("old one still works")
                .withMessageNotContaining("another-password-1");
        assertThat(session.channels()).isNotEmpty();
        assertThat(server.wrongLogins()).as("two are kept in hand, and more").isLessThanOrEqualTo(1);
    }

    /** This device lets everybody in: the way back is taken, and busy. */
    @Test
    void whereTheOldOneWorksTooItIsChangedBack() {
        var script = "== 200 %s\nOK\n== 500 %s\nError\n== 200 %s\ntype=31\n"
                .formatted(
                        change("old-password-1", "new-password-1"),
                        change("new-password-1", "old-password-1"),
                        Description.MODEL);
        var target = Targets.at(URI.create("http://192.0.2.1"), "hub", "old-password-1");
        var credentials = new DahuaCredentials(ScriptedHttp.of(script.getBytes(UTF_8)), target);
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> credentials.rotate("new-password-1"));
    }

    /** A device that takes the change, says this of it, and then this to whoever has the old password. */
    private static DahuaCredentials changing(String said, DeviceException toTheOld) {
        var script = "== %s\n== 200 %s\ntype=31\n"
                .formatted(said.formatted(change("old-password-1", "new-password-1")), Description.MODEL);
        var old = new AtomicInteger();
        DeviceHttp http = to -> {
            if (to.secret().equals("old-password-1") && old.getAndIncrement() > 0) {
                throw toTheOld;
            }
            return ScriptedHttp.of(script.getBytes(UTF_8)).connect(to);
        };
        return new DahuaCredentials(http, Targets.at(URI.create("http://192.0.2.1"), "hub", "old-password-1"));
    }

    @Test
    void aChangeStandsWhereTheOldOneCannotBeTried() {
        for (var why : List.of(
                new Unreachable(Text.same("gone")),
                new Busy(Text.same("busy")),
                new Refused(Refused.Why.LOCKED, Text.same("locked")))) {
            var credentials = changing("200 %s\nOK", why);
            assertThatCode(() -> credentials.rotate("new-password-1")).doesNotThrowAnyException();
        }
    }

    @Test
    void aChangeThatWasAnsweredAsAFailureIsLookedAt() {
        for (var said : List.of("500 %s\nError", "200 %s\nError", "502 %s\n")) {
            var credentials = changing(said, new Refused(Refused.Why.CREDENTIALS, Text.same("401")));
            assertThatCode(() -> credentials.rotate("new-password-1")).doesNotThrowAnyException();
        }
    }

    @Test
    void anAnswerThatRepeatsTheOrderNamesNoPassword() throws Exception {
        var recorder = CgiRecorder.sixteen()
                .on(change(secret, "sesame-1"), "what is userManager?action=modifyPassword&name=hub&pwd=sesame-1\r\n");
        var credentials = session(recorder).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> credentials.rotate("sesame-1"))
                .withMessageContaining("what is")
                .withMessageNotContaining("sesame-1");
    }

    /** Also where what is shown of its answer ends within the password. */
    @Test
    void aReasonThatRepeatsAPasswordIsNotPassedOn() throws Exception {
        for (var said : List.of(
                "password sesame-1 is too weak",
                "Error, but: 'sesame-1' is too weak",
                "x".repeat(58) + " sesame-1",
                "sesame-1 is like %s".formatted(secret),
                secret + " is the better one")) {
            var recorder = CgiRecorder.sixteen().on(change(secret, "sesame-1"), said + "\r\n");
            var credentials = session(recorder).facet(Credentials.class).orElseThrow();
            assertThatExceptionOfType(DeviceException.class)
                    .as(said)
                    .isThrownBy(() -> credentials.rotate("sesame-1"))
                    .withMessageNotContaining("sesame")
                    .withMessageNotContaining(secret);
        }
    }

    @Test
    void aReasonThatRepeatsAPasswordAsItWasSentIsNotPassedOn() throws Exception {
        var recorder = CgiRecorder.sixteen().on(change(secret, "sesame%231"), "sesame%231 is too weak\r\n");
        var credentials = session(recorder).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> credentials.rotate("sesame#1"))
                .withMessageNotContaining("sesame");
    }

    @Test
    void whatWasRefusedNamesNoPassword() throws Exception {
        var credentials =
                session(CgiRecorder.sixteen()).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> credentials.rotate("another-password-1"))
                .withMessageContaining("modifyPassword")
                .withMessageNotContaining("another-password-1")
                .withMessageNotContaining(secret);
        assertThat(server.wrongLogins()).as("the old one was tried first").isZero();
    }
}
