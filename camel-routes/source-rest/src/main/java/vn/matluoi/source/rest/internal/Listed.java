package vn.matluoi.source.rest.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.Unusable;

/** Asks a REST interface for its list, by the hub's guarded client. */
final class Listed implements Listing {

    private static final Duration TIMEOUT = Duration.ofSeconds(15); // as long as the hub's client waits for anybody

    private final RestSettings settings;
    private final DeviceHttp http;
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    Listed(RestSettings settings, DeviceHttp http, LongSupplier nanos) {
        this.settings = settings;
        this.http = http;
        this.nanos = nanos;
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        try (var connection = http.connect(target())) {
            new PagedList(settings, connection, wanted, nanos).read(into);
        } catch (Refused e) {
            throw new Unusable("rest." + e.why().name().toLowerCase(Locale.ROOT), explained(e));
        } catch (DeviceException e) {
            throw new Unusable("rest.unreachable", e.text());
        }
    }

    private Target target() throws Unusable {
        return new Target(
                settings.agency().source(),
                settings.address(),
                settings.username(),
                settings.secret().isPresent() ? settings.secret().get().needed() : "",
                TIMEOUT,
                Optional.empty(),
                settings.certificate(),
                Map.of());
    }

    /** The client speaks to people who enter sources; here a file is to be changed. */
    private Text explained(Refused refused) {
        var https = "https".equalsIgnoreCase(settings.address().getScheme());
        return switch (refused.why()) {
            case CREDENTIALS ->
                settings.username().isEmpty()
                        ? new Text(
                                "hệ thống đòi đăng nhập; hãy đặt username và secret.file",
                                "the system asks for a log-in; set username and secret.file")
                        : new Text(
                                "hệ thống không nhận username hoặc mật khẩu trong tệp secret.file%s; trạm thử lại khi tệp đổi, hoặc sau 15 phút"
                                        .formatted(https ? "" : ", hoặc đòi kiểu Basic, mà trạm chỉ gửi qua https"),
                                "the system does not accept username or the password in the file secret.file%s; the hub tries again when the file changes, or after 15 minutes"
                                        .formatted(
                                                https
                                                        ? ""
                                                        : ", or asks for Basic, which the hub sends over https only"));
            case CERTIFICATE ->
                new Text(
                        "chứng thư của hệ thống khác khóa certificate%s; hỏi cơ quan quản lý hệ thống đó trước khi sửa"
                                .formatted(refused.evidence()
                                        .map(" (%s)"::formatted)
                                        .orElse("")),
                        "the system's certificate is not that of the key certificate%s; ask those who run it before you change it"
                                .formatted(refused.evidence()
                                        .map(" (%s)"::formatted)
                                        .orElse("")));
            default -> refused.text();
        };
    }
}
