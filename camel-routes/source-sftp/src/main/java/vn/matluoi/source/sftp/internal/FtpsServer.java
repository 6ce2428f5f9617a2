package vn.matluoi.source.sftp.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPReply;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.Unusable;

/** FTP with TLS on both connections (RFC 4217), passive, towards the host of the control connection only, whatever the server says. */
final class FtpsServer implements RemoteServer {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** Longest that the server may be silent while something is expected of it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Override
    public RemoteFolder open(SftpSettings settings, InetSocketAddress address, String secret) throws Refused, Unusable {
        if (secret.chars().anyMatch(Character::isISOControl)) { // it would end the line, and begin another command
            throw new Refused();
        }
        var pin = new PinnedCertificate(settings.hostKey().hex());
        var ftp = new FtpsClient(pin.context());
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
            if (!ftp.login(settings.username(), secret)) {
                throw new Refused();
            }
            if (!ftp.hasFeature("MLST")) {
                throw Troubles.noExactLists(settings);
            }
            ftp.sendCommand("OPTS UTF8 ON"); // those that always write UTF-8 know no such option
            ftp.enterLocalPassiveMode();
            if (!ftp.setFileType(FTP.BINARY_FILE_TYPE) || !FTPReply.isPositiveCompletion(ftp.cwd(settings.folder()))) {
                throw Troubles.folder(settings.folder(), false);
            }
            opened = true;
            return new FtpsFolder(ftp, settings.folder());
        } catch (IOException e) {
            throw pin.other().isPresent()
                    ? Troubles.otherServer(settings, HostKey.of(pin.other().get()))
                    : Troubles.unreachable(settings, e);
        } finally {
            if (!opened) {
                ftp.end();
            }
        }
    }
}
