package vn.matluoi.source.jdbc.servers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * Speaks as much of SQL Server's protocol (MS-TDS 7.4, encrypted or not) as it takes to let an account in or refuse it, and to answer a
 * SELECT by one table of texts. No SQL is understood.
 */
public final class TdsServer implements AutoCloseable {

    private static final int BATCH = 1;
    private static final int CALL = 3;
    private static final int ANSWER = 4;
    private static final int LOG_IN = 0x10;
    private static final int PRE_LOG_IN = 0x12;
    private static final int LAST = 1;
    private static final byte[] COLLATION = {0x09, 0x04, (byte) 0xd0, 0x00, 0x34};

    /** Who tried to log in, as {@code user/password}. */
    public final List<String> logIns = new CopyOnWriteArrayList<>();

    /** What was sent to be executed. */
    public final List<String> statements = new CopyOnWriteArrayList<>();

    private final ServerSocket door;
    private final String account;
    private final List<String> columns;
    private final List<List<String>> rows;
    private final Optional<SSLContext> certified;

    /**
     * @param certified by what it encrypts; empty if it cannot
     * @param account {@code user/password}
     * @param rows values of each row in the order of the columns
     */
    public TdsServer(Optional<SSLContext> certified, String account, List<String> columns, List<List<String>> rows) {
        this.certified = certified;
        this.account = account;
        this.columns = columns;
        this.rows = rows;
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(() -> {
            while (true) {
                var client = door.accept();
                thread(() -> serve(client));
            }
        });
    }

    public int port() {
        return door.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the other side has gone, or it is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private record Message(int type, byte[] content) {}

    private void serve(Socket client) throws IOException {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = client.getOutputStream();
            while (true) {
                var message = read(in);
                switch (message.type()) {
                    case PRE_LOG_IN -> {
                        answer(out, preLogIn());
                        if (certified.isPresent()) {
                            var tls = TdsTls.accept(client, certified.get());
                            in = new DataInputStream(tls.getInputStream());
                            out = tls.getOutputStream();
                        }
                    }
                    case LOG_IN -> answer(out, logIn(message.content()));
                    case BATCH, CALL -> answer(out, execute(message));
                    default -> throw new EOFException("no message of this server: " + message.type());
                }
            }
        }
    }

    private static Message read(DataInputStream in) throws IOException {
        var content = new ByteArrayOutputStream();
        while (true) {
            var type = in.readUnsignedByte();
            var status = in.readUnsignedByte();
            var length = in.readUnsignedShort();
            in.skipNBytes(4);
            content.write(in.readNBytes(length - 8));
            if ((status & LAST) != 0) {
                return new Message(type, content.toByteArray());
            }
        }
    }

    private static void answer(OutputStream out, byte[] tokens) throws IOException {
        out.write(ByteBuffer.allocate(8 + tokens.length)
                .put((byte) ANSWER)
                .put((byte) LAST)
                .putShort((short) (8 + tokens.length))
                .putInt(0x00010100)
                .put(tokens)
                .array());
    }

    /** Version 15, and whether there is encryption. */
    private byte[] preLogIn() {
        return ByteBuffer.allocate(18)
                .put((byte) 0)
                .putShort((short) 11)
                .putShort((short) 6)
                .put((byte) 1)
                .putShort((short) 17)
                .putShort((short) 1)
                .put((byte) 0xff)
                .put(new byte[] {15, 0, 0x07, (byte) 0xd0, 0, 0})
                .put((byte) (certified.isPresent() ? 1 : 2))
                .array();
    }

    private byte[] logIn(byte[] message) {
        var user = text(message, 40, false);
        var given = user + "/" + text(message, 44, true);
        logIns.add(given);
        var tokens = new Tokens();
        if (!given.equals(account)) {
            tokens.error(18456, "Login failed for user '" + user + "'.");
            return tokens.done(2);
        }
        tokens.put(0xe3)
                .sized(new Tokens().put(7).put(COLLATION.length).put(COLLATION).put(0));
        tokens.put(0xad)
                .sized(new Tokens()
                        .put(1)
                        .put(new byte[] {0x74, 0, 0, 4})
                        .shortText("TdsServer")
                        .put(new byte[] {15, 0, 0x07, (byte) 0xd0}));
        return tokens.done(0);
    }

    /** @param at where it is said where the text stands */
    private static String text(byte[] message, int at, boolean veiled) {
        var given = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        var bytes = new byte[2 * given.getShort(at + 2)];
        given.get(given.getShort(at), bytes);
        if (veiled) {
            for (var n = 0; n < bytes.length; n++) {
                var one = (bytes[n] ^ 0xa5) & 0xff;
                bytes[n] = (byte) (one << 4 | one >> 4);
            }
        }
        return new String(bytes, StandardCharsets.UTF_16LE);
    }

    private byte[] execute(Message message) {
        // two bytes a character, wherever it begins
        var said = new String(message.content(), StandardCharsets.UTF_16LE)
                + new String(message.content(), 1, message.content().length - 1, StandardCharsets.UTF_16LE);
        statements.add(said);
        var tokens = new Tokens();
        return said.contains("SELECT") ? table(tokens).done(0x10) : tokens.done(0);
    }

    private Tokens table(Tokens tokens) {
        tokens.put(0x81).two(columns.size());
        for (var column : columns) {
            tokens.four(0).two(9).put(0xe7).two(8000).put(COLLATION).shortText(column);
        }
        for (var row : rows) {
            tokens.put(0xd1);
            for (var value : row) {
                if (value == null) {
                    tokens.two(0xffff);
                } else {
                    var bytes = value.getBytes(StandardCharsets.UTF_16LE);
                    tokens.two(bytes.length).put(bytes);
                }
            }
        }
        return tokens;
    }

    /** What an answer is made of. */
    private static final class Tokens {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Tokens put(int one) {
            bytes.write(one);
            return this;
        }

        Tokens put(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        Tokens two(int number) {
            return put(number & 0xff).put(number >> 8 & 0xff);
        }

        Tokens four(int number) {
            return two(number).two(number >> 16);
        }

        Tokens shortText(String text) {
            return put(text.length()).put(text.getBytes(StandardCharsets.UTF_16LE));
        }

        Tokens sized(Tokens content) {
            var inner = content.bytes.toByteArray();
            return two(inner.length).put(inner);
        }

        Tokens error(int number, String text) {
            return put(0xaa)
                    .sized(new Tokens()
                            .four(number)
                            .put(1)
                            .put(14)
                            .two(text.length())
                            .put(text.getBytes(StandardCharsets.UTF_16LE))
                            .shortText("TdsServer")
                            .shortText("")
                            .four(1));
        }

        byte[] done(int status) {
            return put(0xfd).two(status).two(0).four(0).four(0).bytes.toByteArray();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
