package vn.matluoi.source.jdbc.internal;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;

/** What a driver throws, in words for whoever looks after the route. */
final class Complaints {

    static final String CREDENTIALS = "jdbc.credentials";

    private static final int LONGEST = 300;
    private static final int MARIADB_ACCESS_DENIED = 1045;
    private static final int MARIADB_READ_ONLY = 1792;
    private static final int MARIADB_TOO_SLOW = 1969;
    private static final int MYSQL_TOO_SLOW = 3024;

    private Complaints() {}

    static Unusable of(SQLException e, JdbcSettings settings, String password) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        var code = e.getErrorCode();
        if (state.startsWith("28") || code == MARIADB_ACCESS_DENIED) {
            return credentials();
        }
        var said = String.valueOf(e.getMessage());
        if (said.contains("maxResultBuffer")) {
            return Gathered.tooMuch();
        }
        var unproved = state.startsWith("08")
                && (said.contains("does not support SSL")
                        || said.contains("ostnameVerifier")
                        || said.contains("SSL hostname")); // some drivers say it in words alone
        if (unproved
                || caused(e, SSLHandshakeException.class)
                || caused(e, SSLPeerUnverifiedException.class)
                || caused(e, java.security.GeneralSecurityException.class)) {
            return Unusable.because(
                    "jdbc.certificate",
                    "chứng thư của máy chủ không do ca.file bảo đảm, không mang tên host, hoặc máy chủ không có TLS; hỏi người quản trị cơ sở dữ liệu trước khi sửa",
                    "the server's certificate is not vouched for by ca.file, or not in the name host, or the server has no TLS; ask those who run the database before you change it");
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

    static Unusable credentials() {
        return Unusable.because(
                CREDENTIALS,
                "máy chủ không nhận username hoặc mật khẩu trong tệp secret.file; trạm thử lại khi tệp đổi, hoặc sau 15 phút",
                "the server does not accept username or the password in the file secret.file; the hub tries again when the file changes, or after 15 minutes");
    }

    static Unusable slow(Duration patience) {
        return Unusable.because(
                "jdbc.slow",
                "máy chủ cần hơn %d giây; rút gọn câu truy vấn, hoặc tăng query.seconds"
                        .formatted(patience.toSeconds()),
                "the server takes more than %d seconds; shorten the query, or raise query.seconds"
                        .formatted(patience.toSeconds()));
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
