package vn.matluoi.simulators.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTest {

    @TempDir
    Path dir;

    @Test
    void builtInClipIsTwentySecondsWithAKeyPictureEveryTwo() throws Exception {
        Clip clip = Clip.builtIn();
        assertThat(clip.frames()).isEqualTo(500);
        assertThat(clip.size()).isEqualTo(new Clip.Size(640, 360));
        assertThat(clip.kilobitsPerSecond()).isBetween(350, 500);
        for (int i = 0; i < 10; i++) {
            assertThat(clip.key(i)).isEqualTo(i * 50);
        }
    }

    @Test
    void everyFrameIsAWholeNumberOfPacketsWithOneMarkAndTheMarkerOnTheLast() throws Exception {
        Clip clip = Clip.builtIn();
        for (int i = 0; i < clip.frames(); i++) {
            AccessUnit unit = clip.unit(i);
            ByteBuffer bytes = ByteBuffer.wrap(unit.template().clone());
            int at = 0;
            for (int packet : unit.packets()) {
                assertThat(packet).isEqualTo(at);
                boolean last = packet == unit.packets()[unit.packets().length - 1];
                assertThat((bytes.get(packet + 5) & 0x80) != 0).isEqualTo(last);
                at += 4 + (bytes.getShort(packet + 2) & 0xffff);
            }
            assertThat(at).isEqualTo(bytes.limit());
            Mark.write(bytes, unit.markAt(), 0x1234_5678_9abc_def0L, i);
            assertThat(Mark.read(bytes, unit.markAt(), Mark.LENGTH)).isEqualTo(new Mark(0x1234_5678_9abc_def0L, i));
        }
    }

    @Test
    void refusesAFileThatIsNoClip() throws Exception {
        Path file = Files.write(dir.resolve("x.h264"), new byte[] {0, 0, 1, 9, 16, 0, 0, 1, 0x41, 1, 2});
        assertThatThrownBy(() -> Clip.from(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("aud=1");
    }
}
