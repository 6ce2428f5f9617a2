package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspViewer;

class OnvifLoginTest {

    private static final String RIGHT = "right-" + System.nanoTime();
    private static final String INFORMATION = "GetDeviceInformation";

    private OnvifSite site;
    private OnvifDevice device;
    private SoapClient client;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.camera("o1", "Cổng", "viewer"), RIGHT);
        client = new SoapClient(device, RIGHT);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @Test
    void tellsTimeAndServicesWithoutALogin() throws Exception {
        for (String operation :
                new String[] {"GetSystemDateAndTime", "GetServices", "GetCapabilities", "GetHostname"}) {
            assertThat(client.withHeader("", SoapClient.TDS, operation, "").status())
                    .as(operation)
                    .isEqualTo(200);
        }
        assertThat(device.logins()).isEmpty();
    }

    @Test
    void letsATokenInAndCountsIt() throws Exception {
        assertThat(client.device(INFORMATION).first("SerialNumber")).isEqualTo(device.serial());
        assertThat(device.logins()).containsOnly(java.util.Map.entry("viewer", new LoginCount(1, 0, 0)));
    }

    @Test
    void asksForDigestWhereNothingIsSent() throws Exception {
        var asked = client.withHeader("", SoapClient.TDS, INFORMATION, "");

        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.text()).contains("ter:NotAuthorized");
        String challenge =
                asked.whole().headers().firstValue("WWW-Authenticate").orElseThrow();
        var answered = client.send(
                device.address(),
                SoapClient.envelope("", SoapClient.TDS, INFORMATION, ""),
                "Authorization",
                client.digest(challenge, "POST", "/onvif/device_service"));
        assertThat(answered.first("SerialNumber")).isEqualTo(device.serial());
        assertThat(device.challenges()).isEqualTo(1);
    }

    @Test
    void takesATokenForNothingWhereOnlyDigestIsTaken() throws Exception {
        OnvifDevice strict =
                site.add(OnvifSettings.camera("o2", "Cổng 2", "viewer").withAuth(Auth.DIGEST), RIGHT);

        var answer = new SoapClient(strict, RIGHT).device(INFORMATION);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(strict.logins()).isEmpty();
    }

    @Test
    void neverAsksForDigestWhereOnlyTokensAreTaken() throws Exception {
        OnvifDevice old =
                site.add(OnvifSettings.camera("o2", "Cổng 2", "viewer").withAuth(Auth.TOKEN), RIGHT);

        var bare = new SoapClient(old, RIGHT).withHeader("", SoapClient.TDS, INFORMATION, "");

        assertThat(bare.status()).isEqualTo(400);
        assertThat(bare.whole().headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(new SoapClient(old, RIGHT).device(INFORMATION).status()).isEqualTo(200);
    }

    @Test
    void countsAWrongTokenAndLocksOutAfterFiveForHttpAndRtspAlike() throws Exception {
        SoapClient wrong = new SoapClient(device, "wrong");
        for (int i = 0; i < 5; i++) {
            var answer = wrong.device(INFORMATION);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("ter:NotAuthorized");
        }

        assertThat(device.lockedSeconds()).isPositive();
        assertThat(client.device(INFORMATION).status()).isEqualTo(400);
        assertThat(device.logins()).containsEntry("viewer", new LoginCount(0, 5, 1));
        URI stream =
                URI.create("rtsp://viewer:" + RIGHT + "@127.0.0.1:" + device.rtspPort() + "/Streaming/Channels/101");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> RtspViewer.open(stream, Duration.ofSeconds(5)))
                .hasMessageContaining("401");
        device.lock(Duration.ZERO);
        assertThat(client.device(INFORMATION).status()).isEqualTo(200);
    }

    @Test
    void refusesATokenThatIsOldOrWasUsedBefore() throws Exception {
        Instant now = Instant.now();
        String once = client.token(now, "the same nonce", "");

        assertThat(client.withHeader(once, SoapClient.TDS, INFORMATION, "").status())
                .isEqualTo(200);
        assertThat(client.withHeader(once, SoapClient.TDS, INFORMATION, "").status())
                .isEqualTo(400);
        assertThat(client.withHeader(client.token(now.minusSeconds(90)), SoapClient.TDS, INFORMATION, "")
                        .status())
                .isEqualTo(400);
        assertThat(device.logins()).containsEntry("viewer", new LoginCount(1, 2, 0));
    }

    @Test
    void clockWindow5s() throws Exception {
        device.set(Mode.CLOCK_WINDOW_5S, true);

        assertThat(client.withHeader(client.token(Instant.now().minusSeconds(20)), SoapClient.TDS, INFORMATION, "")
                        .status())
                .isEqualTo(400);
        assertThat(client.device(INFORMATION).status()).isEqualTo(200);
    }

    @Test
    void clockIn1970() throws Exception {
        device.set(Mode.CLOCK_IN_1970, true);

        var time = client.device("GetSystemDateAndTime");
        assertThat(time.first("Year")).isEqualTo("1970");
        assertThat(client.device(INFORMATION).status()).isEqualTo(400);
        assertThat(client.withHeader(client.token(Instant.EPOCH.plusSeconds(1)), SoapClient.TDS, INFORMATION, "")
                        .status())
                .isEqualTo(200);

        String set = "<DateTimeType>Manual</DateTimeType><DaylightSavings>false</DaylightSavings><UTCDateTime>"
                + "<Time><Hour>1</Hour><Minute>2</Minute><Second>3</Second></Time>"
                + "<Date><Year>2031</Year><Month>2</Month><Day>3</Day></Date></UTCDateTime>";
        assertThat(client.withHeader(
                                client.token(Instant.EPOCH.plusSeconds(2)), SoapClient.TDS, "SetSystemDateAndTime", set)
                        .status())
                .isEqualTo(200);
        assertThat(client.device("GetSystemDateAndTime").all("Year")).containsExactly("2031", "2031");
    }

    @Test
    void clockLocalInUtc() throws Exception {
        device.set(Mode.CLOCK_LOCAL_IN_UTC, true);

        var time = client.device("GetSystemDateAndTime");

        assertThat(time.all("Hour"))
                .as("UTC and local")
                .hasSize(2)
                .element(0)
                .isEqualTo(time.all("Hour").get(1));
        assertThat(client.device(INFORMATION).status())
                .as("its own clock is right")
                .isEqualTo(200);
    }

    @Test
    void securityMustBeUnderstood() throws Exception {
        device.set(Mode.SECURITY_MUST_BE_UNDERSTOOD, true);
        String must = client.token(
                Instant.now(),
                "one",
                " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"" + " s:mustUnderstand=\"1\"");

        var refused = client.withHeader(must, SoapClient.TDS, INFORMATION, "");

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).contains("env:MustUnderstand", "'Security' must be understood");
        assertThat(client.device(INFORMATION).status()).isEqualTo(200);
    }

    @Test
    void changesItsPasswordByOnvifForStreamsToo() throws Exception {
        String better = "better-" + System.nanoTime();
        var changed = client.call(
                "device_service",
                SoapClient.TDS,
                "SetUser",
                "<User><Username>viewer</Username><Password>" + better + "</Password><UserLevel>Administrator"
                        + "</UserLevel></User>");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(client.device(INFORMATION).status()).isEqualTo(400);
        assertThat(new SoapClient(device, better).device(INFORMATION).status()).isEqualTo(200);
        RtspViewer.open(
                        URI.create("rtsp://viewer:" + better + "@127.0.0.1:" + device.rtspPort()
                                + "/Streaming/Channels/101"),
                        Duration.ofSeconds(5))
                .close();
    }

    @Test
    void readsNoDocumentTypeAndNothingThatIsNotWellFormed() throws Exception {
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + SoapClient.envelope("", SoapClient.TDS, "GetHostname", "&e;");

        for (String message : new String[] {entity, "<a><b></a>", "", "<a/>"}) {
            var answer = client.send(device.address(), message);
            assertThat(answer.status()).as(message).isEqualTo(400);
            assertThat(answer.text()).as(message).contains("ter:WellFormed");
        }
    }

    @Test
    void givesStillPicturesToDigestOnly() throws Exception {
        String address = client.media("GetSnapshotUri", "<ProfileToken>Profile_101</ProfileToken>")
                .first("Uri");

        var asked = client.get(address);
        assertThat(asked.statusCode()).isEqualTo(401);
        String challenge = asked.headers().firstValue("WWW-Authenticate").orElseThrow();
        var picture = client.get(
                address,
                "Authorization",
                client.digest(challenge, "GET", URI.create(address).getPath()));
        assertThat(picture.body()).startsWith((byte) 0xff, (byte) 0xd8);
        assertThat(new String(picture.body(), StandardCharsets.UTF_8)).contains("Cổng UBND xã");
    }
}
