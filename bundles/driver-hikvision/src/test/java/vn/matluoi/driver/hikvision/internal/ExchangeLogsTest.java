package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Captures that are not whole devices: logs of a few exchanges, single answers. */
class ExchangeLogsTest {

    private static final Pattern BODY =
            Pattern.compile("body: \\{string: \"((?:[^\"\\\\]++|\\\\.)*+)\"}", Pattern.DOTALL);

    private static Path capture(String path) {
        var folder = CapturedDevice.folder("hikvision");
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/hikvision beside the project");
        return folder.orElseThrow().resolve(path);
    }

    private interface Checked {
        void check(DeviceSession session) throws DeviceException;
    }

    private static void replay(Map<String, Answer> answers, Checked checked) throws DeviceException {
        var secret = UUID.randomUUID().toString();
        var none = IsapiRecorder.refusal(403, 4, "notSupport");
        try (var device = DeviceServer.open("hub", secret, r -> answers.getOrDefault(r.path(), none));
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret))) {
            checked.check(session);
        }
    }

    /** Bodies stand in the log as YAML strings: CRLF written out, long lines broken with a backslash. */
    private static String deviceInfo(Path log) throws IOException {
        Matcher matcher = BODY.matcher(Files.readString(log));
        while (matcher.find()) {
            var body = matcher.group(1)
                    .replaceAll("\\\\\\R\\s*", "")
                    .replace("\\r", "\r")
                    .replace("\\n", "\n")
                    .replace("\\ ", " ")
                    .replace("\\\"", "\"");
            if (body.contains("<DeviceInfo")) {
                return body;
            }
        }
        throw new AssertionError("no DeviceInfo in " + log);
    }

    @ParameterizedTest
    @CsvSource({"test_auth_firmware_pre_v5_5, V5.4.5 build 170124", "test_auth_firmware_v5_5, V5.5.0 build 170725"})
    void readsAnOldCamera(String log, String firmware) throws Exception {
        var body = deviceInfo(capture("MissiaL+hikvision-client").resolve(log));
        assertThat(body).contains("\r\n");
        replay(Map.of(Description.PATH, Answer.xml(body)), session -> {
            var info = session.facet(Identity.class).orElseThrow().info();
            assertThat(info.model()).isEqualTo("DS-2CD2155FWD-I");
            assertThat(info.name()).isEqualTo("IP CAMERA");
            assertThat(info.firmware()).isEqualTo(firmware);
            assertThat(info.serial()).contains("DS2CD2155FWDXXXXXXXXXXXXXXXXXXXXX");
            assertThat(info.mac()).as("masked by the author").isEmpty();
            assertThat(info.type()).isEqualTo("IPCamera");
        });
    }

    @Test
    void readsSingleAnswers() throws Exception {
        var folder = capture("mezz64+pyHik");
        var answers = Map.of(
                Description.PATH, answer(folder, "test_isapi.L28.xml"),
                StreamTable.PATH, answer(folder, "test_isapi.L39.xml"),
                HikvisionHealth.STORAGE, answer(folder, "test_isapi.L66.xml"),
                Layout.INPUTS,
                        Answer.xml(
                                "<VideoInputChannelList><VideoInputChannel><id>1</id></VideoInputChannel><VideoInputChannel><id>2</id></VideoInputChannel></VideoInputChannelList>"));
        replay(answers, session -> {
            var info = session.facet(Identity.class).orElseThrow().info();
            assertThat(info.model()).isEqualTo("DS-2CD2142FWD-I");
            assertThat(info.serial()).contains("DS2CD2142FWDI20170101AAWRC12345678");
            assertThat(info.mac()).contains("aa:bb:cc:dd:ee:ff");
            var one = session.facet(new ChannelId("1"), Streams.class).orElseThrow();
            assertThat(one.streams())
                    .extracting(Streams.StreamInfo::kind)
                    .containsExactly(StreamKind.MAIN, StreamKind.SUB);
            assertThat(one.streams().get(0).codec()).as("not told").isEmpty();
            var two = session.facet(new ChannelId("2"), Streams.class).orElseThrow();
            assertThat(two.streams()).extracting(Streams.StreamInfo::kind).containsExactly(StreamKind.MAIN);
            assertThat(session.facet(Health.class).orElseThrow().health().disks())
                    .containsExactly(new Disk("1", true, "ok", 500_000, 250_000));
        });
    }

    private static Answer answer(Path folder, String file) throws IOException {
        return new Answer(200, "application/xml", Files.readAllBytes(folder.resolve(file)));
    }
}
