package vn.matluoi.simulators.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An MQTT 5 broker on 127.0.0.1 that takes, refuses and keeps silent as a test says. Knows no more of the protocol than a sender with
 * QoS 1 needs.
 */
public final class ScriptedBroker implements AutoCloseable {

    /**
     * What it does with a message.
     *
     * @param packet by which it answers: PUBACK, DISCONNECT after which it closes the connection, or none
     * @param code the packet's reason code
     */
    public record Answer(int packet, int code) {

        public static final Answer TAKES = refuses(0x00);

        /** It takes it, and never says so. */
        public static final Answer TAKES_SILENTLY = new Answer(NOTHING, 0x00);

        /** It closes the connection without a word. */
        public static final Answer HANGS_UP = new Answer(NOTHING, 0xFF);

        /** @param code of MQTT 5.0, 3.4.2.1 */
        public static Answer refuses(int code) {
            return new Answer(PUBACK, code);
        }

        /** @param code of MQTT 5.0, 3.14.2.1 */
        public static Answer ends(int code) {
            return new Answer(DISCONNECT, code);
        }

        private boolean takes() {
            return code == 0;
        }
    }

    private static final int NOTHING = 0;
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PING = 12;
    private static final int DISCONNECT = 14;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private volatile Function<String, Answer> answers = text -> Answer.TAKES;
    private volatile int together = 1;

    public ScriptedBroker() throws IOException {
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** @param wanted what it does with a message, by its payload */
    public void answers(Function<String, Answer> wanted) {
        answers = wanted;
    }

    /** @param messages how many it wants to have before it confirms any of them */
    public void together(int messages) {
        together = messages;
    }

    /** @return payloads of the messages that were taken, in the order in which they came, repeats included */
    public List<String> taken() {
        return taken;
    }

    /** @return how many connections were made */
    public int connections() {
        return connections.get();
    }

    /** As if nothing had come yet. */
    public void forget() {
        taken.clear();
        connections.set(0);
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "scripted broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                open.add(client);
                connections.incrementAndGet();
                thread(() -> serve(client));
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = client.getOutputStream();
            var held = new ArrayList<byte[]>();
            var goesOn = true;
            while (goesOn) {
                var kind = in.readUnsignedByte() >> 4;
                var body = ByteBuffer.wrap(new byte[length(in)]);
                in.readFully(body.array());
                switch (kind) {
                    case CONNECT -> out.write(new byte[] {0x20, 3, 0, 0, 0});
                    case PING -> out.write(new byte[] {(byte) 0xD0, 0});
                    case PUBLISH -> goesOn = published(body, held, out);
                    default -> {}
                }
            }
            client.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream()); // what is not read would take the last words with it
        } catch (IOException e) {
            // the client is gone, or the test is over
        } finally {
            open.remove(client);
        }
    }

    /** @return whether the connection goes on */
    private boolean published(ByteBuffer body, List<byte[]> held, OutputStream out) throws IOException {
        skip(body, body.getShort()); // topic
        var high = body.get();
        var low = body.get();
        skip(body, body.get()); // properties, here fewer than 128 bytes
        var text = StandardCharsets.UTF_8.decode(body).toString();
        var answer = answers.apply(text);
        if (answer.takes()) {
            taken.add(text);
        }
        if (answer.packet == DISCONNECT) {
            out.write(new byte[] {(byte) 0xE0, 2, (byte) answer.code, 0});
        }
        if (answer.packet == PUBACK) {
            held.add(new byte[] {0x40, 4, high, low, (byte) answer.code, 0});
        }
        if (held.size() >= together) {
            for (var one : held) {
                out.write(one);
            }
            held.clear();
        }
        return answer.takes() || answer.packet == PUBACK;
    }

    private static void skip(ByteBuffer body, int bytes) {
        body.position(body.position() + bytes);
    }

    private static int length(DataInputStream in) throws IOException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var client : open) {
            client.close();
        }
    }
}
