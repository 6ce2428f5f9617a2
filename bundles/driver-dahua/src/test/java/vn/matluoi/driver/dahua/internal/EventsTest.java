package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.dahua.internal.PlayedStream.Opening;
import vn.matluoi.driver.testkit.Targets;

/** What a device tells as it happens, and how a subscription begins and ends. */
class EventsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    private static final String PART = "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:40\r\n\r\n";
    private static final String HEARTBEAT = "--myboundary\r\nContent-Length:9\r\n\r\nHeartbeat\r\n";

    private final Target target = Targets.at(URI.create("http://192.0.2.1"), "hub", "x");
    private final List<CameraEvent> events = new ArrayList<>();
    private final List<Optional<Duration>> lapses = new ArrayList<>();
    private final List<DeviceException> ends = new ArrayList<>();
    private PlayedStream stream = PlayedStream.of(200, PART);

    private final Events.Sink sink = new Events.Sink() {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            events.add(event);
            lapses.add(lapse);
        }

        @Override
        public void ended(DeviceException why) {
            ends.add(why);
        }
    };

    private Events.Subscription subscribe() throws DeviceException {
        return subscribe(target);
    }

    private Events.Subscription subscribe(Target to) throws DeviceException {
        return new DahuaEvents(new Cgi(stream, () -> NOW), to, () -> NOW, () -> stream.nanos()).subscribe(sink);
    }

    @Test
    void tellsWhatHappensWhere() throws DeviceException {
        subscribe();
        stream.send(
                "Code=VideoMotion;action=Start;index=4;data={\n\t\"UTC\": 1691815050,\n\t\"Name\": \"Cổng\"\n}\r\n");
        stream.send(PART + "Code=VideoMotion;action=Stop;index=4\r\n" + HEARTBEAT);
        assertThat(stream.asked())
                .containsExactly("/cgi-bin/eventManager.cgi?action=attach&codes=%5BAll%5D&heartbeat=5");
        var began = events.get(0);
        assertThat(began.source()).isEqualTo(target.id());
        assertThat(began.channel()).contains(new ChannelId("5"));
        assertThat(began.type()).isEqualTo(Type.MOTION);
        assertThat(began.phase()).isEqualTo(Phase.ACTIVE);
        assertThat(began.deviceTime()).contains(Instant.ofEpochSecond(1691815050));
        assertThat(began.hubTime()).isEqualTo(NOW);
        assertThat(began.topic()).isEqualTo("VideoMotion");
        assertThat(began.payload()).startsWith("Code=VideoMotion;").contains("\"Cổng\"");
        assertThat(events).hasSize(2).last().extracting(CameraEvent::phase).isEqualTo(Phase.INACTIVE);
        assertThat(events.get(1).deviceTime()).isEmpty();
        assertThat(lapses).as("a Stop is sure to come").containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "VideoMotion, MOTION, 1",
        "VideoMotionInfo, MOTION, 1",
        "SmartMotionHuman, PERSON_SEEN, 1",
        "SmartMotionVehicle, VEHICLE_SEEN, 1",
        "CrossLineDetection, LINE_CROSSED, 1",
        "CrossRegionDetection, REGION_ENTERED, 1",
        "LeftDetection, OBJECT_LEFT, 1",
        "TakenAwayDetection, OBJECT_TAKEN, 1",
        "ParkingDetection, PARKED, 1",
        "WanderDetection, LOITERING, 1",
        "RioterDetection, CROWD, 1",
        "FaceDetection, FACE_SEEN, 1",
        "FaceRecognition, FACE_SEEN, 1",
        "HumanTrait, PERSON_SEEN, 1",
        "TrafficJunction, PLATE_READ, 1",
        "NumberStat, PERSON_COUNTED, 1",
        "AlarmLocal, INPUT,",
        "AlarmOutput, OUTPUT,",
        "VideoLoss, VIDEO_LOST, 1",
        "VideoBlind, TAMPER, 1",
        "SceneChange, TAMPER, 1",
        "AudioMutation, SOUND, 1",
        "StorageNotExist, DISK_FAULT,",
        "StorageFailure, DISK_FAULT,",
        "StorageLowSpace, DISK_FAULT,",
        "NetAbort, NETWORK_FAULT,",
        "IPConflict, NETWORK_FAULT,",
        "LoginFailure, LOGIN_FAILURE,",
        "NewFile, OTHER, 1",
        "TimeChange, CLOCK_CHANGED,",
        "NTPAdjustTime, CLOCK_CHANGED,",
        "RtspSessionDisconnect, OTHER,",
        "IntelliFrame, OTHER, 1",
        "TrafficManualSnap, PLATE_READ, 1",
        "TrafficOverSpeed, PLATE_READ, 1",
        "FaceAnalysis, FACE_SEEN, 1",
        "SomethingNew, OTHER, 1"
    })
    void saysItInTheHubsWords(String code, Type type, String channel) throws DeviceException {
        subscribe();
        stream.send("Code=%s;action=Start;index=0\r\n".formatted(code));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).type()).isEqualTo(type);
        assertThat(events.get(0).channel())
                .isEqualTo(Optional.ofNullable(channel).map(ChannelId::new));
        assertThat(events.get(0).topic()).startsWith(code);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"Direction\":\"Enter\"}', REGION_ENTERED",
        "'{\"Direction\": \"Leave\"}', REGION_LEFT",
        "'{\"Action\":\t\"Inside\"}', REGION_OCCUPIED"
    })
    void tellsEnteringFromLeaving(String data, Type type) throws DeviceException {
        subscribe();
        stream.send("Code=CrossRegionDetection;action=Start;index=0;data=" + data + "\r\n");
        assertThat(events).extracting(CameraEvent::type).containsExactly(type);
        assertThat(lapses).as("its end is not always told").containsExactly(Optional.of(Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"TrafficCar\":{\"PlateNumber\" : \"51A-123.45\"}}', PLATE_READ",
        "'{\"TrafficCar\":{\"PlateNumber\" : \"\"}}', OTHER"
    })
    void whateverCarriesAPlateIsOne(String data, Type type) throws DeviceException {
        subscribe();
        stream.send("Code=SomethingNew;action=Pulse;index=0;data=" + data + "\r\n");
        assertThat(events).extracting(CameraEvent::type).containsExactly(type);
    }

    @Test
    void oneInputIsNotAnother() throws DeviceException {
        subscribe();
        stream.send("Code=AlarmLocal;action=Start;index=1\r\nCode=AlarmLocal;action=Start;index=5\r\n");
        assertThat(events).extracting(CameraEvent::topic).containsExactly("AlarmLocal;index=1", "AlarmLocal;index=5");
    }

    @ParameterizedTest
    @CsvSource({"-1", "512", "99999"})
    void whatNoChannelHasIsTheWholeDevices(int index) throws DeviceException {
        subscribe();
        stream.send("Code=VideoMotion;action=Pulse;index=%d\r\n".formatted(index));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).channel()).isEmpty();
        assertThat(events.get(0).phase()).isEqualTo(Phase.PULSE);
    }

    @Test
    void timeWithAFraction() throws DeviceException {
        subscribe();
        stream.send("Code=VideoMotionInfo;action=State;index=0;data={\"UTC\" : 1624168340.5}\r\n");
        assertThat(events.get(0).deviceTime()).contains(Instant.ofEpochSecond(1624168340, 500_000_000));
        assertThat(events.get(0).phase()).isEqualTo(Phase.PULSE);
    }

    /** No blank after the colon, no blank line, no channel, a float for a time, boxes in a grid of 8192, and the next one cut. */
    @Test
    void everyOddityOfARealStreamAtOnce() throws DeviceException {
        subscribe();
        stream.send("--myboundary\r\nContent-Type: text/plain\r\nContent-Length:41\r\n"
                + "Code=CrossLineDetection;action=Start;index=-1;data={\r\n\t\"Object\" : {\r\n"
                + "\t\t\"BoundingBox\" : [ 3736, 5064, 8191, 8192 ]\r\n\t},\r\n\t\"UTC\" : 1624168340.0\r\n}\r\n"
                + "--myboundary\r\nContent-Length:41\r\nCode=VideoMotion;action=Start;index=0;data={\r\n\t\"Id\" : [ 0 ],\r\n\t\"Reg"
                + "--myboundary\r\nContent-Length:41\r\nCode=VideoMotion;action=Stop;index=0\r\n");
        assertThat(events)
                .extracting(e -> e.type() + " " + e.phase() + " " + e.channel().isPresent())
                .containsExactly("LINE_CROSSED ACTIVE false", "MOTION ACTIVE true", "MOTION INACTIVE true");
        assertThat(events.get(0).deviceTime()).contains(Instant.ofEpochSecond(1624168340));
        assertThat(events.get(0).payload()).contains("[ 3736, 5064, 8191, 8192 ]");
    }

    @Test
    void dahuaCutJson() throws DeviceException {
        subscribe();
        stream.send("Code=VideoMotion;action=Start;index=0;data={\r\n\t\"UTC\": 16918");
        assertThat(events).isEmpty();
        stream.pass(Duration.ofSeconds(3));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).deviceTime()).isEmpty();
        assertThat(events.get(0).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void dahuaStreamClosedAtOnce() throws DeviceException {
        stream = new PlayedStream(path -> new Opening(200, "", true));
        assertThatExceptionOfType(Unsupported.class).isThrownBy(this::subscribe).withMessageContaining("ONVIF");
        assertThat(ends).as("whoever subscribed knows already").isEmpty();
        stream = new PlayedStream(path -> new Opening(200, PART, true));
        subscribe();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isInstanceOf(Unsupported.class).hasMessageContaining("ONVIF");
    }

    @Test
    void closedSoonAfterIsAtOnceToo() throws DeviceException {
        subscribe();
        stream.pass(Duration.ofSeconds(3));
        stream.breakOff();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isInstanceOf(Unsupported.class).hasMessageContaining("ONVIF");
        assertThat(ends.get(0).text().vi()).contains("ONVIF");
    }

    @Test
    void aStreamThatWasAliveBrokeOff() throws DeviceException {
        subscribe();
        stream.send(HEARTBEAT);
        stream.breakOff();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isInstanceOf(Unreachable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void dahuaAllCodesOnly(int status) throws DeviceException {
        stream = new PlayedStream(path -> path.contains("%5BAll%5D")
                ? new Opening(200, PART, false)
                : new Opening(status, "Error\r\nBad Request!\r\n", true));
        subscribe(Targets.with(target, "events.codes", "VideoMotion, AlarmLocal"));
        assertThat(stream.asked()).hasSize(2).first().asString().contains("codes=%5BVideoMotion,AlarmLocal%5D");
        stream.send("Code=VideoLoss;action=Start;index=0\r\nCode=AlarmLocal;action=Start;index=0\r\n");
        assertThat(events)
                .as("the others are passed over")
                .extracting(CameraEvent::type)
                .containsExactly(Type.INPUT);
    }

    /** The first is {@code dahuaErrorWith200}. */
    @ParameterizedTest
    @CsvSource({"200, 'Error\r\n'", "400, 'Error\r\nBad Request!\r\n'", "501, ''", "404, '<html></html>'"})
    void aRefusalNamesOnvif(int status, String body) {
        stream = new PlayedStream(path -> new Opening(status, body, true));
        assertThatExceptionOfType(Unsupported.class).isThrownBy(this::subscribe).withMessageContaining("ONVIF");
        assertThat(ends).isEmpty();
    }

    @Test
    void aBusyDeviceIsNotARefusalOfEvents() {
        stream = new PlayedStream(path -> new Opening(500, "Error\r\nInternal Server Error\r\n", true));
        assertThatExceptionOfType(Busy.class).isThrownBy(this::subscribe);
        var some = Targets.with(target, "events.codes", "VideoMotion");
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> subscribe(some));
        assertThat(ends).as("whoever subscribed knows already").isEmpty();
    }

    @Test
    void aLockedDeviceIsNotARefusalOfEvents() {
        stream = new PlayedStream(
                path -> new Opening(403, "{\"ErrorCode\":268632081,\"Result\":false,\"RmLock\":600}", true));
        var refused = catchThrowableOfType(Refused.class, this::subscribe);
        assertThat(refused.why()).isEqualTo(Why.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(610));
        stream = new PlayedStream(path -> new Opening(403, "Error\r\nForbidden\r\n", true));
        assertThat(catchThrowableOfType(Refused.class, this::subscribe).why()).isEqualTo(Why.RIGHTS);
    }

    @Test
    void threeMissingHeartbeatsAreTheEnd() throws DeviceException {
        subscribe();
        stream.send(HEARTBEAT);
        stream.pass(Duration.ofSeconds(10));
        stream.send(PART + "Code=VideoMotion;action=Pulse;index=0\r\n");
        stream.pass(Duration.ofSeconds(14));
        assertThat(ends).as("whatever comes is a proof of life").isEmpty();
        stream.pass(Duration.ofSeconds(2));
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).isInstanceOf(Unreachable.class);
        assertThat(stream.closed()).isEqualTo(1);
    }

    @Test
    void firmwareWithoutHeartbeatsIsLeftAlone() throws DeviceException {
        subscribe();
        stream.pass(Duration.ofMinutes(5));
        assertThat(ends).isEmpty();
    }

    @Test
    void nothingComesAfterItWasClosed() throws DeviceException {
        var subscription = subscribe();
        subscription.close();
        subscription.close();
        stream.send("Code=VideoMotion;action=Pulse;index=0\r\n");
        stream.breakOff();
        assertThat(events).isEmpty();
        assertThat(ends).isEmpty();
        assertThat(stream.closed()).isPositive();
    }

    /** Or it would keep its thread, and the classes of a driver that was replaced, until the device's time-out. */
    @Test
    void aSessionClosedMeanwhileEndsTheSubscribing() throws Exception {
        var asked = new CountDownLatch(1);
        var silent = new PlayedStream(path -> {
            asked.countDown();
            return new Opening(200, "", false);
        });
        var cgi = new Cgi(silent, () -> NOW);
        var subscribing = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> new DahuaEvents(cgi, target, () -> NOW).subscribe(sink)));
        asked.await();
        cgi.close();
        assertThat(subscribing).succeedsWithin(target.timeout().dividedBy(2)).isInstanceOf(Unreachable.class);
        assertThat(ends).as("nobody is told by a session that its owner closed").isEmpty();
    }

    @Test
    void aCodeThatIsNoneIsRefusedBeforeItIsAsked() {
        var odd = Targets.with(target, "events.codes", "VideoMotion]&action=reboot");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> subscribe(odd));
        assertThat(stream.asked()).isEmpty();
    }
}
