package vn.matluoi.forward.sftp.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.RemoteFolder.Unwritable;

/** What can be in the way of a file, and whose turn it is. What the server itself says is not repeated. */
final class Troubles {

    private Troubles() {}

    static SinkException of(FileServer server, DeviceException why) {
        if (why instanceof DeviceException.Refused refused && refused.why() == Why.CREDENTIALS) {
            return refused(
                    new Text(
                            why.text().vi() + "; trạm thử lại khi tệp đổi, hoặc khi có người cho chạy tiếp",
                            why.text().en() + "; it is tried again when the file changes, or a person says so"),
                    Optional.of(server.secret().path()),
                    why);
        }
        if (why instanceof DeviceException.Unsupported) { // no key; the file may be mended
            return refused(why.text(), Optional.of(server.secret().path()), why);
        }
        if (why instanceof DeviceException.Refused refused && refused.why() == Why.WRONG_DEVICE) {
            return refused(why.text(), Optional.empty(), why);
        }
        return new SinkException.Away(why.text(), why);
    }

    private static SinkException refused(Text text, Optional<Path> mend, DeviceException why) {
        return new SinkException.Refused(text, 0, mend, why);
    }

    static SinkException away(FileServer server, IOException why) {
        return new SinkException.Away(server.unreachable(), why);
    }

    static SinkException notWritten(FileServer server, Unwritable why) {
        var text =
                switch (why.why()) {
                    case RIGHTS ->
                        new Text(
                                "tài khoản %s không được ghi, đổi tên hoặc xóa tệp trong thư mục %s trên máy chủ %s; bên nhận phải cấp quyền"
                                        .formatted(server.username(), server.folder(), server.host()),
                                "the account %s may not write, rename or remove files in the folder %s on the server %s; its owner must let it"
                                        .formatted(server.username(), server.folder(), server.host()));
                    case SPACE ->
                        new Text(
                                "đĩa hoặc hạn mức của máy chủ %s đã đầy; bên nhận phải dọn bớt hoặc tăng hạn mức"
                                        .formatted(server.host()),
                                "the disk or the quota of the server %s is full; its owner must make room"
                                        .formatted(server.host()));
                    case FAILED ->
                        new Text(
                                "máy chủ %s không giữ được trọn tệp trong thư mục %s, thường do đĩa hoặc hạn mức đã đầy; bên nhận phải kiểm tra"
                                        .formatted(server.host(), server.folder()),
                                "the server %s does not keep a whole file in the folder %s, most often for want of room; its owner must see to it"
                                        .formatted(server.host(), server.folder()));
                };
        return new SinkException.Away(text, why);
    }

    static SinkException notCollected(FileServer server, int most) {
        return new SinkException.Away(new Text(
                "thư mục %s trên máy chủ %s có %d tệp chưa được lấy: bên nhận phải lấy đi (và xóa), hoặc tăng most.waiting"
                        .formatted(server.folder(), server.host(), most),
                "%3$d files in the folder %1$s on the server %2$s are not collected: the receiver must collect (and remove) them, or raise most.waiting"
                        .formatted(server.folder(), server.host(), most)));
    }
}
