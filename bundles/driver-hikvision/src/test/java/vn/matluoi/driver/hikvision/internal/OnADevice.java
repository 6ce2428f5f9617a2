package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;
import vn.matluoi.driver.testkit.Targets;

/** A recorder of sixteen channels that can do what a test gives it, and a session with it. Its fifth channel is asked. */
abstract class OnADevice {

    static final ChannelId FIVE = new ChannelId("5");
    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z"); // ten o'clock in Tây Ninh
    static final String OK =
            "<ResponseStatus><statusCode>1</statusCode><statusString>OK</statusString><subStatusCode>ok</subStatusCode></ResponseStatus>";
    final String secret = UUID.randomUUID().toString();
    final IsapiRecorder recorder = IsapiRecorder.sixteen();
    final List<String> sent = new ArrayList<>();
    final DeviceServer server = DeviceServer.open("hub", secret, this::answer);
    Answer toPut = Answer.xml(OK);
    Optional<DeviceSession> session = Optional.empty();

    private Answer answer(Request request) {
        if (!request.method().equals("GET")) {
            sent.add(request.method() + " " + request.path() + " " + new String(request.body(), UTF_8));
            if (!request.method().equals("POST")) {
                return toPut;
            }
        }
        return recorder.answer(request);
    }

    @AfterEach
    void switchOff() {
        session.ifPresent(DeviceSession::close);
        server.close();
    }

    DeviceSession session() throws DeviceException {
        if (session.isEmpty()) {
            session = Optional.of(
                    new HikvisionDriver(Targets.http(), () -> NOW).open(Targets.at(server.address(), "hub", secret)));
            session.get().channels();
        }
        return session.get();
    }

    <F extends ChannelFacet> F five(Class<F> facet) throws DeviceException {
        return session().facet(FIVE, facet).orElseThrow();
    }

    IsapiRecorder recording() {
        return recorder.on(
                        Tracks.PATH,
                        """
                <TrackList><Track><id>501</id><Enable>false</Enable><CustomExtensionList><CustomExtension><enableSchedule>true</enableSchedule></CustomExtension></CustomExtensionList></Track>
                <Track><id>503</id></Track><Track><id>601</id><CustomExtensionList><CustomExtension><enableSchedule>false</enableSchedule></CustomExtension></CustomExtensionList></Track></TrackList>
                """)
                .on(
                        HikvisionClock.PATH,
                        "<Time><timeMode>NTP</timeMode><localTime>2026-11-22T10:05:00+08:00</localTime></Time>");
    }
}
