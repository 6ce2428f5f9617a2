package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/** A camera whose web server says that more is to come than comes, and closes. */
final class RawDevice implements AutoCloseable {

    private static final int TOO_MANY = 50;

    private final SoapDevice device = SoapDevice.camera();
    private final ServerSocket socket;
    private final String head;

    /** @param head of every answer, with places for length and body */
    RawDevice(String head) throws IOException {
        this.head = head;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "raw-device");
        thread.setDaemon(true);
        thread.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                connection.setSoTimeout(5000);
                var answer = device.answer(request(connection.getInputStream()));
                var body = new String(answer.body(), ISO_8859_1);
                connection
                        .getOutputStream()
                        .write(head.formatted(answer.body().length + TOO_MANY, body)
                                .getBytes(ISO_8859_1));
            } catch (IOException e) {
                // the driver is gone, or the device was switched off: then the loop ends
            }
        }
    }

    private static Request request(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n")) {
            text.append((char) in.read());
        }
        var length = text.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
        return new Request("POST", "/", in.readNBytes(Integer.parseInt(length)));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
