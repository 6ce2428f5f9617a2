package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** A device has room for two to five subscriptions: a session that closes leaves none there, whatever is under way. */
class GivenBackTest {

    private static final Duration REST = Duration.ofSeconds(5); // between giving one back and making another

    private final SoapDevice device = SoapDevice.camera();
    private final FakeHttp http = new FakeHttp(device);
    private final Taken taken = new Taken();
    private Duration patience = Unfinished.PATIENCE;
    private DeviceSession session;

    private Events events(String way) throws DeviceException {
        http.takesIn();
        device.on("CreatePullPointSubscription", given(1));
        device.on("Subscribe", given(1));
        device.on("SetSynchronizationPoint", "");
        device.on("PullMessages", "");
        device.on("Unsubscribe", "");
        var target = Targets.at(URI.create("http://192.0.2.1"), "", "");
        session = new OnvifDriver(http, InstantSource.system(), patience)
                .open(Targets.with(target, OnvifEvents.OPTION, way));
        session.channels();
        return session.facet(Events.class).orElseThrow();
    }

    private static String given(int number) {
        return """
                <tev:SubscriptionReference xmlns:tev="x"><wsa:Address>http://192.0.2.1/subscription/%d</wsa:Address></tev:SubscriptionReference>
                <wsnt:CurrentTime>1970-01-01T00:00:00Z</wsnt:CurrentTime><wsnt:TerminationTime>1970-01-01T00:01:00Z</wsnt:TerminationTime>"""
                .formatted(number);
    }

    private void finished() {
        http.answer(20);
        http.pass(Duration.ofHours(1));
        assertThat(http.onTheirWay()).isEmpty();
        assertThat(http.open()).as("open connections").isZero();
        assertThat(http.next()).as("no timer is left").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pull, CreatePullPointSubscription", "push, Subscribe"})
    void whatTheDeviceGivesWhileTheSessionCloses(String way, String operation) throws Exception {
        var events = events(way);
        device.on(operation, request -> {
            session.close();
            return SoapDevice.found(operation, given(7));
        });
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> events.subscribe(taken));
        finished();
        assertThat(device.asked("Unsubscribe")).singleElement().satisfies(asked -> assertThat(asked.path())
                .isEqualTo("/subscription/7"));
        assertThat(taken.ended).isEmpty();
    }

    /** It cannot be renewed and is made anew: the old one was given back, the new one is on its way. */
    private void madeAnew() throws Exception {
        device.on("Renew", SoapDevice.fault(400, "ter:InvalidArgVal", "no"));
        events("pull").subscribe(taken);
        for (int i = 0; device.asked("Renew").isEmpty() && i < 60; i++) {
            http.answer(2);
            http.pass(Duration.ofSeconds(1));
        }
        for (int i = 0; http.onTheirWay().stream().noneMatch(sent -> is(sent, "Unsubscribe")); i++) {
            assertThat(i).isLessThan(60);
            http.answer(1);
            http.pass(Duration.ofSeconds(1));
        }
    }

    private static boolean is(FakeHttp.Held sent, String operation) {
        return new String(sent.request().body(), UTF_8).contains(":" + operation);
    }

    @Test
    void oneThatIsGivenBackAlreadyIsNotGivenBackTwice() throws Exception {
        madeAnew();
        session.close();
        assertThat(http.open()).as("what is on its way is not cut off").isPositive();
        finished();
        assertThat(device.asked("Unsubscribe")).hasSize(1);
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(1);
    }

    @Test
    void oneThatIsBeingMadeAnew() throws Exception {
        madeAnew();
        http.answer(1);
        device.on("CreatePullPointSubscription", given(2));
        http.pass(REST);
        assertThat(http.onTheirWay()).singleElement().matches(sent -> is(sent, "CreatePullPointSubscription"));
        session.close();
        finished();
        assertThat(device.asked("Unsubscribe"))
                .extracting(SoapDevice.Asked::path)
                .containsExactly("/subscription/1", "/subscription/2");
    }

    @Test
    void oneThatWasClosedJustBefore() throws Exception {
        var events = events("pull");
        events.subscribe(taken).close();
        device.on("CreatePullPointSubscription", given(2));
        events.subscribe(taken).close();
        session.close();
        finished();
        assertThat(device.asked("Unsubscribe")).hasSize(2);
    }

    @Test
    void aDeviceThatHangsUpKeepsNothingOpen() throws Exception {
        events("pull").subscribe(taken);
        http.answer(1);
        session.close();
        device.on("Unsubscribe", Answer.hangUp());
        finished();
    }

    /** Nor does an answer that nobody tells: the client gives a connection up with all that hangs on it. */
    @ParameterizedTest
    @ValueSource(strings = {"pull", "push"})
    void aDeviceThatDoesNotAnswerKeepsNothingOpen(String way) throws Exception {
        patience = Duration.ofSeconds(1);
        events(way).subscribe(taken);
        session.close();
        assertThat(http.open()).as("what is on its way is not cut off").isPositive();
        nothingIsOpenInTheEnd();
    }

    @Test
    void aDeviceThatDoesNotAnswerWhileOneIsMadeAnewKeepsNothingOpen() throws Exception {
        patience = Duration.ofSeconds(1);
        madeAnew();
        session.close();
        nothingIsOpenInTheEnd();
    }

    @Test
    void aDeviceThatDoesNotMakeAnotherKeepsNothingOpen() throws Exception {
        patience = Duration.ofSeconds(1);
        madeAnew();
        http.answer(1);
        http.pass(REST);
        assertThat(http.onTheirWay()).singleElement().matches(sent -> is(sent, "CreatePullPointSubscription"));
        session.close();
        nothingIsOpenInTheEnd();
    }

    private void nothingIsOpenInTheEnd() {
        await().until(() -> http.open() == 0 && http.onTheirWay().isEmpty());
        assertThat(http.next()).as("no timer is left").isEmpty();
    }
}
