package vn.matluoi.sftp.internal;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.HostKey;

/** What can be wrong with a server, in words for who looks after the route. What the server itself says is not repeated. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private Troubles() {}

    static DeviceException unreachable(FileServer server, IOException why) {
        LOG.debug("route {}", server.name(), why);
        return new DeviceException.Unreachable(server.unreachable(), why);
    }

    static DeviceException otherServer(FileServer server, HostKey shown) {
        return new DeviceException.Refused(
                Why.WRONG_DEVICE,
                new Text(
                        "máy chủ %s đưa ra %s, khác với khóa host.key trong tệp; chưa gửi gì cho nó. Hỏi cơ quan quản lý máy chủ trước khi sửa"
                                .formatted(server.host(), shown),
                        "the server %s shows %s, which is not that of the key host.key; nothing was sent to it. Ask those who run it before you change it"
                                .formatted(server.host(), shown)));
    }

    static DeviceException refused(FileServer server) {
        return new DeviceException.Refused(
                Why.CREDENTIALS,
                new Text(
                        "máy chủ %s không nhận tài khoản %s với tệp %s"
                                .formatted(server.host(), server.username(), server.secretKey()),
                        "the server %s does not accept the account %s with the file of %s"
                                .formatted(server.host(), server.username(), server.secretKey())));
    }

    static DeviceException noKey(FileServer server) {
        return new DeviceException.Unsupported(new Text(
                "tệp %s không phải khóa riêng SSH không đặt mật khẩu (ssh-keygen -t ed25519 -N \"\")"
                        .formatted(server.secret()),
                "the file %s is no private SSH key without a passphrase (ssh-keygen -t ed25519 -N \"\")"
                        .formatted(server.secret())));
    }

    static DeviceException noExactLists(FileServer server) {
        return new DeviceException.Unsupported(new Text(
                "máy chủ FTP %s không biết MLSD (RFC 3659), nên không biết chắc cỡ và giờ của tệp; hãy dùng sftp hoặc máy chủ khác"
                        .formatted(server.host()),
                "the FTP server %s does not know MLSD (RFC 3659), so that sizes and times of files are not exact; use sftp, or another server"
                        .formatted(server.host())));
    }

    static DeviceException folder(String folder, boolean forbidden) {
        return new DeviceException.Refused(
                Why.RIGHTS,
                forbidden
                        ? new Text(
                                "tài khoản không được đọc thư mục %s trên máy chủ; hãy cấp quyền đọc".formatted(folder),
                                "the account may not read the folder %s on the server; let it".formatted(folder))
                        : new Text(
                                "máy chủ không có thư mục %s; hãy sửa khóa folder hoặc tạo thư mục".formatted(folder),
                                "the server has no folder %s; correct the key folder, or make it".formatted(folder)));
    }
}
