package vn.matluoi.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.simulators.fault.HostileDevice.Way;

class HostileDeviceTest {

    private static final int ENOUGH = 64 << 20;

    @ParameterizedTest
    @EnumSource(Way.class)
    void answersInItsWay(Way way) throws IOException {
        try (HostileDevice device = new HostileDevice(way, "http://127.0.0.1:9");
                Socket hub = new Socket("127.0.0.1", device.port())) {
            hub.setSoTimeout(60_000);
            String first = way.http() ? "GET /ISAPI/System/deviceInfo HTTP/1.1" : "DESCRIBE rtsp://x/ RTSP/1.0";
            hub.getOutputStream().write((first + "\r\nCSeq: 7\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (way == Way.RTSP_SILENT) {
                assertThat(device.sent()).isZero();
                return;
            }
            String start = new String(hub.getInputStream().readNBytes(2), StandardCharsets.US_ASCII);
            assertThat(start).isEqualTo(way.http() ? "HT" : way == Way.RTSP_PACKETS ? "$\0" : "RT");
            assertThat(device.accepted()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void tellsTheAgeOfAQuestionWhoseAnswerDoesNotEnd() throws IOException {
        try (HostileDevice device = new HostileDevice(Way.RTSP_SILENT, "http://127.0.0.1:9");
                Socket hub = new Socket("127.0.0.1", device.port())) {
            assertThat(device.answersSince(System.nanoTime())).isFalse();
            hub.getOutputStream().write("DESCRIBE rtsp://x/ RTSP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (!device.answersSince(System.nanoTime())) {
                Thread.onSpinWait();
            }
            double age = device.longestSeconds();
            assertThat(age).isPositive();
            while (device.longestSeconds() <= age) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void itsBombsUnfold() throws IOException {
        unfolds(new GZIPInputStream(new ByteArrayInputStream(Bomb.gzipped())));
        unfolds(new InflaterInputStream(new ByteArrayInputStream(Bomb.zlibbed())));
        byte[] twice = Bomb.gzippedTwice();
        assertThat(twice.length).isLessThan(64 * 1024);
        unfolds(new GZIPInputStream(new GZIPInputStream(new ByteArrayInputStream(twice))));
    }

    @Test
    void itsZipFilesCanBeOpened() throws IOException {
        byte[] zip = Bomb.zip("a/b.xml", Bomb.deflated("<a>".getBytes(), "bc".getBytes(), 9), 9);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(in.getNextEntry().getName()).isEqualTo("a/b.xml");
        }
        Path file = Files.createTempFile("bomb", ".zip");
        try (ZipFile opened = new ZipFile(Files.write(file, zip).toFile())) {
            ZipEntry entry = opened.getEntry("a/b.xml");
            assertThat(entry.getSize()).isEqualTo(9);
            assertThat(new String(opened.getInputStream(entry).readAllBytes())).startsWith("<a>bcbcbc");
        } finally {
            Files.delete(file);
        }
    }

    private static void unfolds(InputStream in) throws IOException {
        assertThat(in.skip(ENOUGH)).isEqualTo(ENOUGH);
        assertThat(in.read()).isZero();
    }
}
