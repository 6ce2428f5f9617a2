package vn.matluoi.source.jdbc.servers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A line of {@link TdsServer} on which TLS is agreed on within messages of the protocol (MS-TDS 3.2.5.1); afterwards they go within it. */
final class TdsTls extends Socket {

    private static final int PRE_LOG_IN = 0x12;

    private final Socket line;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean bare;

    private TdsTls(Socket line) {
        this.line = line;
    }

    static SSLSocket accept(Socket line, SSLContext certified) throws IOException {
        var carried = new TdsTls(line);
        var tls = (SSLSocket) certified.getSocketFactory().createSocket(carried, null, true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(new String[] {"TLSv1.2"}); // the last that the protocol carries so
        tls.startHandshake();
        carried.send();
        carried.bare = true;
        return tls;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return line.getInetAddress();
    }

    @Override
    public int getPort() {
        return line.getPort();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        var in = new DataInputStream(line.getInputStream());
        return new InputStream() {
            private int left; // of the message

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                if (bare) {
                    return in.read(buffer, from, length);
                }
                if (left == 0) {
                    send(); // until then it is one message
                }
                while (left == 0) {
                    in.skipNBytes(2);
                    left = in.readUnsignedShort() - 8;
                    in.skipNBytes(4);
                }
                var n = in.read(buffer, from, Math.min(length, left));
                left -= Math.max(0, n);
                return n;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        var out = line.getOutputStream();
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int from, int length) throws IOException {
                (bare ? out : said).write(buffer, from, length);
            }
        };
    }

    private void send() throws IOException {
        if (said.size() > 0) {
            line.getOutputStream()
                    .write(ByteBuffer.allocate(8 + said.size())
                            .put((byte) PRE_LOG_IN)
                            .put((byte) 1)
                            .putShort((short) (8 + said.size()))
                            .putInt(0x00000100)
                            .put(said.toByteArray())
                            .array());
            said.reset();
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
