package vn.matluoi.simulators.rtsp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hundreds of viewers on one thread, for measurements: what {@link RtspViewer} counts of one stream, this counts of all
 * together. Each viewer says {@code GET_PARAMETER} every 20 s and sends an RTCP receiver report every 5 s, as players do.
 * Safe for any thread.
 */
public final class ViewerPool implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final int MAX_DELAYS = 1 << 21;
    private static final long TURN_MILLIS = 250;
    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(20);
    private static final long SPEAK_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REPORT = TimeUnit.SECONDS.toNanos(5);
    private static final byte[] NOTHING = {};
    /** An empty receiver report (RFC 3550 §6.4.2) on channel 1. */
    private static final byte[] RECEIVER_REPORT = {'$', 1, 0, 8, (byte) 0x80, (byte) 201, 0, 1, 'm', 'a', 't', 'l'};

    private final Selector selector;
    private final Thread thread;
    private final Queue<One> arrivals = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    // guarded by this
    private final Delays delays = new Delays(MAX_DELAYS);
    private final List<One> viewers = new ArrayList<>();
    private long bytes;
    private long spokenNanos;

    /**
     * What all viewers saw since the last {@link #restart}.
     *
     * @param viewers still playing
     * @param frames marked frames received by all together
     * @param fewest frames that one viewer received
     * @param lost frames missing between the marks, of all together
     * @param sequenceGaps places where RTP sequence numbers did not follow each other
     * @param reports RTCP packets received
     * @param bytes that came out of the sockets
     * @param p50Millis median of the time from the camera's sending to receiving
     * @param p95Millis 95 % of the frames were no later than this
     * @param maxMillis the latest
     * @param ended why viewers ended before they were closed here, one entry each
     */
    public record Report(
            int viewers,
            long frames,
            long fewest,
            long lost,
            long sequenceGaps,
            long reports,
            long bytes,
            double p50Millis,
            double p95Millis,
            double maxMillis,
            List<String> ended) {}

    /** One viewer. Touched by the thread that opens it, then by the pool's. */
    private static final class One {
        final SocketChannel socket;
        final RtspTalk talk;
        final StreamCount count;
        byte[] rest = NOTHING;
        long keptNanos;
        long reportNanos;
        String ended = "";

        One(SocketChannel socket, RtspTalk talk, StreamCount count, long now) {
            this.socket = socket;
            this.talk = talk;
            this.count = count;
            keptNanos = now;
            reportNanos = now;
        }
    }

    public ViewerPool() throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, "viewer-pool");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Adds a viewer and starts playing. Blocks the caller for at most the timeout for each answer; several threads may
     * open viewers at once.
     *
     * @throws IOException if it cannot be played; the message says which step was refused
     */
    public void open(URI uri, Duration timeout) throws IOException {
        open(uri, timeout, null);
    }

    /**
     * The same from one of this machine's addresses.
     *
     * @param from null for any
     */
    public void open(URI uri, Duration timeout, InetAddress from) throws IOException {
        long now = System.nanoTime();
        RtspTalk talk = new RtspTalk(uri);
        One one = new One(SocketChannel.open(), talk, new StreamCount(delays, now), now);
        try {
            if (from != null) {
                one.socket.bind(new InetSocketAddress(from, 0));
            }
            one.socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            one.socket.socket().setSoTimeout((int) timeout.toMillis());
            one.socket.socket().connect(new InetSocketAddress(talk.host(), talk.port()), (int) timeout.toMillis());
            // not buffered: what follows the answer to PLAY is the pool's to read
            InputStream in = one.socket.socket().getInputStream();
            talk.play(in, one.socket.socket().getOutputStream(), () -> skip(new DataInputStream(in)));
            one.socket.configureBlocking(false);
        } catch (IOException e) {
            one.socket.close();
            throw e;
        }
        arrivals.add(one);
        selector.wakeup();
    }

    /** Counts anew from here; each viewer's next frame must still follow its last one. */
    public synchronized void restart() {
        delays.clear();
        bytes = 0;
        viewers.forEach(one -> one.count.restart());
    }

    public synchronized Report report() {
        long[] sorted = delays.sorted();
        List<String> ended = viewers.stream()
                .map(one -> one.ended)
                .filter(why -> !why.isEmpty())
                .toList();
        return new Report(
                viewers.size() - ended.size(),
                viewers.stream().mapToLong(one -> one.count.frames()).sum(),
                viewers.stream().mapToLong(one -> one.count.frames()).min().orElse(0),
                viewers.stream().mapToLong(one -> one.count.lost()).sum(),
                viewers.stream().mapToLong(one -> one.count.sequenceGaps()).sum(),
                viewers.stream().mapToLong(one -> one.count.reports()).sum(),
                bytes,
                Delays.percentile(sorted, 0.5),
                Delays.percentile(sorted, 0.95),
                Delays.percentile(sorted, 1),
                ended);
    }

    @Override
    public void close() throws IOException {
        synchronized (this) { // not in the middle of a turn
            selector.close();
        }
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            for (One one : viewers) {
                one.socket.close();
            }
        }
    }

    private static void skip(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        in.readNBytes(in.readUnsignedShort());
    }

    private void run() {
        try {
            while (true) {
                selector.select(TURN_MILLIS);
                synchronized (this) {
                    turn();
                }
            }
        } catch (ClosedSelectorException e) {
            // closed: the only way out
        } catch (IOException e) {
            System.err.println("the viewers gave up: " + e.getMessage());
        }
    }

    private void turn() throws IOException {
        for (One one; (one = arrivals.poll()) != null; ) {
            one.socket.register(selector, SelectionKey.OP_READ, one);
            viewers.add(one);
        }
        for (SelectionKey key : selector.selectedKeys()) {
            One one = (One) key.attachment();
            try {
                read(one);
            } catch (IOException e) {
                one.ended = e.getMessage() == null ? e.toString() : e.getMessage();
                key.cancel();
                one.socket.close();
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        if (now - spokenNanos < SPEAK_EVERY) {
            return;
        }
        spokenNanos = now;
        for (One one : viewers) {
            if (one.ended.isEmpty()) {
                speak(one, now);
            }
        }
    }

    private void read(One one) throws IOException {
        buffer.clear().put(one.rest);
        int read = one.socket.read(buffer);
        long now = System.nanoTime();
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        bytes += read;
        buffer.flip();
        int at = 0;
        for (int length; (length = whole(at)) > 0; at += length) {
            if (buffer.get(at) == '$') {
                one.count.packet(buffer.get(at + 1), buffer, at + 4, length - 4, now);
            }
        }
        one.rest = at == buffer.limit() ? NOTHING : new byte[buffer.limit() - at];
        buffer.get(at, one.rest);
    }

    /** @return bytes of the packet or answer that begins there; 0 if not all of it is there yet */
    private int whole(int at) throws IOException {
        int there = buffer.limit() - at;
        if (there < 4) {
            return 0;
        }
        if (buffer.get(at) == '$') {
            int length = 4 + (buffer.getShort(at + 2) & 0xffff);
            return length <= there ? length : 0;
        }
        if (buffer.get(at) != 'R') {
            throw new IOException("neither a packet nor an answer");
        }
        for (int end = at + 4; end <= buffer.limit(); end++) { // answers to GET_PARAMETER have no body
            if (buffer.getInt(end - 4) == 0x0d0a0d0a) {
                return end - at;
            }
        }
        return 0;
    }

    private static void speak(One one, long now) {
        try {
            if (now - one.reportNanos > REPORT) {
                one.reportNanos = now;
                one.socket.write(ByteBuffer.wrap(RECEIVER_REPORT));
            }
            if (now - one.keptNanos > KEEP_ALIVE) {
                one.keptNanos = now;
                one.socket.write(ByteBuffer.wrap(one.talk.keepAlive()));
            }
        } catch (IOException e) {
            one.ended = e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }
}
