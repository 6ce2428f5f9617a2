package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.driver.testkit.Targets;

/** Whatever a device pulls out, events are clean and bounded, and the subscription goes on or says why not. */
class NoticesFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void becomeEventsOrNothing(byte[] pulled) throws DeviceException {
        var device = SoapDevice.camera()
                .on("CreatePullPointSubscription", "<tds:SubscriptionReference/>")
                .on("PullMessages", new String(pulled, UTF_8));
        var http = new FakeHttp(device);
        var taken = new Taken();
        var target = Targets.at(URI.create("http://192.0.2.1"), "", "");
        try (var session = new OnvifDriver(http, () -> Instant.EPOCH).open(target)) {
            session.facet(Events.class).orElseThrow().subscribe(taken);
            for (int i = 0; i < 4; i++) {
                http.answer(2);
                http.pass(Duration.ofSeconds(10));
            }
            assertThat(http.onTheirWay().isEmpty() && http.next().isEmpty() && taken.ended.isEmpty())
                    .as("asleep for ever")
                    .isFalse();
        }
        taken.events.forEach(event -> {
            assertThat(event.topic())
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(200)
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
            assertThat(event.payload()).hasSizeLessThanOrEqualTo(16 * 1024);
        });
    }
}
