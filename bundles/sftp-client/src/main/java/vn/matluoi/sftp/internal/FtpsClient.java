package vn.matluoi.sftp.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.ftp.parser.MLSxEntryParser;

/** The library's client, kept from believing a server that never stops talking: it reads whole replies and whole lists into memory. */
final class FtpsClient extends FTPSClient {

    /** All that a server may say on the control connection in one look. */
    private static final long MOST_SAID = 32L << 20;

    private static final int LONGEST_LINE = 8 * 1024;

    private volatile Socket control; // below TLS
    private volatile Socket data; // the last one
    private volatile boolean over;

    FtpsClient(SSLContext context) {
        super(false, context);
        setSocketFactory(new Bounded());
        setEndpointCheckingEnabled(false); // its certificate is known by the fingerprint
    }

    /**
     * Lists the folder, one exact line after the other (RFC 3659).
     *
     * @param seen whether to go on
     * @return whether there is such a folder that may be read
     */
    boolean list(Predicate<FTPFile> seen) throws IOException {
        var data = _openDataConnection_("MLSD", null);
        if (data == null) {
            return false;
        }
        var whole = true;
        try (data;
                var in = new BufferedInputStream(data.getInputStream())) {
            for (var line = line(in); line.isPresent() && whole; line = line(in)) {
                var file = MLSxEntryParser.parseEntry(line.get());
                whole = file == null || seen.test(file);
            }
        }
        if (whole && !completePendingCommand()) {
            throw new IOException("the list broke off");
        }
        if (!whole) {
            end(); // what the server still wants to say is not waited for
        }
        return true;
    }

    private static Optional<String> line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
            }
            line.write(b);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line without end");
            }
        }
        return Optional.empty();
    }

    /** Comes before TLS: a server can be slow over that, too. */
    @Override
    protected void _prepareDataSocket_(Socket socket) throws IOException {
        super._prepareDataSocket_(socket);
        data = socket;
        if (over) {
            end(socket);
        }
    }

    /** Any thread: whoever waits for the server has an {@link IOException}. The library's own way leaves him fields that are null. */
    void end() {
        over = true;
        end(control);
        end(data);
    }

    private static void end(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // it is gone in any case
        }
    }

    /** Sockets of the control connection, under TLS. */
    private final class Bounded extends SocketFactory {

        @Override
        public Socket createSocket() {
            control = new Socket() {
                @Override
                public InputStream getInputStream() throws IOException {
                    return new Limited(super.getInputStream());
                }
            };
            return control;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("connected later");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress here, int herePort) {
            throw new UnsupportedOperationException("connected later");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("connected later");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress here, int herePort) {
            throw new UnsupportedOperationException("connected later");
        }
    }

    /** Ends where a server has said too much. */
    private static final class Limited extends FilterInputStream {

        private long left = MOST_SAID;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            var n = super.read(buffer, from, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int n) throws IOException {
            left -= n;
            if (left < 0) {
                throw new IOException("the server says too much");
            }
        }
    }
}
