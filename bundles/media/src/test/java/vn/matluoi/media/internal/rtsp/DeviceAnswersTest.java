package vn.matluoi.media.internal.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.media.internal.sdp.SessionDescription;
import vn.matluoi.media.internal.sdp.Track;
import vn.matluoi.media.internal.sdp.VideoFormat;
import vn.matluoi.media.internal.sdp.ViewerDescription;

/** What real devices answered: Hikvision and Dahua, as published with the retina library. */
class DeviceAnswersTest {

    private static RtspResponse captured(String name) throws IOException, MalformedRtsp {
        var folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("shared/captures/rtsp"))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "the captures are not at hand");
        var file = folder.resolve("shared/captures/rtsp/scottlamb+retina").resolve(name + ".txt");
        return (RtspResponse) MessageReader.read(Unpooled.wrappedBuffer(Files.readAllBytes(file)))
                .orElseThrow();
    }

    @Test
    void readsADahuaWithMetadataAndSound() throws IOException, MalformedRtsp {
        var answer = captured("dahua_describe_h264_aac_onvif");
        var description = SessionDescription.parse(answer.body());

        assertThat(description.tracks()).extracting(Track::kind).containsExactly("video", "audio", "application");
        assertThat(description.tracks().get(1).format().parameters()).containsEntry("config", "1188");
        assertThat(VideoFormat.of(description.tracks().get(0))).contains(new VideoFormat("H264", 100, 30, 704, 480));
        var url = new DeviceUrl(URI.create("rtsp://10.1.2.3:8554/cam/realmonitor?channel=1&subtype=1"));
        var base = url.base(answer.headers().first("Content-Base"));
        assertThat(url.control(base, description.control()))
                .isEqualTo("rtsp://10.1.2.3:8554/cam/realmonitor?channel=1&subtype=1&unicast=true&proto=Onvif/");
        assertThat(url.control(base, description.tracks().get(2).control())).endsWith("proto=Onvif/trackID=4");
    }

    @Test
    void readsADahuaWithH265() throws IOException, MalformedRtsp {
        var description =
                SessionDescription.parse(captured("dahua_describe_h265_pcma").body());

        assertThat(VideoFormat.of(description.tracks().get(0))).contains(new VideoFormat("H265", 1, 90, 704, 480));
        assertThat(description.tracks().get(1).format().encoding()).isEqualTo("PCMA");
    }

    @Test
    void readsAHikvision() throws IOException, MalformedRtsp {
        var answer = captured("hikvision_describe");
        var description = SessionDescription.parse(answer.body());

        assertThat(VideoFormat.of(description.tracks().get(0))).contains(new VideoFormat("H264", 77, 41, 1920, 1080));
        var url = new DeviceUrl(URI.create("rtsp://cam.local/Streaming/Channels/101"));
        assertThat(url.control(
                        url.base(answer.headers().first("Content-Base")),
                        description.tracks().get(0).control()))
                .isEqualTo("rtsp://cam.local/Streaming/Channels/101/trackID=1?transportmode=unicast&profile=Profile_1");
    }

    @ParameterizedTest
    @CsvSource({"dahua_setup", "hikvision_setup", "hikvision_setup_ssrc_space"})
    void readsTheChannelsThatWereAgreedOn(String name) throws IOException, MalformedRtsp {
        var answer = captured(name);

        assertThat(Interleaved.answered(answer.headers().first("Transport").orElseThrow(), new Interleaved(8, 9)))
                .isEqualTo(new Interleaved(0, 1));
        assertThat(answer.headers().first("Session").orElseThrow()).contains(";timeout=60");
    }

    @ParameterizedTest
    @CsvSource({"dahua_play", "hikvision_play", "dahua_options"})
    void readsTheRest(String name) throws IOException, MalformedRtsp {
        assertThat(captured(name).isSuccess()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"dahua_describe_h264_aac_onvif", "dahua_describe_h265_pcma", "hikvision_describe"})
    void aViewersDescriptionIsWrittenAnew(String name) throws IOException, MalformedRtsp {
        var text = ViewerDescription.of(SessionDescription.parse(captured(name).body()), 1);

        assertThat(text)
                .doesNotContain("192.168", "Streaming", "realmonitor", "DH", "MEDIAINFO", "appversion", "Media ")
                .doesNotContain("2252542845", "2253040596", "1620251477190769");
        assertThat(SessionDescription.parse(text)
                        .continues(SessionDescription.parse(captured(name).body())))
                .isTrue();
    }

    @Test
    void theDevicesHostIsNeverFollowed() throws MalformedRtsp {
        var url = new DeviceUrl(URI.create("rtsp://10.0.0.9:554/live"));
        var base = url.base(Optional.of("rtsp://169.254.169.254:80/latest/"));

        assertThat(base).isEqualTo("rtsp://10.0.0.9:554/latest/");
        assertThat(url.control(base, Optional.of("rtsp://admin:x@evil.example/a?b")))
                .isEqualTo("rtsp://10.0.0.9:554/a?b");
        assertThat(url.control(base, Optional.of("*"))).isEqualTo(base);
        assertThat(url.control("rtsp://10.0.0.9:554/a", Optional.of("track1")))
                .isEqualTo("rtsp://10.0.0.9:554/a/track1");
        for (var bad : List.of("http://evil/", "a b", "a\r\nX: y", "a\u0000", "x".repeat(3000))) {
            assertThatThrownBy(() -> url.control(base, Optional.of(bad))).isInstanceOf(MalformedRtsp.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RTP/AVP/TCP;unicast;interleaved=0-0",
        "RTP/AVP/TCP;unicast;interleaved=300-301",
        "RTP/AVP/TCP;unicast;interleaved=-1",
        "RTP/AVP/TCP;unicast;interleaved=a-b",
        "RTP/AVP;unicast;client_port=4000-4001"
    })
    void refusesTransportsThatMakeNoSense(String transport) {
        assertThatThrownBy(() -> Interleaved.answered(transport, new Interleaved(0, 1)))
                .isInstanceOf(MalformedRtsp.class);
    }
}
