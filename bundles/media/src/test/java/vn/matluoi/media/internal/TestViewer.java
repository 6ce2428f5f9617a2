package vn.matluoi.media.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A viewer: keeps all it is told, the numbers of the frames it got whole, and the channels they came on. */
final class TestViewer implements AutoCloseable {

    final List<Integer> frames = new CopyOnWriteArrayList<>();
    final List<Integer> units = new CopyOnWriteArrayList<>();
    final List<Integer> reports = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    volatile boolean closed;
    volatile int gaps;
    volatile int channel = -1;
    private final Socket socket;
    private final InputStream in;
    private final String base;
    private int sequence;
    private String session = "";
    private int lastSequence = -1;
    private int nextFragment;

    TestViewer(URI address) {
        try {
            socket = new Socket(address.getHost(), address.getPort());
            socket.setSoTimeout(60_000);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        base = address.toString();
    }

    /** Plays all tracks and reads on in a thread of its own. */
    static TestViewer playing(URI address) {
        var viewer = new TestViewer(address);
        viewer.play(0, 0, 1);
        viewer.readOn();
        return viewer;
    }

    /** Plays all tracks and never reads again. */
    static TestViewer silent(URI address) {
        var viewer = new TestViewer(address);
        viewer.play(0, 0, 1);
        return viewer;
    }

    /** @param firstChannel the channels asked for begin here */
    void play(int firstChannel, int... tracks) {
        require(request("DESCRIBE", "", "Accept: application/sdp\r\n"), 200);
        for (var track : tracks) {
            var channels = (firstChannel + 2 * track) + "-" + (firstChannel + 2 * track + 1);
            var answer = request(
                    "SETUP", "/trackID=" + track, "Transport: RTP/AVP/TCP;unicast;interleaved=" + channels + "\r\n");
            require(answer, 200);
            session = "Session: " + answer.replaceAll("(?s).*Session: ([0-9a-f]+).*", "$1") + "\r\n";
        }
        require(request("PLAY", "/", "Range: npt=0.000-\r\n"), 200);
    }

    String address() {
        return base;
    }

    private static void require(String answer, int status) {
        if (!answer.startsWith("RTSP/1.0 " + status)) {
            throw new AssertionError(answer);
        }
    }

    String request(String method, String path, String headers) {
        sequence++;
        send(method + " " + base + path + " RTSP/1.0\r\nCSeq: " + sequence + "\r\n" + session + headers + "\r\n");
        return answer();
    }

    void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the next answer; empty if the hub closed */
    String answer() {
        try {
            var text = new StringBuilder();
            while (!text.toString().endsWith("\r\n\r\n")) {
                var c = read();
                if (c < 0) {
                    return text.toString();
                }
                if (c == '$' && text.isEmpty()) {
                    frame();
                    continue;
                }
                text.append((char) c);
            }
            if (text.toString().contains("Content-Length: ")) {
                var length = Integer.parseInt(text.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
                for (var i = 0; i < length; i++) {
                    text.append((char) read());
                }
            }
            return text.toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Reads until the hub closes. */
    void readOn() {
        var thread = new Thread(
                () -> {
                    try {
                        socket.setSoTimeout(0);
                        for (var c = read(); c >= 0; c = read()) {
                            if (c == '$') {
                                frame();
                            }
                        }
                    } catch (IOException e) {
                        // closed
                    } finally {
                        closed = true;
                    }
                },
                "test-viewer");
        thread.setDaemon(true);
        thread.start();
    }

    private int read() throws IOException {
        var c = in.read();
        if (heard.size() < 1 << 20 && c >= 0) {
            heard.write(c);
        }
        return c;
    }

    private void frame() throws IOException {
        var from = in.read();
        var bytes = in.readNBytes(in.read() << 8 | in.read());
        if (heard.size() < 1 << 20) {
            heard.write(bytes);
        }
        var packet = ByteBuffer.wrap(bytes);
        if ((bytes[1] & 0xff) == 200) {
            reports.add(from);
            return;
        }
        if (bytes.length < 14 || (bytes[1] & 0x7f) != 96) {
            return;
        }
        channel = from;
        var number = packet.getShort(2) & 0xffff;
        if (lastSequence >= 0 && (lastSequence + 1 & 0xffff) != number) {
            gaps++;
        }
        lastSequence = number;
        var type = bytes[12] & 31;
        if (type != 28) {
            units.add(type);
            return;
        }
        nextFragment = (bytes[13] & 0x80) != 0 ? 0 : nextFragment;
        var whole = packet.getInt(18) == nextFragment;
        nextFragment++;
        if ((bytes[13] & 0x40) != 0 && whole) {
            frames.add(packet.getInt(14));
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
