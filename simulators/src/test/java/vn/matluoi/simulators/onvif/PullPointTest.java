package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.rtsp.Clip;

class PullPointTest {

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
        return client.events("CreatePullPointSubscription", "<InitialTerminationTime>PT600S</InitialTerminationTime>")
                .first("Address");
    }

    private CompletableFuture<SoapClient.Answer> pull(String address, int seconds) {
        return client.later(
                address,
                SoapClient.TEV,
                "PullMessages",
                "<Timeout>PT" + seconds + "S</Timeout><MessageLimit>100</MessageLimit>");
    }

    private void motion(boolean is) {
        device.happen(new Event(
                "tns1:VideoSource/MotionAlarm",
                "Source",
                "VideoSource_1",
                "State",
                Boolean.toString(is),
                "Changed",
                Instant.now()));
    }

    private void awaitPulls(long count) {
        await().until(() -> device.requests().getOrDefault("tev:PullMessages", 0L) == count);
    }

    @Test
    void aPullWaitsUntilSomethingHappens() throws Exception {
        var waiting = pull(subscribe(), 60);
        awaitPulls(1);
        assertThat(waiting).isNotDone();

        motion(true);

        assertThat(waiting.get().text())
                .contains("PropertyOperation=\"Changed\"", "Name=\"State\" Value=\"true\"", "VideoSource_1");
    }

    @Test
    void aPullIsAnsweredWithNothingWhenItsTimeIsUp() throws Exception {
        Instant asked = Instant.now();

        var pulled = pull(subscribe(), 1).get();

        assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        assertThat(pulled.status()).isEqualTo(200);
        assertThat(pulled.all("NotificationMessage")).isEmpty();
        assertThat(pulled.first("TerminationTime")).isGreaterThan(pulled.first("CurrentTime"));
    }

    @Test
    void aSubscriberFirstHearsTheStateOfEveryProperty() throws Exception {
        motion(true);
        device.setOnline(2, false);

        String text = pull(subscribe(), 60).get().text();

        assertThat(text)
                .contains("tns1:VideoSource/MotionAlarm", "tns1:VideoSource/SignalLoss", "VideoSource_2")
                .contains("PropertyOperation=\"Initialized\"")
                .doesNotContain("\"Changed\"");
    }

    @Test
    void aSynchronizationPointTellsTheStateAgain() throws Exception {
        String address = subscribe();
        motion(true);
        pull(address, 60).get();

        client.to(address, SoapClient.TEV, "SetSynchronizationPoint", "");

        assertThat(pull(address, 60).get().text()).contains("MotionAlarm", "Initialized");
    }

    @Test
    void eventsWaitForThePullInOrderAndTheOldestAreLostWhenTheyAreTooMany() throws Exception {
        String address = subscribe();
        for (int i = 0; i < 250; i++) {
            device.happen(new Event("tns1:UserAlarm/IVA", "", "", "n", Integer.toString(i), "", Instant.now()));
        }

        var first = pull(address, 1).get();
        var second = pull(address, 1).get();

        assertThat(first.text()).contains("Value=\"50\"", "Value=\"149\"").doesNotContain("Value=\"49\"");
        assertThat(second.text()).contains("Value=\"150\"", "Value=\"249\"");
    }

    @Test
    void unsubscribingEndsThePullAndTheSubscription() throws Exception {
        String address = subscribe();
        var waiting = pull(address, 60);
        awaitPulls(1);

        assertThat(client.to(address, SoapClient.WSNT, "Unsubscribe", "").status())
                .isEqualTo(200);

        assertThat(waiting.get().text()).contains("PullMessagesResponse");
        assertThat(pull(address, 1).get().text()).contains("ter:ResourceUnknown");
        assertThat(device.subscriptions()).isZero();
    }

    @Test
    void renewingMovesTheEnd() throws Exception {
        String address = subscribe();

        var renewed = client.to(address, SoapClient.WSNT, "Renew", "<TerminationTime>PT3600S</TerminationTime>");

        Instant end = Instant.parse(renewed.first("TerminationTime"));
        assertThat(Duration.between(Instant.parse(renewed.first("CurrentTime")), end))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void refusesTheSixthSubscription() throws Exception {
        for (int i = 0; i < EventService.MAX_SUBSCRIPTIONS; i++) {
            subscribe();
        }

        assertThat(client.events("CreatePullPointSubscription", "").text()).contains("ter:MaximumSubscriptions");
    }

    @Test
    void aClientThatGoesAwayTakesNoEventWithIt() throws Exception {
        String address = subscribe();
        var abandoned = pull(address, 60);
        awaitPulls(1);
        abandoned.cancel(true);

        // the connection's end is noticed, or the event goes to the pull that comes next: never into the void
        await().untilAsserted(() -> {
            motion(true);
            assertThat(pull(address, 1).get().text()).contains("MotionAlarm");
        });
    }

    @Test
    void aVendorsOwnTopicIsDeclared() throws Exception {
        String address = subscribe();
        device.happen(
                new Event("tns1:Device/Trigger/tnshik:AlarmIn", "Token", "1", "State", "true", "", Instant.now()));

        var pulled = pull(address, 60).get();

        assertThat(pulled.wellFormed()).isTrue();
        assertThat(pulled.text()).contains("xmlns:tnshik=", "tns1:Device/Trigger/tnshik:AlarmIn");
    }
}
