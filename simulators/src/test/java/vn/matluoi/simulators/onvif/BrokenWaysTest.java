package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.rtsp.Clip;

/** Each broken way is what its name says, and mending it mends it. */
class BrokenWaysTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    private OnvifSite site;
    private OnvifDevice device;
    private SoapClient client;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.recorder("o1", "Đầu ghi", "viewer", 2), PASSWORD);
        client = new SoapClient(device, PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private String subscribe() throws Exception {
        var created =
                client.events("CreatePullPointSubscription", "<InitialTerminationTime>PT600S</InitialTerminationTime>");
        assertThat(created.status()).as(created.text()).isEqualTo(200);
        return created.first("Address");
    }

    private SoapClient.Answer pull(String address) throws Exception {
        return client.to(
                address, SoapClient.TEV, "PullMessages", "<Timeout>PT0.1S</Timeout><MessageLimit>10</MessageLimit>");
    }

    private void motion() {
        device.happen(new Event(
                "tns1:VideoSource/MotionAlarm", "Source", "VideoSource_1", "State", "true", "Changed", Instant.now()));
    }

    @Test
    void noTerPrefixDeclared() throws Exception {
        assertThat(client.device("GetZzz").wellFormed()).isTrue();
        device.set(Mode.NO_TER_PREFIX_DECLARED, true);

        var fault = client.device("GetZzz");

        assertThat(fault.text()).contains("ter:ActionNotSupported").doesNotContain("xmlns:ter");
    }

    @Test
    void missingWsaWsntDeclarations() throws Exception {
        device.set(Mode.MISSING_WSA_WSNT_DECLARATIONS, true);
        String address = subscribe();
        motion();

        var pulled = pull(address);

        assertThat(pulled.text()).contains("<wsnt:Topic ").doesNotContain("xmlns:wsnt", "xmlns:wsa");
        assertThat(pulled.wellFormed()).isFalse();
    }

    @Test
    void malformedTokenInGetServices() throws Exception {
        assertThat(client.device("GetServices").wellFormed()).isTrue();
        device.set(Mode.MALFORMED_TOKEN_IN_GET_SERVICES, true);

        assertThat(client.device("GetServices").wellFormed()).isFalse();
        assertThat(client.device("GetCapabilities").wellFormed()).isTrue();
    }

    @Test
    void wrongMacAndZeroSerial() throws Exception {
        device.set(Mode.WRONG_MAC_AND_ZERO_SERIAL, true);

        assertThat(client.device("GetDeviceInformation").first("SerialNumber")).isEqualTo("0000000");
        assertThat(client.device("GetNetworkInterfaces").first("HwAddress")).isEqualTo("00:12:34:56:78:9a");
    }

    @Test
    void wrongPtzPath() throws Exception {
        device.set(Mode.WRONG_PTZ_PATH, true);

        assertThat(client.device("GetCapabilities").text())
                .contains("<tt:PTZ><tt:XAddr>" + device.address() + "</tt:XAddr></tt:PTZ>");
        var refused = client.call("device_service", SoapClient.TPTZ, "GetNodes", "");
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).contains("ter:ActionNotSupported");
        assertThat(client.ptz("GetNodes", "").text()).contains("PTZNode_1");
    }

    @Test
    void eventServiceHtml404() throws Exception {
        device.set(Mode.EVENT_SERVICE_HTML_404, true);

        var refused = client.events("CreatePullPointSubscription", "");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.whole().headers().firstValue("Content-Type")).contains("text/html");
    }

    @Test
    void pullPointNotAuthorizedForOperator() throws Exception {
        device.set(Mode.PULL_POINT_NOT_AUTHORIZED_FOR_OPERATOR, true);

        var refused = client.events("CreatePullPointSubscription", "");

        assertThat(refused.text()).contains("ter:NotAuthorized");
        assertThat(device.logins().get("viewer").wrong())
                .as("the password was right")
                .isZero();
        assertThat(client.events("GetEventProperties", "").status()).isEqualTo(200);
    }

    @Test
    void ipv6LinkLocalOnly() throws Exception {
        device.set(Mode.IPV6_LINK_LOCAL_ONLY, true);

        assertThat(client.device("GetServices").all("XAddr")).allMatch(address -> address.startsWith("http://[fe80::"));
    }

    @Test
    void wrongXAddr() throws Exception {
        device.set(Mode.WRONG_X_ADDR, true);

        assertThat(client.device("GetServices").all("XAddr")).allMatch(a -> a.startsWith("http://192.168.1.64:80/"));
        assertThat(client.media("GetStreamUri", "<ProfileToken>Profile_101</ProfileToken>")
                        .first("Uri"))
                .startsWith("rtsp://192.168.1.64:");
        assertThat(subscribe()).startsWith("http://192.168.1.64:80/onvif/subscription/");
    }

    @Test
    void everyCall400() throws Exception {
        device.set(Mode.EVERY_CALL_400, true);

        assertThat(client.device("GetSystemDateAndTime").status()).isEqualTo(400);
        assertThat(device.logins()).isEmpty();
        device.set(Mode.EVERY_CALL_400, false);
        assertThat(client.device("GetSystemDateAndTime").status()).isEqualTo(200);
    }

    @Test
    void blockedThreadUpperLimit() throws Exception {
        device.set(Mode.BLOCKED_THREAD_UPPER_LIMIT, true);
        String address = subscribe();

        var second = client.events("CreatePullPointSubscription", "");
        assertThat(second.status()).isEqualTo(500);
        assertThat(second.text()).contains("ter:BlockedThreadUpperLimit");

        var waiting = client.later(
                address, SoapClient.TEV, "PullMessages", "<Timeout>PT10S</Timeout><MessageLimit>1</MessageLimit>");
        org.awaitility.Awaitility.await().until(() -> pull(address).text().contains("ter:BlockedThreadUpperLimit"));
        motion();
        assertThat(waiting.get().text()).contains("MotionAlarm");
    }

    @Test
    void renewFaults() throws Exception {
        device.set(Mode.RENEW_FAULTS, true);
        String address = subscribe();

        var refused = client.to(address, SoapClient.WSNT, "Renew", "<TerminationTime>PT600S</TerminationTime>");

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).contains("ter:UnableToRenew");
        motion();
        assertThat(pull(address).text()).contains("MotionAlarm");
    }

    @Test
    void silentEvents() throws Exception {
        device.set(Mode.SILENT_EVENTS, true);
        String address = subscribe();
        motion();

        var pulled = pull(address);

        assertThat(pulled.status()).isEqualTo(200);
        assertThat(pulled.text()).contains("PullMessagesResponse").doesNotContain("NotificationMessage");
    }

    @Test
    void emptySubscriptionAddress() throws Exception {
        device.set(Mode.EMPTY_SUBSCRIPTION_ADDRESS, true);

        assertThat(subscribe()).isEmpty();
        motion();
        assertThat(client.events("PullMessages", "<Timeout>PT1S</Timeout><MessageLimit>5</MessageLimit>")
                        .text())
                .contains("MotionAlarm");
        assertThat(client.call("event_service", SoapClient.WSNT, "Unsubscribe", "")
                        .status())
                .isEqualTo(200);
        assertThat(device.subscriptions()).isZero();
    }

    @Test
    void snapshotUriIsRtsp() throws Exception {
        device.set(Mode.SNAPSHOT_URI_IS_RTSP, true);

        assertThat(client.media("GetSnapshotUri", "<ProfileToken>Profile_101</ProfileToken>")
                        .first("Uri"))
                .startsWith("rtsp://");
    }

    @Test
    void dyingPullPoint() throws Exception {
        device.set(Mode.DYING_PULL_POINT, true);
        String address = subscribe();
        for (int i = 0; i < 3; i++) {
            assertThat(pull(address).status()).isEqualTo(200);
        }

        assertThat(pull(address).text()).contains("ter:ResourceUnknown");
        assertThat(client.events("CreatePullPointSubscription", "").text()).contains("ter:BlockedThreadUpperLimit");
        assertThat(pull(subscribe()).status()).isEqualTo(200);
    }

    @Test
    void referenceParameters() throws Exception {
        device.set(Mode.REFERENCE_PARAMETERS, true);
        subscribe();
        var created = client.events("CreatePullPointSubscription", "");
        String address = created.first("Address");
        String number = created.first("SubscriptionId");
        motion();

        assertThat(pull(address).text()).as("nothing says which").contains("ter:ResourceUnknown");
        var pulled = client.send(
                address,
                SoapClient.envelope(
                        client.token(Instant.now()) + "<v:SubscriptionId xmlns:v=\"http://vendor.example/event\">"
                                + number + "</v:SubscriptionId>",
                        SoapClient.TEV,
                        "PullMessages",
                        "<Timeout>PT1S</Timeout><MessageLimit>5</MessageLimit>"));
        assertThat(pulled.text()).contains("MotionAlarm");
    }

    @Test
    void namesEveryModeAsItIsKnown() {
        for (Mode mode : Mode.values()) {
            assertThat(Mode.of(mode.token())).isEqualTo(mode);
        }
        assertThat(Mode.of("clockWindow5s")).isEqualTo(Mode.CLOCK_WINDOW_5S);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> Mode.of("zzz")).hasMessageContaining("renewFaults");
    }

    @Test
    void aLockedDeviceSaysNoMoreThanNo() throws Exception {
        device.lock(Duration.ofMinutes(30));

        assertThat(client.device("GetDeviceInformation").text()).contains("ter:NotAuthorized");
        assertThat(device.logins().get("viewer").whileLocked()).isEqualTo(1);
    }
}
