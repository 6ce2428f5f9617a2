package vn.matluoi.simulators.web;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 for any number of devices, each behind a port of its own, on one thread that reads and writes and
 * {@value #WORKERS} that work answers out. An answer may be given later and from any thread, so that a long poll costs a
 * connection and nothing else. An idle connection is closed after a minute.
 */
public final class WebServer implements AutoCloseable {

    private static final int WORKERS = 2;
    private static final int TICK_MILLIS = 1000;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

    private final Selector selector;
    private final Thread thread;
    private final ExecutorService workers;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Of the reading thread. */
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    private long ticked = System.nanoTime();

    /** What answers requests. Called on a worker; must not block. */
    @FunctionalInterface
    public interface Handler {

        /** @param answer to be given exactly one reply, now or later */
        void handle(WebRequest request, Answer answer);
    }

    /** A port that is listened on. */
    public final class Door implements AutoCloseable {

        private final ServerSocketChannel listener;
        private final Handler handler;

        private Door(ServerSocketChannel listener, Handler handler) {
            this.listener = listener;
            this.handler = handler;
        }

        /** The port it has. */
        public int port() {
            return listener.socket().getLocalPort();
        }

        /** Stops listening, and ends every connection that came in here. */
        @Override
        public void close() throws IOException {
            listener.close();
            onThread(() -> connections().stream()
                    .filter(connection -> connection.door == this)
                    .forEach(Connection::end));
        }
    }

    /** Starts with no port at all. */
    public WebServer() throws IOException {
        selector = Selector.open();
        workers = Executors.newFixedThreadPool(WORKERS, task -> daemon(task, "web-worker"));
        thread = daemon(this::run, "web");
        thread.start();
    }

    /** @param address port 0 for any free one */
    public Door listen(InetSocketAddress address, Handler handler) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address, 256);
            listener.configureBlocking(false);
            Door door = new Door(listener, handler);
            listener.register(selector, SelectionKey.OP_ACCEPT, door);
            selector.wakeup();
            return door;
        } catch (IOException e) {
            listener.close();
            throw new IOException("port " + address.getPort() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            key.channel().close();
        }
        selector.close();
        workers.shutdownNow();
    }

    /** Does something on the reading thread, soon. */
    void onThread(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(TICK_MILLIS);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    serve(key);
                }
                Runnable task;
                while ((task = tasks.poll()) != null) {
                    task.run();
                }
                if (System.nanoTime() - ticked > TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)) {
                    ticked = System.nanoTime();
                    connections().forEach(connection -> connection.tick(ticked - IDLE));
                }
            }
        } catch (ClosedSelectorException e) {
            // closed: the only way out
        } catch (IOException e) {
            System.err.println("the web server gave up: " + e.getMessage());
        }
    }

    private ArrayList<Connection> connections() {
        ArrayList<Connection> found = new ArrayList<>();
        if (selector.isOpen()) {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof Connection connection) {
                    found.add(connection);
                }
            }
        }
        return found;
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof Door door) {
            accept(door);
            return;
        }
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.flush();
            }
            if (key.isValid() && key.isReadable()) {
                buffer.clear();
                if (connection.socket.read(buffer) < 0) {
                    throw new EOFException();
                }
                connection.heard(buffer.flip());
            }
        } catch (IOException e) { // whatever one client sends, the others go on
            connection.end();
        }
    }

    private void accept(Door door) {
        try {
            SocketChannel socket;
            while ((socket = door.listener.accept()) != null) {
                socket.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                String peer = ((InetSocketAddress) socket.getRemoteAddress())
                        .getAddress()
                        .getHostAddress();
                SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
                key.attach(new Connection(this, door, socket, key, peer));
            }
        } catch (IOException e) {
            if (door.listener.isOpen()) {
                System.err.println("HTTP port " + door.port() + " refused a connection: " + e.getMessage());
            }
        }
    }

    /** Has a worker answer; a handler that fails is this program's mistake, and is shown as such. */
    void work(Door door, WebRequest request, Answer answer) {
        try {
            workers.execute(() -> {
                try {
                    door.handler.handle(request, answer);
                } catch (RuntimeException e) {
                    e.printStackTrace();
                    answer.send(WebReply.page(500));
                }
            });
        } catch (RejectedExecutionException e) {
            // closed meanwhile
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
