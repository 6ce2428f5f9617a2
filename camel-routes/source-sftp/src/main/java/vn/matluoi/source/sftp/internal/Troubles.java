package vn.matluoi.source.sftp.internal;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.route.Unusable;

/** What can be wrong with an agency's server, in words for who looks after the route. What the server itself says is not repeated. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private Troubles() {}

    static Unusable unreachable(SftpSettings settings, IOException why) {
        LOG.debug("route {}", settings.agency().routeName(), why);
        return Unusable.because(
                "sftp.unreachable",
                "không nói chuyện được với máy chủ %s cổng %d (%s); hãy kiểm tra máy chủ, mạng và tường lửa; trạm thử lại sau"
                        .formatted(settings.host(), settings.port(), settings.protocol()),
                "the server %s port %d (%s) cannot be spoken to; check server, network and firewall; the hub tries again later"
                        .formatted(settings.host(), settings.port(), settings.protocol()));
    }

    static Unusable otherServer(SftpSettings settings, HostKey shown) {
        return Unusable.because(
                "sftp.host-key",
                "máy chủ %s đưa ra %s, khác khóa host.key; chưa gửi gì cho nó. Hỏi cơ quan quản lý máy chủ trước khi sửa"
                        .formatted(settings.host(), shown),
                "the server %s shows %s, which is not that of the key host.key; nothing was sent to it. Ask those who run it before you change it"
                        .formatted(settings.host(), shown));
    }

    static Unusable noExactLists(SftpSettings settings) {
        return Unusable.because(
                "sftp.mlsd",
                "máy chủ FTP %s không biết MLSD (RFC 3659), nên không biết chắc cỡ và giờ của tệp; hãy dùng sftp hoặc máy chủ khác"
                        .formatted(settings.host()),
                "the FTP server %s does not know MLSD (RFC 3659), so that sizes and times of files are not exact; use sftp, or another server"
                        .formatted(settings.host()));
    }

    static Unusable refused(SftpSettings settings) {
        var key = settings.key().isPresent() ? "key.file" : "secret.file";
        return Unusable.because(
                "sftp.credentials",
                "máy chủ %s không nhận tài khoản %s với tệp %s; trạm thử lại khi tệp đổi, hoặc sau 15 phút"
                        .formatted(settings.host(), settings.username(), key),
                "the server %s does not accept the account %s with the file of %s; the hub tries again when the file changes, or after 15 minutes"
                        .formatted(settings.host(), settings.username(), key));
    }

    static Unusable folder(String folder, boolean forbidden) {
        return forbidden
                ? Unusable.because(
                        "sftp.folder",
                        "tài khoản không được đọc thư mục %s trên máy chủ; hãy cấp quyền đọc".formatted(folder),
                        "the account may not read the folder %s on the server; let it".formatted(folder))
                : Unusable.because(
                        "sftp.folder",
                        "máy chủ không có thư mục %s; hãy sửa khóa folder hoặc tạo thư mục".formatted(folder),
                        "the server has no folder %s; correct the key folder, or make it".formatted(folder));
    }

    static Unusable notWritable(SftpSettings settings) {
        return Unusable.because(
                "sftp.read-only",
                "không tạo hoặc chuyển được tệp trong %s/done và %s/refused trên máy chủ; hãy cấp quyền ghi, hoặc đặt keep = true"
                        .formatted(settings.folder(), settings.folder()),
                "nothing can be made in or moved to %s/done and %s/refused on the server; let the account write there, or set keep = true"
                        .formatted(settings.folder(), settings.folder()));
    }

    static Unusable tooLong(SftpSettings settings) {
        return Unusable.because(
                "sftp.slow",
                "máy chủ %s quá chậm: một lượt quá %d phút thì dừng; phần còn lại lượt sau"
                        .formatted(settings.host(), Pickup.LONGEST.toMinutes()),
                "the server %s is too slow: a look ends after %d minutes; the rest is for the next"
                        .formatted(settings.host(), Pickup.LONGEST.toMinutes()));
    }

    static Unusable tooMany(SftpSettings settings) {
        return Unusable.because(
                "sftp.too-many",
                "thư mục %s có từ %d tên trở lên; chỉ xem chừng ấy. Hãy dọn bớt"
                        .formatted(settings.folder(), Pickup.MOST_NAMES),
                "the folder %s has %d names or more; no more of them are looked at. Clear it"
                        .formatted(settings.folder(), Pickup.MOST_NAMES));
    }

    static Unusable names(int count) {
        return Unusable.because(
                "sftp.names",
                "%d tệp có tên không dùng được (ký tự điều khiển, gạch chéo, hoặc dài hơn %d byte); hãy đổi tên"
                        .formatted(count, SheetNames.MOST_BYTES),
                "%d files have names that cannot be used (control characters, slashes, or more than %d bytes); rename them"
                        .formatted(count, SheetNames.MOST_BYTES));
    }

    static Unusable cutOff(String name) {
        return Unusable.because(
                "sftp.cut-off",
                "tệp «%s» bị ngắt giữa chừng khi lấy về nên không được nhận; lượt sau trạm lấy lại".formatted(name),
                "the file \"%s\" broke off while it was fetched and was not taken; the hub fetches it again at the next look"
                        .formatted(name));
    }

    static Unusable unreadable(String name) {
        return Unusable.because(
                "sftp.unreadable",
                "máy chủ không cho đọc tệp «%s»; hãy cấp quyền đọc".formatted(name),
                "the server does not let the file \"%s\" be read; give the account that right".formatted(name));
    }
}
