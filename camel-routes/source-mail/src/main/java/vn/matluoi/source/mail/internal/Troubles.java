package vn.matluoi.source.mail.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.Unusable;

/** What can be wrong with a mailbox, in words for who looks after the route. What the server itself says is not repeated. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private Troubles() {}

    static Unusable unreachable(MailSettings settings, Exception why) {
        LOG.debug("route {}", settings.agency().routeName(), why);
        return Unusable.because(
                "mail.unreachable",
                "không nói chuyện được với máy chủ thư %s cổng %d (IMAP qua TLS); hãy kiểm tra máy chủ, mạng và tường lửa; trạm thử lại sau"
                        .formatted(settings.host(), settings.port()),
                "the mail server %s port %d (IMAP over TLS) cannot be spoken to; check server, network and firewall; the hub tries again later"
                        .formatted(settings.host(), settings.port()));
    }

    static Unusable stumbled(MailSettings settings, int mails) {
        return Unusable.because(
                "mail.stumbles",
                "kết nối tới máy chủ thư %s đứt khi đọc %d thư; các thư khác đã được nhận. Thư nào đứt hơn %d lượt thì bị trả lại"
                        .formatted(settings.host(), mails, AgencySheets.MOST_TRIES),
                "the connection to the mail server %s ended over %d mails; the others were seen to. One over which it ends more than %d times is refused"
                        .formatted(settings.host(), mails, AgencySheets.MOST_TRIES));
    }

    static Unusable otherServer(MailSettings settings, String shown) {
        return Unusable.because(
                "mail.certificate",
                "máy chủ thư %s đưa ra chứng thư %s, khác với khóa certificate trong tệp; chưa gửi gì cho nó. Hỏi nơi quản lý máy chủ trước khi sửa"
                        .formatted(settings.host(), shown),
                "the mail server %s shows the certificate %s, which is not the one that the key certificate of the file names; nothing was sent to it. Ask those who run it before you change it"
                        .formatted(settings.host(), shown));
    }

    static Unusable refused(MailSettings settings) {
        return Unusable.because(
                "mail.credentials",
                "máy chủ thư %s không nhận tài khoản %s với mật khẩu trong tệp secret.file; %s"
                        .formatted(settings.host(), settings.username(), OneTry.AGAIN.vi()),
                "the mail server %s does not accept the account %s with the password in the file of secret.file; %s"
                        .formatted(settings.host(), settings.username(), OneTry.AGAIN.en()));
    }

    static Unusable folder(MailSettings settings) {
        return Unusable.because(
                "mail.folder",
                "hộp thư không có thư mục %s; hãy sửa khóa folder".formatted(settings.folder()),
                "the mailbox has no folder %s; correct the key folder".formatted(settings.folder()));
    }

    static Unusable notMovable() {
        return Unusable.because(
                "mail.read-only",
                "không tạo được thư mục done và refused trong hộp thư; hãy tạo chúng, hoặc đặt keep = true",
                "the folders done and refused cannot be made in the mailbox; make them, or set keep = true");
    }

    static Unusable notMarkable() {
        return Unusable.because(
                "mail.flags",
                "máy chủ thư không giữ dấu riêng trên thư; hãy bỏ keep = true để thư được chuyển thư mục",
                "the mail server keeps no keywords on mails; leave out keep = true, so that mails are moved");
    }

    static Unusable tooLong() {
        return Unusable.because(
                "mail.slow",
                "máy chủ thư quá chậm: một lượt quá %d phút thì dừng; phần còn lại lượt sau"
                        .formatted(Mails.LONGEST.toMinutes()),
                "the mail server is too slow: a look ends after %d minutes; the rest is for the next"
                        .formatted(Mails.LONGEST.toMinutes()));
    }
}
