package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** A PullPoint through the hub's own client. */
@Timeout(60)
class EventsOverHttpTest extends Opened {

    /** Prefixes that nobody declared. */
    private static final Answer BARE = Answer.of(
            200,
            "application/soap+xml",
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><tev:PullMessagesResponse>"
                    + "<wsnt:NotificationMessage><wsnt:Topic>tns1:VideoSource/MotionAlarm</wsnt:Topic><wsnt:Message>"
                    + "<tt:Message PropertyOperation=\"Changed\"><tt:Data><tt:SimpleItem Name=\"State\" Value=\"true\"/></tt:Data>"
                    + "</tt:Message></wsnt:Message></wsnt:NotificationMessage></tev:PullMessagesResponse></s:Body></s:Envelope>");

    private static SoapDevice telling() {
        return SoapDevice.camera()
                .on("CreatePullPointSubscription", "<tds:SubscriptionReference/>")
                .on("Unsubscribe", "")
                .on("PullMessages", BARE);
    }

    @Test
    void missingWsaWsntDeclarations() throws Exception {
        var taken = new Taken();
        session(telling()).facet(Events.class).orElseThrow().subscribe(taken);
        await().until(() -> taken.events.size() >= 2);
        assertThat(taken.events.get(0).phase()).isEqualTo(Phase.ACTIVE);
    }

    /** Each pull has a token of its own. */
    @Test
    void pullsAreLoggedInByToken() throws Exception {
        var device = telling();
        var server = tokens(device);
        var taken = new Taken();
        var session = session(target(server));
        session.facet(Events.class).orElseThrow().subscribe(taken);
        await().until(() -> taken.events.size() >= 2);
        session.close();
        await().until(() -> !device.asked("Unsubscribe").isEmpty());
        assertThat(server.wrong()).isZero();
        assertThat(device.asked("PullMessages"))
                .extracting(a -> a.text().replaceAll("(?s).*<wsse:Nonce[^>]*>([^<]*)<.*", "$1"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aSubscriptionHoldsNoThread() throws Exception {
        var address = target(telling()).address();
        var threads = ManagementFactory.getThreadMXBean();
        var first = new Taken();
        session(Targets.at(address, "hub", secret))
                .facet(Events.class)
                .orElseThrow()
                .subscribe(first);
        await().until(() -> !first.events.isEmpty());
        int before = threads.getThreadCount();
        for (int i = 0; i < 20; i++) {
            var another = Targets.at(address, "hub", secret); // a source of its own
            session(another).facet(Events.class).orElseThrow().subscribe(new Taken());
        }
        assertThat(threads.getThreadCount() - before).isLessThanOrEqualTo(4);
    }
}
