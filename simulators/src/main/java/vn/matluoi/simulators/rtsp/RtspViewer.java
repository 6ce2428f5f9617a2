package vn.matluoi.simulators.rtsp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import vn.matluoi.simulators.login.Digest;

/**
 * An independent viewer of one stream (RTSP over TCP, interleaved) that looks for {@link Mark}s and counts: frames, what
 * is missing between them, the longest gap, the delay. It plays from {@link #open} until {@link #close}, on a thread of its
 * own; the account in the address, if any, is used for digest log-in, once.
 */
public final class RtspViewer implements AutoCloseable {

    private static final int MAX_MESSAGE = 1 << 16;
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(20);
    private static final int MAX_DELAYS = 1 << 16;

    private final String address;
    private final String user;
    private final String password;
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private final Thread thread;
    private final long openedNanos = System.nanoTime();
    private int sequence = 1;
    private String challenge;
    private int uses;
    private String session = "";
    private String base;
    private volatile boolean closed;

    // guarded by this
    private final long[] delays = new long[MAX_DELAYS];
    private int delayCount;
    private long frames;
    private long lost;
    private long lastFrame = -1;
    private long lastNanos;
    private long maxGapNanos;
    private long firstNanos = -1;
    private int lastSequence = -1;
    private long sequenceGaps;
    private long reports;
    private String ended = "";

    /** One of the server's answers. */
    private record Answer(int status, String statusLine, List<String> headers, String body) {

        String header(String name) {
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    return header.substring(name.length() + 1).trim();
                }
            }
            return "";
        }
    }

    private RtspViewer(URI uri, Duration timeout) throws IOException {
        String account = uri.getUserInfo();
        user = account == null ? null : account.substring(0, Math.max(0, account.indexOf(':')));
        password = account == null ? null : account.substring(account.indexOf(':') + 1);
        int port = uri.getPort() < 0 ? 554 : uri.getPort();
        address = "rtsp://" + uri.getHost() + ':' + port + uri.getRawPath()
                + (uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery());
        try {
            socket.connect(new InetSocketAddress(uri.getHost(), port), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) timeout.toMillis());
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 17));
            out = socket.getOutputStream();
            play();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        thread = new Thread(this::receive, "rtsp-viewer");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Connects and starts playing. Blocks for at most the timeout for each answer.
     *
     * @param uri {@code rtsp://[user:password@]host[:port]/path}
     * @param timeout also the longest silence of the stream before it counts as ended
     * @throws IOException if it cannot be played; the message says which step was refused, and never the password
     */
    public static RtspViewer open(URI uri, Duration timeout) throws IOException {
        return new RtspViewer(uri, timeout);
    }

    /** What was seen so far; while it plays, the time since the last frame is a gap too. */
    public synchronized ViewerReport report() {
        long gap = maxGapNanos;
        if (!closed && ended.isEmpty()) {
            gap = Math.max(gap, System.nanoTime() - (frames == 0 ? openedNanos : lastNanos));
        }
        return new ViewerReport(
                frames,
                lost,
                ViewerReport.millis(gap),
                firstNanos < 0 ? -1 : ViewerReport.millis(firstNanos),
                ViewerReport.percentile(delays, delayCount, 0.5),
                ViewerReport.percentile(delays, delayCount, 0.95),
                sequenceGaps,
                reports,
                ended);
    }

    /** Waits until the stream ends by itself, or the time is over. */
    public void watch(Duration time) throws InterruptedException {
        thread.join(Math.max(1, time.toMillis()));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            synchronized (out) {
                write("TEARDOWN", base, "Session: " + session + "\r\n");
            }
        } catch (IOException e) {
            // it is gone already
        }
        socket.close();
    }

    private void play() throws IOException {
        Answer described = ask("DESCRIBE", address, "Accept: application/sdp\r\n");
        String contentBase = described.header("content-base");
        base = contentBase.isEmpty() ? address : contentBase;
        String control = videoControl(described.body());
        String track = control.startsWith("rtsp://")
                ? control
                : control.isEmpty() || control.equals("*") ? base : (base.endsWith("/") ? base : base + '/') + control;
        Answer set = ask("SETUP", track, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
        session = set.header("session").split(";")[0].trim();
        ask("PLAY", base, "Session: " + session + "\r\nRange: npt=0.000-\r\n");
    }

    private static String videoControl(String sdp) {
        boolean video = false;
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("m=")) {
                video = line.startsWith("m=video");
            } else if (video && line.startsWith("a=control:")) {
                return line.substring(10).trim();
            }
        }
        return "";
    }

    private Answer ask(String method, String uri, String headers) throws IOException {
        boolean fresh = challenge == null;
        write(method, uri, headers);
        Answer answer = readAnswer();
        if (answer.status() == 401 && fresh && user != null) {
            challenge = answer.headers().stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith("www-authenticate: digest"))
                    .findFirst()
                    .map(h -> h.substring(h.indexOf(':') + 1).trim())
                    .orElseThrow(() -> new IOException(method + " refused, and no digest offered"));
            write(method, uri, headers);
            answer = readAnswer();
        }
        if (answer.status() != 200) {
            throw new IOException(method + " refused: " + answer.statusLine());
        }
        return answer;
    }

    private void write(String method, String uri, String headers) throws IOException {
        StringBuilder request = new StringBuilder(method + ' ' + uri + " RTSP/1.0\r\nCSeq: " + sequence++ + "\r\n");
        if (challenge != null) {
            byte[] random = new byte[8];
            new SecureRandom().nextBytes(random);
            request.append("Authorization: ")
                    .append(Digest.authorization(
                            challenge,
                            user,
                            password,
                            method,
                            uri,
                            ++uses,
                            HexFormat.of().formatHex(random)))
                    .append("\r\n");
        }
        request.append("User-Agent: matluoi-sink\r\n").append(headers).append("\r\n");
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads up to the next answer; pictures that come before it are counted. */
    private Answer readAnswer() throws IOException {
        while (true) {
            int first = in.read();
            if (first == '$') {
                packet();
            } else if (first < 0) {
                throw new EOFException("the server closed the connection");
            } else {
                return answer(first);
            }
        }
    }

    private Answer answer(int first) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(first);
        int last4 = first;
        while (last4 != 0x0d0a0d0a) {
            int b = in.readUnsignedByte();
            head.write(b);
            last4 = last4 << 8 | b;
            if (head.size() > MAX_MESSAGE) {
                throw new IOException("an answer larger than " + MAX_MESSAGE + " bytes");
            }
        }
        List<String> lines =
                new ArrayList<>(List.of(head.toString(StandardCharsets.UTF_8).split("\r\n")));
        String[] status = lines.get(0).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("RTSP/") || !status[1].matches("\\d{3}")) {
            throw new IOException("not an RTSP answer");
        }
        Answer bare = new Answer(Integer.parseInt(status[1]), lines.get(0), lines, "");
        String length = bare.header("content-length");
        if (!length.matches("\\d{1,5}")) {
            return bare;
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        return new Answer(bare.status(), bare.statusLine(), lines, new String(body, StandardCharsets.UTF_8));
    }

    private void receive() {
        long asked = System.nanoTime();
        try {
            while (!closed) {
                int first = in.read();
                if (first < 0) {
                    throw new EOFException("the server closed the connection");
                }
                if (first == '$') {
                    packet();
                } else {
                    answer(first);
                }
                if (System.nanoTime() - asked > KEEP_ALIVE) {
                    asked = System.nanoTime();
                    synchronized (out) {
                        write("GET_PARAMETER", base, "Session: " + session + "\r\n");
                    }
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                ended = closed ? "" : e.getMessage() == null ? e.toString() : e.getMessage();
            }
        }
    }

    private void packet() throws IOException {
        int channel = in.readUnsignedByte();
        int length = in.readUnsignedShort();
        ByteBuffer packet = ByteBuffer.wrap(in.readNBytes(length));
        long now = System.nanoTime();
        if (packet.limit() < length) {
            throw new EOFException("cut in the middle of a packet");
        }
        synchronized (this) {
            if (channel == 1) {
                reports++;
            } else if (channel == 0 && length > 12) {
                rtp(packet, now);
            }
        }
    }

    private void rtp(ByteBuffer packet, long now) {
        int number = packet.getShort(2) & 0xffff;
        if (lastSequence >= 0 && (lastSequence + 1 & 0xffff) != number) {
            sequenceGaps++;
        }
        lastSequence = number;
        int at = 12 + 4 * (packet.get(0) & 15);
        if ((packet.get(0) & 0x10) != 0 && packet.limit() >= at + 4) {
            at += 4 + 4 * (packet.getShort(at + 2) & 0xffff);
        }
        if (at >= packet.limit()) {
            return;
        }
        if ((packet.get(at) & 0x1f) != 24) {
            mark(Mark.read(packet, at, packet.limit() - at), now);
            return;
        }
        for (int unit = at + 1; unit + 2 < packet.limit(); ) { // STAP-A: a relay may put NAL units together
            int size = packet.getShort(unit) & 0xffff;
            if (unit + 2 + size > packet.limit()) {
                return;
            }
            mark(Mark.read(packet, unit + 2, size), now);
            unit += 2 + size;
        }
    }

    private void mark(Mark mark, long now) {
        if (mark == null) {
            return;
        }
        frames++;
        if (firstNanos < 0) {
            firstNanos = now - openedNanos;
        } else {
            maxGapNanos = Math.max(maxGapNanos, now - lastNanos);
        }
        if (lastFrame >= 0 && mark.frame() > lastFrame + 1) {
            lost += mark.frame() - lastFrame - 1;
        }
        lastFrame = mark.frame();
        lastNanos = now;
        delays[(int) ((frames - 1) % MAX_DELAYS)] = now - mark.sentNanos();
        delayCount = (int) Math.min(frames, MAX_DELAYS);
    }
}
