package vn.matluoi.source.sftp.internal;

import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.Unusable;

/** What can be wrong with an agency's server, in words for who looks after the route. What the server itself says is not repeated. */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private Troubles() {}

    static Unusable unreachable(SftpSettings settings, IOException why) {
        LOG.debug("route {}", settings.agency().routeName(), why);
        return new Unusable("sftp.unreachable", settings.server().unreachable());
    }

    /** What the client says is for people already. */
    static Unusable of(DeviceException why) {
        var rule = why instanceof DeviceException.Refused refused
                ? refused.why().name()
                : why.getClass().getSimpleName();
        return new Unusable("sftp." + rule.toLowerCase(Locale.ROOT), why.text());
    }

    static Unusable refused(DeviceException why) {
        return Unusable.because(
                "sftp.credentials",
                why.text().vi() + "; " + OneTry.AGAIN.vi(),
                why.text().en() + "; " + OneTry.AGAIN.en());
    }

    static Unusable notWritable(SftpSettings settings) {
        return Unusable.because(
                "sftp.read-only",
                "không tạo hoặc chuyển được tệp trong %s/done và %s/refused trên máy chủ; hãy cấp quyền ghi, hoặc đặt keep = true"
                        .formatted(settings.server().folder(), settings.server().folder()),
                "nothing can be made in or moved to %s/done and %s/refused on the server; let the account write there, or set keep = true"
                        .formatted(settings.server().folder(), settings.server().folder()));
    }

    static Unusable tooLong(SftpSettings settings) {
        return Unusable.because(
                "sftp.slow",
                "máy chủ %s quá chậm: một lượt quá %d phút thì dừng; phần còn lại lượt sau"
                        .formatted(settings.server().host(), Pickup.LONGEST.toMinutes()),
                "the server %s is too slow: a look ends after %d minutes; the rest is for the next"
                        .formatted(settings.server().host(), Pickup.LONGEST.toMinutes()));
    }

    static Unusable tooMany(SftpSettings settings) {
        return Unusable.because(
                "sftp.too-many",
                "thư mục %s có từ %d tên trở lên; chỉ xem chừng ấy. Hãy dọn bớt"
                        .formatted(settings.server().folder(), Pickup.MOST_NAMES),
                "the folder %s has %d names or more; no more of them are looked at. Clear it"
                        .formatted(settings.server().folder(), Pickup.MOST_NAMES));
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
                "tệp “%s” bị ngắt giữa chừng khi lấy về nên không được nhận; lượt sau trạm lấy lại".formatted(name),
                "the file \"%s\" broke off while it was fetched and was not taken; the hub fetches it again at the next look"
                        .formatted(name));
    }

    static Unusable unreadable(String name) {
        return Unusable.because(
                "sftp.unreadable",
                "máy chủ không cho đọc tệp “%s”; hãy cấp quyền đọc".formatted(name),
                "the server does not let the file \"%s\" be read; give the account that right".formatted(name));
    }
}
