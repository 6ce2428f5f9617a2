package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceFacet.Credentials;
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

    @Test
    void whatWasRefusedNamesNoPassword() throws Exception {
        var credentials =
                session(CgiRecorder.sixteen()).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(vn.matluoi.api.driver.DeviceException.class)
                .isThrownBy(() -> credentials.rotate("another-password-1"))
                .withMessageContaining("modifyPassword")
                .withMessageNotContaining("another-password-1")
                .withMessageNotContaining(secret);
    }
}
