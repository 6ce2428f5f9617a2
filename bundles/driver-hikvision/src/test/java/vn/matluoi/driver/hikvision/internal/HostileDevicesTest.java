package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Devices that mean harm. */
@Timeout(60)
class HostileDevicesTest {

    private static final String INPUT = "<VideoInputChannel><id>1</id></VideoInputChannel>";
    private static final String STREAM = "<StreamingChannel><id>101</id></StreamingChannel>";

    private final String secret = UUID.randomUUID().toString();

    private interface Check {
        void with(DeviceSession session) throws DeviceException;
    }

    private void on(IsapiRecorder recorder, Check check) throws DeviceException {
        try (var server = DeviceServer.open("hub", secret, recorder);
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(server.address(), "hub", secret))) {
            check.with(session);
        }
    }

    private static String inputs(int number) {
        return "<VideoInputChannelList>" + INPUT.repeat(number) + "</VideoInputChannelList>";
    }

    @Test
    void moreChannelsThanAnyRecorderHasAreRefused() throws DeviceException {
        on(new IsapiRecorder("NVR").on(Layout.INPUTS, inputs(9_990)), session -> assertThat(
                        catchThrowableOfType(Garbled.class, session::channels)
                                .text()
                                .en())
                .contains("9990"));
    }

    @Test
    void manyChannelsAndStreamsOfOneNumberCostLittle() throws DeviceException {
        var recorder = new IsapiRecorder("NVR")
                .on(Layout.INPUTS, inputs(512))
                .on(StreamTable.PATH, "<StreamingChannelList>" + STREAM.repeat(9_000) + "</StreamingChannelList>");
        on(recorder, session -> {
            var channels = session.channels();
            assertThat(channels).hasSize(512).doesNotHaveDuplicates();
            for (var channel : channels) {
                assertThat(session.facet(channel.id(), Streams.class)
                                .orElseThrow()
                                .streams())
                        .hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ResponseStatus><statusCode>9</statusCode><subStatusCode>%s</subStatusCode></ResponseStatus>",
                "<a%1$s/>"
            })
    void itsWordsReachPeopleCleanAndShort(String answer) throws DeviceException {
        var words = answer.startsWith("<a") ? "b".repeat(900) : "\u0085\u202e[2J" + "b".repeat(100_000);
        var recorder = new IsapiRecorder("NVR").on(Layout.INPUTS, Answer.xml(answer.formatted(words)));
        on(recorder, session -> {
            var failure = catchThrowableOfType(DeviceException.class, session::channels);
            for (var text : new String[] {failure.text().vi(), failure.text().en(), failure.getMessage()}) {
                assertThat(text)
                        .contains("bbb")
                        .doesNotContain("\u0085", "\u202e")
                        .hasSizeLessThan(300);
            }
        });
    }
}
