package vn.matluoi.simulators.recorder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The web servers of thousands of devices, on one thread: an address each, keep-alive, bodies with {@code Content-Length}, and
 * answers that do not end. Well-behaved, other than {@link HttpListener}.
 */
final class FleetListener implements AutoCloseable {

    private static final int MAX_REQUEST = 64 * 1024;
    /** A client that does not read so much of its stream is hung up on. */
    private static final int MAX_BACKLOG = 1 << 20;

    private final Answers answers;
    private final Selector selector = Selector.open();
    private final ByteBuffer read = ByteBuffer.allocate(16 * 1024);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Map<Integer, ServerSocketChannel> listening = new HashMap<>(); // on the thread, as all below
    private final Map<Integer, Set<Connection>> connections = new HashMap<>();
    private final List<InetSocketAddress> addresses;
    private volatile boolean closed;

    /** What a device answers. Called on the one thread. */
    interface Answers {

        /** @return the answer; {@link #STREAM} for one that does not end, and begins with these bytes */
        HttpReply answer(int device, HttpRequest request);

        /** A stream is open from now on. */
        void streaming(int device);

        /** A connection was taken. */
        void connected(int device);
    }

    /** Header of an answer that is the beginning of a stream; not sent. */
    static final String STREAM = "X-Stream: endless";

    private final class Connection {

        private final int device;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteArrayOutputStream in = new ByteArrayOutputStream(512);
        private final ArrayDeque<ByteBuffer> out = new ArrayDeque<>();
        private int waiting;
        private boolean stream;

        Connection(int device, SocketChannel channel) throws IOException {
            this.device = device;
            this.channel = channel;
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(byte[] bytes) {
            if (waiting > MAX_BACKLOG) {
                close();
                return;
            }
            out.add(ByteBuffer.wrap(bytes));
            waiting += bytes.length;
            flush();
        }

        void flush() {
            try {
                while (!out.isEmpty()) {
                    waiting -= channel.write(out.peek());
                    if (out.peek().hasRemaining()) {
                        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                        return;
                    }
                    out.poll();
                }
                key.interestOps(SelectionKey.OP_READ);
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            connections.getOrDefault(device, Set.of()).remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                // gone already
            }
        }
    }

    /** @param addresses of the devices, in the order of their numbers */
    FleetListener(List<InetSocketAddress> addresses, Answers answers) throws IOException {
        this.answers = answers;
        this.addresses = addresses;
        for (int device = 0; device < addresses.size(); device++) {
            listen(device);
        }
        Thread thread = new Thread(this::run, "fleet-http");
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes to every stream of a device. Any thread. */
    void tell(int device, byte[] bytes) {
        later(() -> {
            for (Connection connection : List.copyOf(connections.getOrDefault(device, Set.of()))) {
                if (connection.stream) {
                    connection.send(bytes);
                }
            }
        });
    }

    /** Takes a device's power away, or gives it back. Any thread. */
    void power(int device, boolean on) {
        later(() -> {
            try {
                if (on && !listening.containsKey(device)) {
                    listen(device);
                } else if (!on && listening.containsKey(device)) {
                    listening.remove(device).close();
                    List.copyOf(connections.getOrDefault(device, Set.of())).forEach(Connection::close);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void listen(int device) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(addresses.get(device), 16);
        server.register(selector, SelectionKey.OP_ACCEPT, device);
        listening.put(device, server);
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Runnable task; (task = tasks.poll()) != null; ) {
                    task.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isValid()) {
                        handle(key);
                    }
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : new ArrayList<>(selector.keys())) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof Integer device) {
            accept(device, (ServerSocketChannel) key.channel());
            return;
        }
        Connection connection = (Connection) key.attachment();
        if (key.isWritable()) {
            connection.flush();
        }
        if (key.isValid() && key.isReadable()) {
            receive(connection);
        }
    }

    private void accept(int device, ServerSocketChannel server) {
        try {
            for (SocketChannel channel; (channel = server.accept()) != null; ) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connections.computeIfAbsent(device, d -> new HashSet<>()).add(new Connection(device, channel));
                answers.connected(device);
            }
        } catch (IOException e) {
            // the client was gone before it was taken
        }
    }

    private void receive(Connection connection) {
        try {
            read.clear();
            int got = connection.channel.read(read);
            if (got < 0 || connection.in.size() + got > MAX_REQUEST) {
                connection.close();
                return;
            }
            connection.in.write(read.array(), 0, got);
            while (!connection.stream && connection.channel.isOpen() && next(connection)) {
                // requests may have come together
            }
        } catch (IOException | IllegalArgumentException e) {
            connection.close();
        }
    }

    /** @return whether a whole request was there, and is answered */
    private boolean next(Connection connection) throws IOException {
        byte[] all = connection.in.toByteArray();
        int end = headEnd(all);
        if (end < 0) {
            return false;
        }
        String[] lines = new String(all, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3) {
            throw new IllegalArgumentException("not HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (all.length < end + 4 + length) {
            return false;
        }
        byte[] body = new byte[length];
        System.arraycopy(all, end + 4, body, 0, length);
        connection.in.reset();
        connection.in.write(all, end + 4 + length, all.length - end - 4 - length);
        String peer = ((InetSocketAddress) connection.channel.getRemoteAddress())
                .getAddress()
                .getHostAddress();
        HttpReply reply = answers.answer(connection.device, new HttpRequest(first[0], first[1], headers, body, peer));
        boolean keep = !"close".equalsIgnoreCase(headers.get("connection"));
        connection.stream = reply.headers().contains(STREAM);
        connection.send(bytes(reply, keep, connection.stream));
        if (connection.stream) {
            answers.streaming(connection.device);
        } else if (!keep) {
            connection.close();
        }
        return true;
    }

    private static int headEnd(byte[] all) {
        for (int i = 0; i + 3 < all.length; i++) {
            if (all[i] == '\r' && all[i + 1] == '\n' && all[i + 2] == '\r' && all[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(HttpReply reply, boolean keep, boolean stream) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + ' ' + reply.reason() + "\r\n");
        reply.headers().stream().filter(line -> !line.equals(STREAM)).forEach(line -> head.append(line)
                .append("\r\n"));
        head.append("Content-Type: ").append(reply.contentType()).append("\r\n");
        if (!stream) {
            head.append("Content-Length: ").append(reply.body().length).append("\r\n");
        }
        head.append("Connection: ").append(keep ? "keep-alive" : "close").append("\r\n\r\n");
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(reply.body());
        return whole.toByteArray();
    }
}
