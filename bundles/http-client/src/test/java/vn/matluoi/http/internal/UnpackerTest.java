package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException.Garbled;

class UnpackerTest {

    private static final byte[] TEXT = "<a>mắt lưới, mắt lưới, mắt lưới</a>".getBytes(UTF_8);
    private static final int LIMIT = 4 * 1024 * 1024;

    static byte[] gzip(byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packed = new GZIPOutputStream(out)) {
            packed.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean raw) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packed = new DeflaterOutputStream(out, new Deflater(9, raw))) {
            packed.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void unpacksWhatNobodyAskedFor() throws Exception {
        assertThat(Unpacker.unpack(gzip(TEXT), "gzip", LIMIT, "d")).isEqualTo(TEXT);
        assertThat(Unpacker.unpack(gzip(TEXT), " X-GZIP", LIMIT, "d")).isEqualTo(TEXT);
        assertThat(Unpacker.unpack(deflate(TEXT, true), "deflate", LIMIT, "d")).isEqualTo(TEXT);
        assertThat(Unpacker.unpack(deflate(TEXT, false), "deflate", LIMIT, "d")).isEqualTo(TEXT);
        assertThat(Unpacker.unpack(TEXT, "identity", LIMIT, "d")).isEqualTo(TEXT);
    }

    @Test
    void stopsABomb() throws Exception {
        var bomb = gzip(new byte[64 * 1024 * 1024]);
        assertThat(bomb).hasSizeLessThan(100_000);
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> Unpacker.unpack(bomb, "gzip", LIMIT, "d"))
                .withMessageContaining("larger");
        var steep = gzip(new byte[1024 * 1024]);
        assertThatExceptionOfType(Garbled.class)
                .as("more than 100 times its packed size")
                .isThrownBy(() -> Unpacker.unpack(steep, "gzip", LIMIT, "d"));
    }

    @Test
    void refusesWhatIsCutBrokenOrUnknown() throws Exception {
        var packed = gzip(TEXT);
        var cut = Arrays.copyOf(packed, packed.length - 12);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> Unpacker.unpack(cut, "gzip", LIMIT, "d"));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> Unpacker.unpack(TEXT, "gzip", LIMIT, "d"));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> Unpacker.unpack(packed, "br", LIMIT, "d"));
        packed[packed.length - 8] ^= 1;
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> Unpacker.unpack(packed, "gzip", LIMIT, "d"))
                .withMessageContaining("check sum");
    }
}
