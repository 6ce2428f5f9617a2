package vn.matluoi.simulators.rtsp;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An independent viewer of one stream (RTSP over TCP, interleaved) that looks for {@link Mark}s and counts: frames, what
 * is missing between them, the longest gap, the delay. It plays from {@link #open} until {@link #close}, on a thread of its
 * own; the account in the address, if any, is used for digest log-in, once.
 */
public final class RtspViewer implements AutoCloseable {

    private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(20);
    private static final int MAX_DELAYS = 1 << 16;

    private final Socket socket = new Socket();
    private final RtspTalk talk;
    private final DataInputStream in;
    private final OutputStream out;
    private final Thread thread;
    private volatile boolean closed;

    // guarded by this
    private final StreamCount count = new StreamCount(new Delays(MAX_DELAYS), System.nanoTime());
    private String ended = "";

    private RtspViewer(URI uri, Duration timeout) throws IOException {
        talk = new RtspTalk(uri);
        try {
            socket.connect(new InetSocketAddress(talk.host(), talk.port()), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) timeout.toMillis());
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 17));
            out = socket.getOutputStream();
            talk.play(in, out, this::packet);
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
        return count.report(!closed && ended.isEmpty(), ended);
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
                out.write(talk.teardown());
            }
        } catch (IOException e) {
            // it is gone already
        }
        socket.close();
    }

    /** Is gone without a word, in the middle of a packet perhaps: the connection is reset. */
    public void drop() throws IOException {
        closed = true;
        socket.setSoLinger(true, 0);
        socket.close();
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
                    talk.skipAnswer(in, first);
                }
                if (System.nanoTime() - asked > KEEP_ALIVE) {
                    asked = System.nanoTime();
                    synchronized (out) {
                        out.write(talk.keepAlive());
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
            count.packet(channel, packet, 0, length, now);
        }
    }
}
