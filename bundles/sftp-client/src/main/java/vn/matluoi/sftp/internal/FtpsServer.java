package vn.matluoi.sftp.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPReply;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.HostKey;
import vn.matluoi.api.sftp.RemoteFolder;

/** FTP with TLS on both connections (RFC 4217), passive, towards the host of the control connection only, whatever the server says. */
final class FtpsServer {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longest that the server may be silent while something is expected of it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final FileServer server;
    private final String secret;

    FtpsServer(FileServer server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    /** @param address where the server is; its name is not looked up again */
    RemoteFolder open(InetSocketAddress address, Duration longest) throws DeviceException {
        if (secret.chars().anyMatch(Character::isISOControl)) { // it would end the line, and begin another command
            throw Troubles.refused(server);
        }
        var pin = new PinnedCertificate(server.hostKey().hex());
        var ftp = new FtpsClient(pin.context());
        var deadline = new Deadline(longest, ftp::end);
        var opened = false;
        try {
            ftp.setConnectTimeout((int) CONNECT.toMillis());
            ftp.setDefaultTimeout((int) SILENCE.toMillis());
            ftp.setDataTimeout(SILENCE);
            ftp.setControlEncoding(StandardCharsets.UTF_8.name());
            ftp.setUseEPSVwithIPv4(true);
            ftp.connect(address.getAddress(), address.getPort()); // asks for TLS, and goes nowhere without
            ftp.execPBSZ(0);
            ftp.execPROT("P");
            if (!ftp.login(server.username(), secret)) {
                throw Troubles.refused(server);
            }
            if (!ftp.hasFeature("MLST")) {
                throw Troubles.noExactLists(server);
            }
            ftp.sendCommand("OPTS UTF8 ON"); // those that always write UTF-8 know no such option
            ftp.enterLocalPassiveMode();
            if (!ftp.setFileType(FTP.BINARY_FILE_TYPE) || !FTPReply.isPositiveCompletion(ftp.cwd(server.folder()))) {
                throw Troubles.folder(server.folder(), false);
            }
            opened = true;
            return new FtpsFolder(ftp, server.folder(), deadline);
        } catch (IOException e) {
            throw pin.other().isPresent()
                    ? Troubles.otherServer(server, HostKey.of(pin.other().get()))
                    : Troubles.unreachable(server, e);
        } finally {
            if (!opened) {
                deadline.met();
                ftp.end();
            }
        }
    }
}
