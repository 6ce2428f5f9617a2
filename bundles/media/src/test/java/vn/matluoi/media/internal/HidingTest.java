package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HidingTest {

    @Test
    void showsNothingOfTheDevice() {
        try (var camera = SimulatedCamera.withPassword("secret-word", "MD5", true);
                var hub = new FakeHub()) {
            camera.alsoOffer("i=HIK-DS-2CD2042 at 127.0.0.2");
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, SimulatedCamera.USER, "secret-word"));
            var viewer = new TestViewer(hub.ticket());
            viewer.request("OPTIONS", "", "");
            viewer.play(0, 0, 1);
            await().until(() -> camera.playing() == 1);
            viewer.readOn();

            camera.frame(0, true, 2);
            camera.sendRaw(report("admin@127.0.0.2 HIK"));
            camera.frame(1, false, 2);

            await().untilAsserted(() -> assertThat(viewer.frames).containsExactly(0, 1));
            assertThat(viewer.reports).contains(1);
            viewer.close();
            var heard = viewer.heard.toString(StandardCharsets.ISO_8859_1);
            assertThat(heard)
                    .contains("m=video 0 RTP/AVP 96", "a=rtpmap:96 H264/90000", "sprop-parameter-sets=Z00AKZ")
                    .contains("m=audio 0 RTP/AVP 8", "a=control:trackID=1")
                    .doesNotContain(
                            SimulatedCamera.HOST, Integer.toString(camera.uri().getPort()), SimulatedCamera.PATH)
                    .doesNotContain("Streaming", "Channels", "Profile_1", "HIK", "hub-user", "secret-word", "admin")
                    .doesNotContain("1620251477190769", "Media_header", "appversion", "708345999", "realm", "nonce");
        }
    }

    /** A sender report and a description with a canonical name, in one compound, and a goodbye. */
    private static byte[] report(String name) {
        var text = name.getBytes(StandardCharsets.US_ASCII);
        var chunk = (4 + 2 + text.length + 1 + 3) / 4 * 4;
        var length = 28 + 4 + chunk + 8;
        var out = ByteBuffer.allocate(4 + length);
        out.put((byte) '$').put((byte) 1).putShort((short) length);
        out.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(0x1234);
        out.putLong(1L << 40).putInt(7).putInt(8).putInt(9);
        out.put((byte) 0x81).put((byte) 202).putShort((short) (chunk / 4)).putInt(0x1234);
        out.put((byte) 1).put((byte) text.length).put(text);
        out.position(4 + 28 + 4 + chunk);
        out.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(0x1234);
        return out.array();
    }
}
