package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.rtsp.Clip;

class FleetTest {

    private static final int DEVICES = 200;

    @Test
    void hundredsOfDevicesWithAPullEachHoldAHandfulOfThreads() throws Exception {
        String password = "right-" + System.nanoTime();
        try (OnvifSite site = OnvifSite.start(Clip.builtIn())) {
            for (int i = 1; i <= DEVICES; i++) {
                site.add(OnvifSettings.recorder("o" + i, "Đầu ghi " + i, "viewer", 8), password);
            }
            List<CompletableFuture<SoapClient.Answer>> pulls = new ArrayList<>();
            SoapClient any = new SoapClient(site.devices().get(0), password);
            for (OnvifDevice device : site.devices()) {
                String address = new SoapClient(device, password)
                        .events(
                                "CreatePullPointSubscription",
                                "<InitialTerminationTime>PT600S</InitialTerminationTime>")
                        .first("Address");
                pulls.add(any.later(
                        address,
                        SoapClient.TEV,
                        "PullMessages",
                        "<Timeout>PT60S</Timeout><MessageLimit>10</MessageLimit>"));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> site.devices().stream()
                    .allMatch(device -> device.requests().getOrDefault("tev:PullMessages", 0L) == 1));
            assertThat(pulls).noneMatch(CompletableFuture::isDone);
            // those of sites that other tests have just closed may still be ending
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().matches("web.*|onvif.*|rtsp-.*"))
                    .hasSizeLessThanOrEqualTo(5));

            for (OnvifDevice device : site.devices()) {
                device.happen(new Event(
                        "tns1:VideoSource/MotionAlarm", "Source", device.name(), "State", "true", "", Instant.now()));
            }

            for (int i = 0; i < DEVICES; i++) {
                assertThat(pulls.get(i).get().text())
                        .contains("Value=\"" + site.devices().get(i).name() + '"');
            }
        }
    }
}
