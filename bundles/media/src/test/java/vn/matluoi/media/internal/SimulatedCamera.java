package vn.matluoi.media.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A camera that sends what the test tells it to: each frame bears its number. Video is H.264 in fragments,
 * sound is PCMA. It keeps every request it got.
 */
final class SimulatedCamera implements AutoCloseable {

    static final String HOST = "127.0.0.2";
    static final String PATH = "/Streaming/Channels/101";
    static final String USER = "hub-user";
    private static final String OFFLINE = "/offline";
    private static final String SILENT = "/silent";

    /** Bytes of one RTP payload. */
    static final int PAYLOAD = 1400;

    final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger receiverReports = new AtomicInteger();
    final AtomicLong sent = new AtomicLong();
    final AtomicInteger wrongLogIns = new AtomicInteger();
    private final CountDownLatch switchedOff = new CountDownLatch(1);
    private final ServerSocket server;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private volatile Optional<String> password;
    private final SimulatedLogIn logIn;
    private volatile long describing; // milliseconds
    private volatile boolean mute;
    private volatile boolean spread;
    private volatile boolean shifted;
    private volatile String extra = "";
    private volatile int sessionSeconds = 2;
    private int sequence = 65_000;
    private int time = 1_000;

    private SimulatedCamera(Optional<String> password, String algorithm, boolean qop) {
        this.password = password;
        this.logIn = new SimulatedLogIn(algorithm, qop);
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName(HOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    static SimulatedCamera open() {
        return new SimulatedCamera(Optional.empty(), "MD5", false);
    }

    static SimulatedCamera withPassword(String password, String algorithm, boolean qop) {
        return new SimulatedCamera(Optional.of(password), algorithm, qop);
    }

    void changePassword(String next) {
        password = Optional.of(next);
    }

    /** Wants a sign of life only so often. */
    void sessionsLast(int seconds) {
        sessionSeconds = seconds;
    }

    /** Answers DESCRIBE and the rest, but sends no pictures and closes nothing. */
    void mute(boolean on) {
        mute = on;
    }

    /** Takes so long to describe a channel. */
    void slowToDescribe(Duration time) {
        describing = time.toMillis();
    }

    /** Sends each packet in a write of its own. */
    void spread() {
        spread = true;
    }

    /** Answers SETUP with other channels than asked for. */
    void shiftChannels() {
        shifted = true;
    }

    /** Adds lines to the end of its description. */
    void alsoOffer(String lines) {
        extra = lines;
    }

    /** @return a channel that is not there just now */
    URI offline() {
        return URI.create(uri() + OFFLINE);
    }

    /** @return a channel of which nothing is said once the log-in is shown */
    URI silent() {
        return URI.create(uri() + SILENT);
    }

    URI uri() {
        return URI.create("rtsp://" + HOST + ":" + server.getLocalPort() + PATH);
    }

    int playing() {
        return (int) sessions.stream().filter(session -> session.playing).count();
    }

    long count(String method) {
        return requests.stream()
                .filter(request -> method.equals(request.get("method")))
                .count();
    }

    /** Sends frames {@code from} to {@code to}, a key frame every {@code group}, each of so many packets. */
    void send(int from, int to, int group, int packets) {
        for (var number = from; number < to; number++) {
            frame(number, number % group == 0, packets);
        }
    }

    synchronized void frame(int number, boolean key, int packets) {
        if (mute) {
            return;
        }
        time += 3600;
        var units = new ArrayList<byte[]>();
        if (key) {
            units.add(new byte[] {0x67, 0x42, 0, 0x1e});
            units.add(new byte[] {0x68, 1, 2});
        }
        for (var i = 0; i < packets; i++) {
            var payload = ByteBuffer.allocate(PAYLOAD);
            var flags = (i == 0 ? 0x80 : 0) | (i == packets - 1 ? 0x40 : 0);
            payload.put((byte) 0x7c)
                    .put((byte) (flags | (key ? 5 : 1)))
                    .putInt(number)
                    .putInt(i);
            units.add(payload.array());
        }
        for (var session : sessions) {
            if (session.playing) {
                session.send(units, sequence, time, spread, shifted);
            }
        }
        sequence += units.size();
    }

    /** Sends bytes as they are to whoever plays. */
    void sendRaw(byte[] bytes) {
        sessions.stream().filter(session -> session.playing).forEach(session -> session.write(bytes));
    }

    /** Breaks every connection. */
    void hangUp() {
        sessions.forEach(Session::close);
    }

    @Override
    public void close() {
        switchedOff.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hangUp();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                var session = new Session(socket);
                sessions.add(session);
                thread(session);
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "simulated-camera");
        thread.setDaemon(true);
        thread.start();
    }

    private String description() {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1620251477190769 1620251477190769 IN IP4 127.0.0.2",
                "s=Media Presentation of HIK-DS-2CD2042",
                "e=NONE",
                "b=AS:5050",
                "t=0 0",
                "a=control:" + uri() + "/?transportmode=unicast&profile=Profile_1",
                "m=video 0 RTP/AVP 96",
                "c=IN IP4 127.0.0.2",
                "a=control:" + uri() + "/trackID=1?transportmode=unicast&profile=Profile_1",
                "a=rtpmap:96 H264/90000",
                "a=fmtp:96 profile-level-id=420029; packetization-mode=1; vendor=HIK-DS-2CD2042;"
                        + " sprop-parameter-sets=Z00AKZpkA8ARPyzUBAQFAAADA+gAAOpgBA==,aO48gA==",
                "a=Media_header:MEDIAINFO=494D4B48010100000400010000;",
                "m=audio 0 RTP/AVP 8",
                "a=control:trackID=2",
                "a=rtpmap:8 PCMA/8000",
                "a=appversion:1.0",
                extra);
    }

    private final class Session implements Runnable {

        private final Socket socket;
        private volatile boolean playing;

        Session(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            try {
                var in = new BufferedInputStream(socket.getInputStream());
                while (true) {
                    in.mark(1);
                    var first = in.read();
                    if (first < 0) {
                        break;
                    }
                    if (first == '$') {
                        in.read();
                        in.readNBytes(in.read() << 8 | in.read());
                        receiverReports.incrementAndGet();
                        continue;
                    }
                    in.reset();
                    answer(request(in));
                }
            } catch (IOException e) {
                // the hub closed
            } finally {
                close();
                sessions.remove(this);
            }
        }

        private Map<String, String> request(InputStream in) throws IOException {
            var lines = new ArrayList<String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                lines.add(line);
            }
            var request = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            var words = lines.get(0).split(" ");
            request.put("method", words[0]);
            request.put("uri", words[1]);
            for (var line : lines.subList(1, lines.size())) {
                request.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip());
            }
            requests.add(request);
            return request;
        }

        private void answer(Map<String, String> request) {
            var method = request.get("method");
            if (!"OPTIONS".equals(method)
                    && !password.map(right -> logIn.isRight(request, right)).orElse(true)) {
                wrongLogIns.addAndGet(request.containsKey("Authorization") ? 1 : 0);
                reply(request, "401 Unauthorized", "WWW-Authenticate: " + logIn.demand() + "\r\n", "");
                return;
            }
            if (request.get("uri").endsWith(SILENT) && !"OPTIONS".equals(method)) {
                return;
            }
            if (request.get("uri").endsWith(OFFLINE)) {
                reply(request, "503 Service Unavailable", "", "");
                return;
            }
            switch (method) {
                case "OPTIONS" -> reply(request, "200 OK", "Public: OPTIONS, DESCRIBE, GET_PARAMETER\r\n", "");
                case "DESCRIBE" -> {
                    pause();
                    reply(request, "200 OK", "Content-Base: " + uri() + "/\r\n", description());
                }
                case "SETUP" -> {
                    var channels = request.get("Transport").replaceAll(".*interleaved=(\\d+)-.*", "$1");
                    var channel = Integer.parseInt(channels) + (shifted ? 10 : 0);
                    reply(
                            request,
                            "200 OK",
                            "Session:        708345999;timeout=" + sessionSeconds
                                    + "\r\nTransport: RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1)
                                    + ";ssrc= d6d6627;mode=\"play\"\r\n",
                            "");
                }
                case "PLAY" -> {
                    reply(request, "200 OK", "Session: 708345999\r\nRTP-Info: url=" + uri() + ";rtptime=bad\r\n", "");
                    playing = true;
                }
                default -> reply(request, "200 OK", "", "");
            }
        }

        /** No longer than there is a camera. */
        private void pause() {
            try {
                switchedOff.await(describing, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void reply(Map<String, String> request, String status, String headers, String body) {
            var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            write(("RTSP/1.0 " + status + "\r\nCSeq: " + request.get("CSeq") + "\r\n" + headers + length + "\r\n"
                            + body)
                    .getBytes(StandardCharsets.UTF_8));
        }

        private void send(List<byte[]> units, int firstSequence, int stamp, boolean one, boolean shift) {
            var out = ByteBuffer.allocate(units.size() * (PAYLOAD + 16));
            for (var i = 0; i < units.size(); i++) {
                var unit = units.get(i);
                out.put((byte) '$').put((byte) (shift ? 10 : 0)).putShort((short) (unit.length + 12));
                out.put((byte) 0x80).put((byte) (i == units.size() - 1 ? 0xe0 : 0x60));
                out.putShort((short) (firstSequence + i))
                        .putInt(stamp)
                        .putInt(0x1234)
                        .put(unit);
                if (one) {
                    write(Arrays.copyOf(out.array(), out.position()));
                    out.clear();
                }
            }
            write(Arrays.copyOf(out.array(), out.position()));
        }

        private synchronized void write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                sent.addAndGet(bytes.length);
            } catch (IOException e) {
                close();
            }
        }

        private void close() {
            playing = false;
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }
}
