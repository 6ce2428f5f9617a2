package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.Sink;
import vn.matluoi.simulators.rtsp.Clip;

class OnvifServicesTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    private final MovableClock clock = new MovableClock();
    private OnvifSite site;
    private OnvifDevice device;
    private SoapClient client;

    @BeforeEach
    void start() throws Exception {
        site = new OnvifSite(0, Clip.builtIn(), clock);
        device = site.add(
                OnvifSettings.recorder("o1", "Đầu ghi", "viewer", 3).withWindow(Duration.ofDays(10_000)), PASSWORD);
        client = new SoapClient(device, PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private SoapClient.Answer media2(String operation, String content) throws Exception {
        return client.call("media2_service", SoapClient.TR2, operation, content);
    }

    @Test
    void everyServiceAnswersWhereTheListsSayItDoes() throws Exception {
        var services = client.call(
                "device_service", SoapClient.TDS, "GetServices", "<IncludeCapability>true</IncludeCapability>");
        assertThat(services.wellFormed()).isTrue();
        List<String> namespaces = services.all("Namespace");
        List<String> addresses = services.all("XAddr");
        assertThat(namespaces).hasSize(8).hasSameSizeAs(addresses);
        for (int i = 0; i < namespaces.size(); i++) {
            var answer = client.to(addresses.get(i), namespaces.get(i), "GetServiceCapabilities", "");
            assertThat(answer.status()).as(namespaces.get(i)).isEqualTo(200);
            assertThat(answer.wellFormed()).as(namespaces.get(i)).isTrue();
        }
        assertThat(client.device("GetCapabilities").all("XAddr"))
                .as("the older list has no Media2")
                .hasSize(7)
                .allMatch(addresses::contains);
    }

    @Test
    void anOperationAtAnotherServicesAddressIsNotSupported() throws Exception {
        var answer = client.call("media_service", SoapClient.TDS, "GetDeviceInformation", "");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("ter:ActionNotSupported");
    }

    @Test
    void media2GivesConfigurationsOnlyToWhoAsksForTheirTypes() throws Exception {
        assertThat(media2("GetProfiles", "").text()).doesNotContain("Configurations");
        assertThat(media2("GetProfiles", "<Type>VideoEncoder</Type>").text())
                .contains("<tr2:VideoEncoder ")
                .doesNotContain("<tr2:VideoSource ", "<tr2:PTZ ");
        String all = media2("GetProfiles", "<Token>Profile_101</Token><Type>All</Type>")
                .text();
        assertThat(all)
                .contains("<tr2:VideoSource ", "<tr2:VideoEncoder ", "<tr2:PTZ ")
                .doesNotContain("Profile_102");
        assertThat(media2("GetProfiles", "<Token>Profile_401</Token>").text()).contains("ter:NoProfile");
    }

    @Test
    void aStreamAddressPlays() throws Exception {
        String address = media2(
                        "GetStreamUri", "<Protocol>RtspUnicast</Protocol><ProfileToken>Profile_201</ProfileToken>")
                .first("Uri")
                .replace("&amp;", "&");

        var seen = Sink.watch(
                URI.create(address.replace("rtsp://", "rtsp://viewer:" + PASSWORD + "@")),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));

        assertThat(seen.frames()).isPositive();
        assertThat(seen.lost()).isZero();
    }

    @Test
    void anUnpluggedCameraHasNoPicture() throws Exception {
        device.setOnline(2, false);
        String address = client.media("GetSnapshotUri", "<ProfileToken>Profile_201</ProfileToken>")
                .first("Uri");
        String challenge =
                client.get(address).headers().firstValue("WWW-Authenticate").orElseThrow();

        var answer = client.get(address, "Authorization", client.digest(challenge, "GET", "/onvif/snapshot/2"));

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void turnsAtItsSpeedUntilItIsStoppedOrItsTimeIsUp() throws Exception {
        client.ptz(
                "ContinuousMove",
                "<Velocity><PanTilt xmlns=\"http://www.onvif.org/ver10/schema\" x=\"0.5\" y=\"-1\"/>"
                        + "</Velocity><Timeout>PT10S</Timeout>");
        clock.pass(Duration.ofSeconds(1));
        assertThat(client.ptz("GetStatus", "").text()).contains("MOVING");
        assertThat(device.position(1)).containsExactly(new double[] {0.25, -0.5, 0}, within(0.001));

        client.ptz("Stop", "<PanTilt>true</PanTilt><Zoom>true</Zoom>");
        clock.pass(Duration.ofSeconds(5));
        assertThat(device.position(1)).containsExactly(new double[] {0.25, -0.5, 0}, within(0.001));
        assertThat(client.ptz("GetStatus", "").text()).contains("IDLE");

        client.ptz(
                "ContinuousMove",
                "<Velocity><Zoom xmlns=\"http://www.onvif.org/ver10/schema\" x=\"1\"/></Velocity>"
                        + "<Timeout>PT2S</Timeout>");
        clock.pass(Duration.ofSeconds(60));
        assertThat(device.position(1)).containsExactly(new double[] {0.25, -0.5, 0.5}, within(0.001));
    }

    @Test
    void keepsPresetsAndGoesBackToThem() throws Exception {
        move("AbsoluteMove", "Position", "0.8", "0.1");
        String token =
                client.ptz("SetPreset", "<PresetName>Bến xe</PresetName>").first("PresetToken");
        move("RelativeMove", "Translation", "-0.3", "0.3");
        assertThat(device.position(1)).containsExactly(new double[] {0.5, 0.4, 0}, within(0.001));

        client.ptz("GotoPreset", "<PresetToken>" + token + "</PresetToken>");

        assertThat(device.position(1)).containsExactly(new double[] {0.8, 0.1, 0}, within(0.001));
        assertThat(client.ptz("GetPresets", "").all("Name")).containsExactly("Cổng chính", "Ngã tư", "Bến xe");
        client.ptz("RemovePreset", "<PresetToken>" + token + "</PresetToken>");
        assertThat(client.ptz("GotoPreset", "<PresetToken>" + token + "</PresetToken>")
                        .text())
                .contains("ter:NoToken");
    }

    private void move(String operation, String vector, String x, String y) throws Exception {
        client.ptz(
                operation,
                "<" + vector + "><PanTilt xmlns=\"http://www.onvif.org/ver10/schema\" x=\"" + x + "\" y=\"" + y
                        + "\"/></" + vector + ">");
    }

    @Test
    void aTourVisitsThePresetsUntilItIsStopped() throws Exception {
        client.ptz("OperatePresetTour", "<PresetTourToken>Tour_1</PresetTourToken><Operation>Start</Operation>");
        assertThat(client.ptz("GetPresetTours", "").text()).contains("Touring");
        assertThat(device.position(1)[0]).isEqualTo(-0.5);
        clock.pass(Duration.ofSeconds(5));
        assertThat(device.position(1)[0]).isEqualTo(0.5);

        client.ptz("OperatePresetTour", "<PresetTourToken>Tour_1</PresetTourToken><Operation>Stop</Operation>");
        clock.pass(Duration.ofSeconds(5));

        assertThat(client.ptz("GetPresetTours", "").text()).contains("Idle");
        assertThat(device.position(1)[0]).isEqualTo(0.5);
    }

    @Test
    void aChannelThatCannotTurnSaysSo() throws Exception {
        var answer =
                client.call("ptz_service", SoapClient.TPTZ, "GetStatus", "<ProfileToken>Profile_201</ProfileToken>");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("ter:NoPTZProfile");
    }

    @Test
    void aSearchForRecordingsIsFirstStillSearchingAndThenComplete() throws Exception {
        String token = client.search("FindRecordings", "<Scope/><KeepAliveTime>PT60S</KeepAliveTime>")
                .first("SearchToken");
        String ask = "<SearchToken>" + token + "</SearchToken><MaxResults>2</MaxResults>";

        var first = client.search("GetRecordingSearchResults", ask);
        assertThat(first.first("SearchState")).isEqualTo("Searching");
        assertThat(first.all("RecordingToken")).isEmpty();
        var second = client.search("GetRecordingSearchResults", ask);
        assertThat(second.all("RecordingToken")).containsExactly("Recording_1", "Recording_2");
        var third = client.search("GetRecordingSearchResults", ask);
        assertThat(third.all("RecordingToken")).containsExactly("Recording_3");
        assertThat(third.first("SearchState")).isEqualTo("Completed");
        assertThat(third.first("EarliestRecording"))
                .isEqualTo(clock.instant()
                        .truncatedTo(ChronoUnit.DAYS)
                        .minus(7, ChronoUnit.DAYS)
                        .toString());

        assertThat(client.search("EndSearch", "<SearchToken>" + token + "</SearchToken>")
                        .status())
                .isEqualTo(200);
        assertThat(client.search("GetRecordingSearchResults", ask).text()).contains("ter:InvalidToken");
    }

    @Test
    void eventsOfTheFootageTellItsGaps() throws Exception {
        Instant day = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(2, ChronoUnit.DAYS);
        String token = client.search(
                        "FindEvents",
                        "<StartPoint>" + day + "</StartPoint><EndPoint>" + day.plus(1, ChronoUnit.DAYS)
                                + "</EndPoint><Scope><IncludedRecordings xmlns=\"http://www.onvif.org/ver10/schema\">"
                                + "Recording_2</IncludedRecordings></Scope><SearchFilter/>"
                                + "<IncludeStartState>true</IncludeStartState><KeepAliveTime>PT60S</KeepAliveTime>")
                .first("SearchToken");

        List<String> times = new ArrayList<>();
        SoapClient.Answer answer;
        do {
            answer = client.search("GetEventSearchResults", "<SearchToken>" + token + "</SearchToken>");
            assertThat(answer.status()).isEqualTo(200);
            times.addAll(answer.all("Time"));
        } while (!answer.first("SearchState").equals("Completed"));

        assertThat(times)
                .containsExactly(
                        day.toString(),
                        day.plus(18, ChronoUnit.HOURS).toString(),
                        day.plus(18, ChronoUnit.HOURS).plusSeconds(600).toString());
        assertThat(answer.text())
                .containsSubsequence(
                        "IsDataPresent\" Value=\"true",
                        "IsDataPresent\" Value=\"false",
                        "IsDataPresent\" Value=\"true");
        assertThat(answer.all("RecordingToken")).containsOnly("Recording_2");
    }

    @Test
    void aSubscriptionEndsByItselfWhenItIsNotRenewed() throws Exception {
        client.events("CreatePullPointSubscription", "<InitialTerminationTime>PT60S</InitialTerminationTime>");
        assertThat(device.subscriptions()).isEqualTo(1);

        clock.pass(Duration.ofSeconds(61));

        assertThat(device.subscriptions()).isZero();
    }

    @Test
    void aDeviceWithoutThemOffersNeitherMedia2NorPtzNorFootage() throws Exception {
        OnvifDevice plain = site.add(
                OnvifSettings.camera("o2", "Camera", "viewer")
                        .withMedia2(false)
                        .withMovable(0)
                        .withWindow(Duration.ofDays(10_000)),
                PASSWORD);

        assertThat(new SoapClient(plain, PASSWORD).device("GetServices").all("Namespace"))
                .containsExactly(SoapClient.TDS, SoapClient.TEV, SoapClient.TRT);
    }
}
