package vn.matluoi.source.jdbc.internal;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.Unusable;

/** What a driver throws, in words for whoever looks after the route. */
final class Complaints {

    static final String CREDENTIALS = "jdbc.credentials";

    /** It may have been the password, or not. */
    static final String NOT_LET_IN = "jdbc.not-let-in";

    private static final System.Logger LOG = System.getLogger(Complaints.class.getName());
    private static final int LONGEST = 300;
    private static final int MOST_CAUSES = 8;
    private static final int MARIADB_READ_ONLY = 1792;
    private static final int MARIADB_TOO_SLOW = 1969;
    private static final int MYSQL_TOO_SLOW = 3024;

    private Complaints() {}

    /** Of a driver that people installed, which was connecting: nobody here knows all the words for a password that is wrong. */
    static Unusable ofLogIn(SQLException e, JdbcSettings settings, String password, Line line) {
        if (Credentials.refused(e, true)) {
            return credentials();
        }
        if (!line.answered() || isOverCertificate(e)) { // so nobody has read the password
            return of(e, settings, password);
        }
        var words = words(e, password);
        return Unusable.because(
                NOT_LET_IN,
                "máy chủ không cho vào (%s); nếu là do username hay mật khẩu thì sửa tệp secret.file; %s"
                        .formatted(words, OneTry.DOUBT.vi()),
                "the server does not let the hub in (%s); if that is over username or password, mend the file secret.file; %s"
                        .formatted(words, OneTry.DOUBT.en()));
    }

    static Unusable of(SQLException e, JdbcSettings settings, String password) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        var code = e.getErrorCode();
        if (Credentials.refused(e, false)) {
            return credentials();
        }
        var said = String.valueOf(e.getMessage());
        if (said.contains("maxResultBuffer")) {
            return Gathered.tooMuch();
        }
        if (isOverCertificate(e)) {
            return Unusable.because(
                    "jdbc.certificate",
                    "chứng thư của máy chủ không do ca.file bảo đảm, không mang tên host, đã hết hạn (hay đồng hồ một bên sai), hoặc máy chủ không có TLS; hỏi người quản trị cơ sở dữ liệu trước khi sửa",
                    "the server's certificate is not vouched for by ca.file, or not in the name host, or out of date (or one side's clock is wrong), or the server has no TLS; ask those who run the database before you change it");
        }
        if (e instanceof SQLTimeoutException
                || state.equals("57014")
                || code == MARIADB_TOO_SLOW
                || code == MYSQL_TOO_SLOW
                || caused(e, java.net.SocketTimeoutException.class)) {
            return slow(settings.patience());
        }
        if (state.equals("25006") || code == MARIADB_READ_ONLY) {
            return Unusable.because(
                    "jdbc.write",
                    "câu truy vấn muốn ghi vào cơ sở dữ liệu; trạm chỉ đọc",
                    "the query would write to the database; the hub only reads");
        }
        var words = words(e, password);
        if (state.startsWith("08") || state.isEmpty() || state.startsWith("57P")) {
            return Unusable.because(
                    "jdbc.unreachable",
                    "không kết nối được máy chủ cơ sở dữ liệu, hoặc kết nối bị đứt giữa chừng: %s".formatted(words),
                    "the database server cannot be reached, or the connection broke off: %s".formatted(words));
        }
        return Unusable.because(
                "jdbc.refused",
                "máy chủ cơ sở dữ liệu không trả lời câu truy vấn (SQLSTATE %s): %s".formatted(state, words),
                "the database server did not answer the query (SQLSTATE %s): %s".formatted(state, words));
    }

    private static boolean isOverCertificate(SQLException e) {
        var said = String.valueOf(e.getMessage());
        var unproved = String.valueOf(e.getSQLState()).startsWith("08")
                && (said.contains("does not support SSL")
                        || said.contains("ostnameVerifier")
                        || said.contains("SSL hostname")); // some drivers say it in words alone
        return unproved
                || caused(e, SSLHandshakeException.class)
                || caused(e, SSLPeerUnverifiedException.class)
                || caused(e, java.security.GeneralSecurityException.class);
    }

    static Unusable credentials() {
        return Unusable.because(
                CREDENTIALS,
                "máy chủ không nhận username hoặc mật khẩu trong tệp secret.file; " + OneTry.AGAIN.vi(),
                "the server does not accept username or the password in the file secret.file; " + OneTry.AGAIN.en());
    }

    static Unusable slow(Duration patience) {
        return Unusable.because(
                "jdbc.slow",
                "máy chủ cần hơn %d giây; rút gọn câu truy vấn, hoặc tăng query.seconds"
                        .formatted(patience.toSeconds()),
                "the server takes more than %d seconds; shorten the query, or raise query.seconds"
                        .formatted(patience.toSeconds()));
    }

    static Unusable ended() {
        return Unusable.because("jdbc.ended", "tuyến đã dừng", "the route is stopped");
    }

    /** A driver threw what no driver should. */
    static Unusable fault(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "a JDBC driver failed", wordless(thrown, MOST_CAUSES));
        return Unusable.because(
                "jdbc.driver-fault",
                "trình điều khiển JDBC gặp lỗi (%s); xem nhật ký, hãy đổi phiên bản trình điều khiển"
                        .formatted(thrown.getClass().getSimpleName()),
                "the JDBC driver failed (%s); see the log, install another version of the driver"
                        .formatted(thrown.getClass().getSimpleName()));
    }

    /** What was thrown where, without the words: a driver may quote its URL or properties, the password among them. */
    private static Throwable wordless(Throwable thrown, int causes) {
        var cause = thrown.getCause();
        var told = new Exception(
                thrown.getClass().getName(), cause == null || causes == 0 ? null : wordless(cause, causes - 1));
        told.setStackTrace(thrown.getStackTrace());
        return told;
    }

    /** What the server says of itself, never the password in it. */
    private static String words(SQLException e, String password) {
        var said = String.valueOf(e.getMessage());
        return DeviceWords.clean(password.isEmpty() ? said : said.replace(password, "…"), LONGEST);
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> by) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (by.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
