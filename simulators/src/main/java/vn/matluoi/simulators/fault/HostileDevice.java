package vn.matluoi.simulators.fault;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Something on loopback that is asked like a device, over HTTP or RTSP, and answers to do harm, without ever asking who
 * is there. A thread a connection, at most {@value #MOST}. Safe for any thread.
 */
public final class HostileDevice implements AutoCloseable {

    private static final int MOST = 64;
    private static final int MAX_HEAD = 16 * 1024;

    private final ServerSocket server;
    private final Way way;
    private final String canary;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    /** When what is being answered was asked. */
    private final Map<Socket, Long> asked = new ConcurrentHashMap<>();

    private final ExecutorService threads;

    /** What it answers. */
    public enum Way {
        /** A good document, one byte a second. */
        HTTP_SLOW,
        HTTP_ENDLESS_HEAD,
        HTTP_ENDLESS_BODY,
        /** 10 GiB of zeros in 10 MiB. */
        HTTP_GZIP,
        HTTP_DEFLATE,
        /** 10 GiB of zeros in some 30 KiB, by packing twice. */
        HTTP_GZIP_TWICE,
        /** Billion laughs. */
        HTTP_ENTITIES,
        /** Entities and a DTD to be fetched from the canary. */
        HTTP_FETCHING,
        /** Elements within elements. */
        HTTP_DEEP,
        RTSP_SLOW,
        RTSP_ENDLESS_HEAD,
        /** A description of 2 GiB. */
        RTSP_ENDLESS_BODY,
        /** Packets instead of an answer. */
        RTSP_PACKETS,
        /** A description of 64 KiB with a hundred tracks and thousands of lines. */
        RTSP_TRACKS,
        RTSP_SILENT,
        /** Plays, one byte a second. */
        RTSP_PLAYS_SLOWLY,
        /** Plays the largest packets of nothing. */
        RTSP_PLAYS_NONSENSE;

        public boolean http() {
            return name().startsWith("HTTP");
        }

        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Listens at once, on a free port. @param canary an address nobody may ever ask */
    public HostileDevice(Way way, String canary) throws IOException {
        this.way = way;
        this.canary = canary;
        server = new ServerSocket(0, MOST, InetAddress.getByName("127.0.0.1"));
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "hostile-" + way.token());
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    public Way way() {
        return way;
    }

    /** Connections since it began. */
    public long accepted() {
        return accepted.get();
    }

    /** Connections that are open now. */
    public int open() {
        return open.size();
    }

    /**
     * The longest that anybody listened to one answer until it broke off, or has listened by now: from the end of the
     * question.
     */
    public double longestSeconds() {
        long now = System.nanoTime();
        long open =
                asked.values().stream().mapToLong(began -> now - began).max().orElse(0);
        return Math.max(open, longest.get()) / 1e9;
    }

    /** Whether a question asked before that moment, as {@link System#nanoTime()}, is still being answered. */
    public boolean answersSince(long nanos) {
        return asked.values().stream().anyMatch(began -> began - nanos < 0);
    }

    /** Bytes it got rid of. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdown();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                if (open.size() >= MOST) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // closed, or one connection less
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String request;
            while (!(request = head(in)).isEmpty()) {
                long began = System.nanoTime();
                if (!streams(request)) {
                    asked.put(socket, began);
                }
                try {
                    if (way.http()) {
                        http(out);
                    } else {
                        rtsp(request, in, out);
                    }
                } finally {
                    if (asked.containsKey(socket)) {
                        longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                        asked.remove(socket);
                    }
                }
            }
        } catch (IOException e) {
            // whoever asked had enough: what it should do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** What plays goes on as long as somebody watches. */
    private static boolean streams(String request) {
        return request.startsWith("PLAY");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            if (b == '$' && head.isEmpty()) { // the hub's own RTCP
                in.readNBytes(1);
                in.readNBytes(in.read() << 8 | in.read());
                continue;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private void http(OutputStream out) throws IOException, InterruptedException {
        byte[] good = "<DeviceInfo><model>DS-7608</model><serialNumber>X1</serialNumber></DeviceInfo>"
                .getBytes(StandardCharsets.US_ASCII);
        switch (way) {
            case HTTP_SLOW -> slowly(out, answer("", good));
            case HTTP_ENDLESS_HEAD ->
                endlessly(out, text("HTTP/1.1 200 OK\r\n"), text("X-More: " + "y".repeat(90) + "\r\n"));
            case HTTP_ENDLESS_BODY ->
                endlessly(
                        out,
                        text("HTTP/1.1 200 OK\r\n"
                                + "Content-Type: application/xml\r\n"
                                + "Connection: close\r\n\r\n"
                                + "<DeviceInfo>"),
                        text("<more>and more</more>\n".repeat(100)));
            case HTTP_GZIP -> write(out, answer("Content-Encoding: gzip\r\n", Bomb.gzipped()));
            case HTTP_DEFLATE -> write(out, answer("Content-Encoding: deflate\r\n", Bomb.zlibbed()));
            case HTTP_GZIP_TWICE -> write(out, answer("Content-Encoding: gzip, gzip\r\n", Bomb.gzippedTwice()));
            case HTTP_ENTITIES -> write(out, answer("", Bomb.laughs("DeviceInfo")));
            case HTTP_FETCHING -> write(out, answer("", Bomb.fetching("DeviceInfo", canary)));
            default -> write(out, answer("", text("<DeviceInfo>".repeat(200_000))));
        }
    }

    private static byte[] answer(String header, byte[] body) {
        byte[] head = text("HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n" + header + "Content-Length: "
                + body.length + "\r\n\r\n");
        byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private void rtsp(String request, InputStream in, OutputStream out) throws IOException, InterruptedException {
        String method = request.substring(0, Math.max(0, request.indexOf(' ')));
        String sequence = request.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("cseq:"))
                .map(line -> line.substring(5).strip())
                .findFirst()
                .orElse("1");
        String ok = "RTSP/1.0 200 OK\r\nCSeq: " + sequence + "\r\n";
        switch (way) {
            case RTSP_SLOW -> slowly(out, text(ok + description(1, 0)));
            case RTSP_ENDLESS_HEAD -> endlessly(out, text(ok), text("X-More: " + "y".repeat(90) + "\r\n"));
            case RTSP_ENDLESS_BODY ->
                endlessly(
                        out,
                        text(ok + "Content-Type: application/sdp\r\nContent-Length: 2147483647\r\n\r\nv=0\r\n"),
                        text("a=more:and more\r\n".repeat(100)));
            case RTSP_PACKETS -> endlessly(out, new byte[0], packet(1400));
            case RTSP_TRACKS -> write(out, text(ok + (method.equals("DESCRIBE") ? description(100, 3000) : "\r\n")));
            case RTSP_SILENT -> in.transferTo(OutputStream.nullOutputStream());
            default -> plays(method, ok, out);
        }
    }

    private void plays(String method, String ok, OutputStream out) throws IOException, InterruptedException {
        switch (method) {
            case "DESCRIBE" -> write(out, text(ok + description(1, 0)));
            case "SETUP" ->
                write(out, text(ok + "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"));
            case "PLAY" -> {
                write(out, text(ok + "Session: 1\r\n\r\n"));
                if (way == Way.RTSP_PLAYS_SLOWLY) {
                    slowly(out, packet(1400));
                } else {
                    endlessly(out, new byte[0], packet(65_535));
                }
            }
            default -> write(out, text(ok + "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n"));
        }
    }

    private static String description(int tracks, int lines) {
        StringBuilder sdp = new StringBuilder("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=x\r\nt=0 0\r\n");
        for (int i = 0; i < tracks; i++) {
            sdp.append("m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:trackID=" + i + "\r\n");
        }
        sdp.append("a=x:more and more\r\n".repeat(lines));
        return "Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n" + sdp;
    }

    private static byte[] packet(int length) {
        byte[] packet = new byte[4 + length];
        packet[0] = '$';
        packet[2] = (byte) (length >> 8);
        packet[3] = (byte) length;
        packet[4] = (byte) 0x80;
        packet[5] = 96;
        return packet;
    }

    private void endlessly(OutputStream out, byte[] first, byte[] again) throws IOException {
        write(out, first);
        while (closed.getCount() > 0) {
            write(out, again);
        }
    }

    private void slowly(OutputStream out, byte[] all) throws IOException, InterruptedException {
        for (byte b : all) {
            write(out, new byte[] {b});
            if (closed.await(1, TimeUnit.SECONDS)) {
                return;
            }
        }
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        sent.addAndGet(bytes.length);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
