package vn.matluoi.simulators.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server on loopback and spoils what the server sends, as {@link Wrong} says at that
 * moment. The n-th connection is given the same wrong bytes whenever the seed is the same. At most {@value #MOST}
 * connections at once, the next is reset; two threads a connection. Safe for any thread.
 */
public final class FaultProxy implements AutoCloseable {

    static final int MOST = 256;

    private static final int CHUNK = 16 * 1024;
    private static final int GARBAGE = 64;
    private static final int CONNECT_MILLIS = 5000;

    private final ServerSocket server;
    private final InetSocketAddress upstream;
    private final long seed;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService threads;
    private volatile Wrong wrong = Wrong.NOTHING;

    /**
     * Listens at once.
     *
     * @param port on loopback; 0 for any free one
     * @param upstream where connections are led to
     */
    public FaultProxy(int port, InetSocketAddress upstream, long seed) throws IOException {
        this.upstream = upstream;
        this.seed = seed;
        server = new ServerSocket(port, MOST, InetAddress.getByName("127.0.0.1"));
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "proxy-" + port());
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** From now on, for connections that are open as for those that come. */
    public void set(Wrong next) {
        wrong = next;
    }

    public Wrong wrong() {
        return wrong;
    }

    /** Connections accepted since start. */
    public long accepted() {
        return accepted.get();
    }

    /** Connections that are open now. */
    public int open() {
        return (int) open.stream()
                .filter(socket -> socket.getPort() != upstream.getPort())
                .count();
    }

    /** Bytes given to clients since start. */
    public long bytes() {
        return bytes.get();
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
                Socket client = server.accept();
                if (open.size() >= 2 * MOST) {
                    reset(client);
                    continue;
                }
                Random random = new Random(seed + accepted.getAndIncrement());
                open.add(client);
                threads.execute(() -> serve(client, random));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("proxy port " + port() + " refused a connection: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Socket client, Random random) {
        try (client;
                Socket device = new Socket()) {
            open.add(device);
            try {
                device.connect(upstream, CONNECT_MILLIS);
                client.setTcpNoDelay(true);
                device.setTcpNoDelay(true);
                threads.execute(() -> asked(client, device));
                answered(device, client, random);
            } finally {
                open.remove(device);
            }
        } catch (IOException e) {
            // one of the two went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** What the client says passes unharmed. */
    private static void asked(Socket client, Socket device) {
        try {
            client.getInputStream().transferTo(device.getOutputStream());
            device.shutdownOutput();
        } catch (IOException e) {
            close(device);
        }
    }

    private void answered(Socket device, Socket client, Random random) throws IOException, InterruptedException {
        InputStream in = device.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        long passed = 0;
        boolean thrownIn = false;
        int read;
        while ((read = in.read(chunk)) >= 0) {
            Wrong now = wrong;
            int whole = now.kind() == Wrong.Kind.NONE ? read : (int) Math.max(0, Math.min(read, now.after() - passed));
            write(out, chunk, 0, whole);
            passed += whole;
            if (now.kind() == Wrong.Kind.NONE || passed < now.after()) {
                continue;
            }
            switch (now.kind()) {
                case CUT -> {
                    client.shutdownOutput();
                    return;
                }
                case RESET -> {
                    reset(client);
                    return;
                }
                case SILENT -> silent(device);
                case FLOOD -> flood(out, random);
                case GARBAGE -> {
                    if (!thrownIn) {
                        thrownIn = true;
                        byte[] nobodys = new byte[GARBAGE];
                        random.nextBytes(nobodys);
                        write(out, nobodys, 0, GARBAGE);
                    }
                    write(out, chunk, whole, read - whole);
                }
                case DELAY -> {
                    pause(now.number());
                    write(out, chunk, whole, read - whole);
                }
                default -> slowly(out, chunk, whole, read, now.number());
            }
            passed += read - whole;
        }
        client.shutdownOutput();
    }

    /** A tenth of a second's bytes at a time, or one byte. */
    private void slowly(OutputStream out, byte[] chunk, int from, int to, int rate)
            throws IOException, InterruptedException {
        int step = Math.max(1, rate / 10);
        for (int at = from; at < to; at += step) {
            if (wrong.kind() != Wrong.Kind.RATE) {
                write(out, chunk, at, to - at);
                return;
            }
            write(out, chunk, at, Math.min(step, to - at));
            pause(1000L * step / rate);
        }
    }

    /** Reads on, so that the server does not notice; and the client does not notice that the server has gone. */
    private void silent(Socket device) throws IOException, InterruptedException {
        byte[] dropped = new byte[CHUNK];
        while (device.getInputStream().read(dropped) >= 0 && wrong.kind() == Wrong.Kind.SILENT) {
            // dropped
        }
        while (wrong.kind() == Wrong.Kind.SILENT && !device.isOutputShutdown()) {
            pause(100);
        }
    }

    private void flood(OutputStream out, Random random) throws IOException {
        byte[] nobodys = new byte[CHUNK];
        random.nextBytes(nobodys);
        while (wrong.kind() == Wrong.Kind.FLOOD && closed.getCount() > 0) {
            write(out, nobodys, 0, CHUNK);
        }
    }

    private void write(OutputStream out, byte[] from, int at, int length) throws IOException {
        if (length > 0) {
            out.write(from, at, length);
            bytes.addAndGet(length);
        }
    }

    private void pause(long millis) throws IOException, InterruptedException {
        if (closed.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IOException("closed");
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
