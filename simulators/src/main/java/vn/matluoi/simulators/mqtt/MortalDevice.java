package vn.matluoi.simulators.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A device that says of itself that it is there, as small ones do: by MQTT 3.1.1 and no library, with a last will that its broker publishes
 * when it dies. Both words stay at the broker (retained).
 */
public final class MortalDevice implements AutoCloseable {

    private static final int SECONDS_TO_ANSWER = 20;
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int DISCONNECT = 0xE0;
    private static final int AT_LEAST_ONCE = 0x02;
    private static final int RETAIN = 0x01;
    private static final int CLEAN = 0x02;
    private static final int WILL_AT_LEAST_ONCE_RETAINED = 0x2C;
    private static final int ACCOUNT = 0xC0;
    private static final byte[] CONNECTED = {0x20, 2, 0, 0};
    private static final byte[] PUBLISHED = {0x40, 2, 0, 1};

    private final Socket connection;
    private final String topic;

    /**
     * Connects.
     *
     * @param connection to the broker, encrypted if it is to be; becomes the device's
     * @param user empty for none
     * @param topic on which it speaks
     * @param will what the broker says there when the device is gone without a farewell
     */
    public MortalDevice(Socket connection, String name, String user, String password, String topic, String will)
            throws IOException {
        this.connection = connection;
        this.topic = topic;
        connection.setSoTimeout(SECONDS_TO_ANSWER * 1000);
        var packet = new ByteArrayOutputStream();
        var out = new DataOutputStream(packet);
        out.writeUTF("MQTT");
        out.writeByte(4); // that is 3.1.1
        out.writeByte(CLEAN | WILL_AT_LEAST_ONCE_RETAINED | (user.isEmpty() ? 0 : ACCOUNT));
        out.writeShort(0); // it may be silent as long as it likes
        out.writeUTF(name);
        out.writeUTF(topic);
        out.writeUTF(will);
        if (!user.isEmpty()) {
            out.writeUTF(user);
            out.writeUTF(password);
        }
        send(CONNECT, packet.toByteArray(), CONNECTED);
    }

    /** Says that, and waits until the broker has it. */
    public void say(String word) throws IOException {
        var packet = new ByteArrayOutputStream();
        var out = new DataOutputStream(packet);
        out.writeUTF(topic);
        out.writeShort(1);
        out.write(word.getBytes(StandardCharsets.UTF_8));
        send(PUBLISH | AT_LEAST_ONCE | RETAIN, packet.toByteArray(), PUBLISHED);
    }

    private void send(int kind, byte[] packet, byte[] answer) throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.write(kind);
        var length = packet.length;
        while (length > 0x7F) {
            whole.write(length & 0x7F | 0x80);
            length >>= 7;
        }
        whole.write(length);
        whole.write(packet);
        connection.getOutputStream().write(whole.toByteArray());
        var came = new byte[answer.length];
        new DataInputStream(connection.getInputStream()).readFully(came);
        if (!Arrays.equals(came, answer)) {
            throw new IOException("the broker answers " + Arrays.toString(came));
        }
    }

    /** Is gone as by a power cut: its broker hears no farewell. */
    public void die() throws IOException {
        connection.close();
    }

    /** Takes leave, so that nothing is said of it. */
    @Override
    public void close() throws IOException {
        if (!connection.isClosed()) {
            connection.getOutputStream().write(new byte[] {(byte) DISCONNECT, 0});
            connection.close();
        }
    }
}
