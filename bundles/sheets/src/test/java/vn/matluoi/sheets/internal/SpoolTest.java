package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;

class SpoolTest {

    @Test
    void aFullDiskIsNotTheSendersFault() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> Spool.fill(Path.of("/dev/full"), new ByteArrayInputStream(new byte[10])))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(HubException.Reason.UNAVAILABLE);
                    assertThat(refusal.rule()).isEqualTo("disk.full");
                });
    }

    @Test
    void aSenderThatWentAwayIsNoFullDisk(@TempDir Path folder) {
        var gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("hung up");
            }
        };
        assertThatIOException().isThrownBy(() -> Spool.fill(folder.resolve("spool"), gone));
    }
}
