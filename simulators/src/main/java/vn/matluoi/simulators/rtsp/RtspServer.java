package vn.matluoi.simulators.rtsp;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.login.LoginGate;

/**
 * Plays one clip to any number of RTSP viewers (RFC 2326, interleaved) on one thread: a frame is copied, its headers and
 * {@link Mark} are filled, and it is sent with one write. A viewer that does not keep up loses frames up to the next key
 * picture, as with a real recorder. A viewer that says nothing for 60 s is dropped.
 */
public final class RtspServer implements AutoCloseable {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1) / Clip.FRAME_RATE;
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENT_LIMIT = TimeUnit.SECONDS.toNanos(60);
    private static final long COUNT_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
    /** Frames that fall due within it go out together: a wake-up for each would cost more than sending them. */
    private static final long REST_MILLIS = 4;

    private static final long IDLE_MILLIS = 100;
    private static final int TICKS = 90_000 / Clip.FRAME_RATE;

    private final Clip clip;
    private final Supplier<Fault> fault;
    private final Dialogue dialogue;
    private final Random random = new Random();
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Thread thread;
    private final long origin = System.nanoTime();
    private final FrameFiller frames;
    private final PriorityQueue<Viewer> schedule = new PriorityQueue<>(Comparator.comparingLong(v -> v.dueNanos));

    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final LongAdder framesSent = new LongAdder();
    private final LongAdder framesSkipped = new LongAdder();
    private final LongAdder framesLate = new LongAdder();
    private long countedNanos;
    private volatile int connections;
    private volatile int sessions;
    private volatile int playing;

    /**
     * Listens at once.
     *
     * @param address where; port 0 for any free one
     * @param fault asked at every request and every frame
     */
    public RtspServer(InetSocketAddress address, Clip clip, Cameras cameras, LoginGate gate, Supplier<Fault> fault)
            throws IOException {
        this.clip = clip;
        this.fault = fault;
        dialogue = new Dialogue(clip, cameras, gate, random);
        frames = new FrameFiller(clip);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(address, 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::run, "rtsp-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    /** The port it listens on. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /** Counts, for whoever wants to prove something by them. */
    public State state() {
        Map<String, Long> byMethod = new ConcurrentSkipListMap<>();
        requests.forEach((method, count) -> byMethod.put(method, count.sum()));
        return new State(
                connections, sessions, playing, framesSent.sum(), framesSkipped.sum(), framesLate.sum(), byMethod);
    }

    /** Forgets the counts of requests and frames. */
    public void resetCounts() {
        requests.clear();
        framesSent.reset();
        framesSkipped.reset();
        framesLate.reset();
    }

    /**
     * @param connections open TCP connections
     * @param sessions of them with a session (SETUP done)
     * @param playing of them being sent pictures
     * @param framesSent since start
     * @param framesSkipped not sent because the viewer was slow, or the stream stalled
     * @param framesLate not sent because this machine was too busy to be in time, up to the next key picture
     * @param requests by method
     */
    public record State(
            int connections,
            int sessions,
            int playing,
            long framesSent,
            long framesSkipped,
            long framesLate,
            Map<String, Long> requests) {}

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                turn();
            }
        } catch (java.nio.channels.ClosedSelectorException e) {
            // closed: the only way out
        } catch (IOException e) {
            System.err.println("RTSP port " + port() + " gave up: " + e.getMessage());
        }
    }

    private void turn() throws IOException {
        long now = System.nanoTime();
        long wait = schedule.isEmpty() ? Long.MAX_VALUE : schedule.peek().dueNanos - now;
        if (wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.min(Math.max(TimeUnit.NANOSECONDS.toMillis(wait), REST_MILLIS), IDLE_MILLIS));
        }
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (!key.isValid()) {
                continue;
            }
            if (key.isAcceptable()) {
                accept();
                continue;
            }
            Viewer viewer = (Viewer) key.attachment();
            try {
                if (key.isWritable()) {
                    flush(viewer);
                }
                if (key.isValid() && key.isReadable()) {
                    read(viewer);
                }
            } catch (IOException | RuntimeException e) { // whatever one viewer sends, the others go on
                drop(viewer);
            }
        }
        now = System.nanoTime();
        while (!schedule.isEmpty() && schedule.peek().dueNanos <= now) {
            Viewer viewer = schedule.poll();
            if (viewer.playing) {
                tick(viewer, now);
            }
        }
        if (now - countedNanos > COUNT_EVERY) {
            countedNanos = now;
            count();
        }
    }

    private void count() {
        int withSession = 0;
        int sending = 0;
        int all = 0;
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Viewer viewer && key.isValid()) {
                all++;
                withSession += viewer.session == null ? 0 : 1;
                sending += viewer.playing ? 1 : 0;
            }
        }
        connections = all;
        sessions = withSession;
        playing = sending;
    }

    private void accept() throws IOException {
        SocketChannel socket;
        while ((socket = listener.accept()) != null) {
            if (fault.get().rtsp(Fault.Kind.RESET)) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
                continue;
            }
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            String peer =
                    ((InetSocketAddress) socket.getRemoteAddress()).getAddress().getHostAddress();
            SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
            key.attach(new Viewer(socket, key, peer, System.nanoTime()));
        }
    }

    private void read(Viewer viewer) throws IOException {
        if (viewer.socket.read(viewer.in) < 0) {
            throw new EOFException();
        }
        viewer.heardNanos = System.nanoTime();
        viewer.in.flip();
        while (viewer.in.hasRemaining() && !viewer.closing && next(viewer)) {
            // each turn takes one message
        }
        viewer.in.compact();
        if (!viewer.in.hasRemaining()) {
            throw new IOException("a request larger than " + viewer.in.capacity() + " bytes");
        }
    }

    /** Takes one whole message; false if there is none yet. */
    private boolean next(Viewer viewer) throws IOException {
        ByteBuffer in = viewer.in;
        int at = in.position();
        if (in.get(at) == '\r' || in.get(at) == '\n') { // blank lines before a request (RFC 2326 §4)
            in.position(at + 1);
            return true;
        }
        if (in.get(at) == '$') { // the viewer's own RTCP
            int length = in.remaining() < 4 ? Integer.MAX_VALUE - 4 : in.getShort(at + 2) & 0xffff;
            if (in.remaining() < length + 4) {
                return false;
            }
            in.position(at + 4 + length);
            return true;
        }
        int end = endOfHead(in);
        if (end < 0) {
            return false;
        }
        byte[] head = new byte[end - at];
        in.get(at, head);
        Request request = Request.parse(new String(head, StandardCharsets.ISO_8859_1));
        if (in.limit() - end < request.contentLength()) {
            return false;
        }
        in.position(end + request.contentLength());
        answer(viewer, request);
        return true;
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position(); i + 3 < in.limit(); i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n' && in.get(i + 2) == '\r' && in.get(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private void answer(Viewer viewer, Request request) throws IOException {
        requests.computeIfAbsent(request.method(), m -> new LongAdder()).increment();
        Fault now = fault.get();
        if (now.rtsp(Fault.Kind.SILENT)) {
            return;
        }
        if (now.rtsp(Fault.Kind.GARBAGE)) {
            send(viewer, ByteBuffer.wrap("\u0001\u0002HTTP?? \u00ff\u00fe{]]>".getBytes(StandardCharsets.ISO_8859_1)));
            return;
        }
        Dialogue.Reply reply = dialogue.answer(viewer, request, now);
        byte[] bytes = reply.text().getBytes(StandardCharsets.UTF_8);
        if (now.rtsp(Fault.Kind.CUT)) {
            viewer.closing = true;
            send(viewer, ByteBuffer.wrap(bytes, 0, bytes.length / 2));
            return;
        }
        viewer.closing = reply.then() == Dialogue.Then.CLOSE;
        send(viewer, ByteBuffer.wrap(bytes));
        if (reply.then() == Dialogue.Then.START && viewer.key.isValid()) {
            start(viewer);
        }
    }

    private void start(Viewer viewer) {
        long now = System.nanoTime();
        viewer.playing = true;
        viewer.needsKey = true;
        boolean live = viewer.left == Long.MAX_VALUE;
        viewer.position = live ? clip.key(random.nextInt(clip.frames())) : 0;
        viewer.frame = (now - origin) / PERIOD;
        viewer.dueNanos = now + random.nextLong(PERIOD);
        schedule.add(viewer);
    }

    /** One frame period of one viewer. */
    private void tick(Viewer viewer, long now) {
        if (now - viewer.heardNanos > SILENT_LIMIT) {
            drop(viewer);
            return;
        }
        long steps = now - viewer.dueNanos > LATE ? (now - viewer.dueNanos) / PERIOD : 1;
        AccessUnit unit = clip.unit(viewer.position);
        Fault wrong = fault.get();
        boolean stalled = wrong.rtsp(Fault.Kind.STALL);
        if (stalled || viewer.pending != null || viewer.needsKey && !unit.key()) {
            viewer.late &= !stalled && viewer.pending == null;
            (viewer.late ? framesLate : framesSkipped).increment();
            viewer.needsKey = true;
        } else {
            viewer.late = false;
            viewer.needsKey = false;
            try {
                sendFrame(viewer, unit, wrong.rtsp(Fault.Kind.CUT));
            } catch (IOException e) {
                drop(viewer);
                return;
            }
        }
        viewer.position += steps;
        viewer.frame += steps;
        viewer.timestamp += (int) (steps * TICKS);
        if (steps > 1) {
            framesLate.add(steps - 1);
            viewer.late |= !viewer.needsKey;
            viewer.needsKey = true;
        }
        viewer.dueNanos += steps * PERIOD;
        viewer.left -= viewer.left == Long.MAX_VALUE ? 0 : steps;
        viewer.playing &= viewer.left > 0;
        if (viewer.playing) {
            schedule.add(viewer);
        }
    }

    private void sendFrame(Viewer viewer, AccessUnit unit, boolean cut) throws IOException {
        ByteBuffer frame = frames.fill(viewer, unit, System.nanoTime());
        if (cut) {
            frame.limit(frame.limit() / 2);
            viewer.closing = true;
        }
        framesSent.increment();
        send(viewer, frame);
    }

    private void send(Viewer viewer, ByteBuffer bytes) throws IOException {
        if (viewer.pending == null) {
            viewer.socket.write(bytes);
        }
        if (bytes.hasRemaining()) {
            int before = viewer.pending == null ? 0 : viewer.pending.remaining();
            ByteBuffer rest = ByteBuffer.allocate(before + bytes.remaining());
            if (viewer.pending != null) {
                rest.put(viewer.pending);
            }
            viewer.pending = rest.put(bytes).flip();
            viewer.key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else if (viewer.closing) {
            drop(viewer);
        }
    }

    private void flush(Viewer viewer) throws IOException {
        if (viewer.pending != null) {
            viewer.socket.write(viewer.pending);
            if (viewer.pending.hasRemaining()) {
                return;
            }
            viewer.pending = null;
        }
        viewer.key.interestOps(SelectionKey.OP_READ);
        if (viewer.closing) {
            drop(viewer);
        }
    }

    private void drop(Viewer viewer) {
        viewer.playing = false;
        viewer.session = null;
        viewer.key.cancel();
        try {
            viewer.socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
