package vn.matluoi.api.route;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * An agency's server that is asked over HTTP: where it is, how to log in, and by which certificate it is known. Templates of routes that
 * ask one have the parameters {@code url} and {@link #PARAMETERS}.
 *
 * @param address {@code http} or {@code https}; host, port, path and query
 * @param username account there; empty for none
 * @param secret file with its password, read each time
 * @param certificate SHA-256 fingerprint that it must show, hex; empty to show any
 */
public record AgencyServer(URI address, String username, Optional<KeyFile> secret, Optional<String> certificate) {

    /** What a template calls its parameters of this, beside {@code url}, in the order in which people read them. */
    public static final List<AgencyRoute.Parameter> PARAMETERS = List.of(
            new AgencyRoute.Parameter(
                    "username",
                    "",
                    "tài khoản trên hệ thống đó; để trống nếu không cần, ví dụ matluoi / account on that system; none if empty, for example matluoi"),
            new AgencyRoute.Parameter(
                    "secret.file",
                    "",
                    "tệp trong etc/keys chứa mật khẩu, quyền 0600, ví dụ vms-benh-vien / file in etc/keys that holds its password, mode 0600, for example vms-benh-vien"),
            new AgencyRoute.Parameter(
                    "certificate",
                    "",
                    "dấu vân tay SHA-256 của chứng thư, bắt buộc khi gửi mật khẩu qua https, ví dụ "
                            + PinnedCertificate.EXAMPLE
                            + " / SHA-256 fingerprint of its certificate, required where a password is sent over https, for example "
                            + PinnedCertificate.EXAMPLE));

    private static final Duration TIMEOUT = Duration.ofSeconds(15); // as long as the hub's client waits for anybody

    public AgencyServer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(certificate, "certificate");
    }

    /**
     * @param parameters by key; blank or null where there is none. They have been checked
     * @param keys the folder in which files with passwords lie
     */
    public static AgencyServer of(UnaryOperator<String> parameters, Path keys) {
        return new AgencyServer(
                URI.create(AgencyRoute.text(parameters, "url").orElseThrow()),
                AgencyRoute.text(parameters, "username").orElse(""),
                AgencyRoute.text(parameters, "secret.file").map(name -> KeyFile.named(keys, name)),
                AgencyRoute.text(parameters, "certificate").map(PinnedCertificate::fingerprint));
    }

    /** @param errors what is at fault with {@code url} and {@link #PARAMETERS} is added */
    public static void check(Map<String, String> settings, Path keys, List<FieldError> errors) {
        url(settings.getOrDefault("url", "").strip(), errors);
        KeyFile.checkAccount("username", "secret.file", settings, keys, errors);
        certificate(settings, errors);
    }

    private static void url(String url, List<FieldError> errors) {
        try {
            var address = new URI(url);
            if (("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // falls through to the same answer
        }
        // it may hold a password, and is not quoted
        errors.add(
                new FieldError(
                        "url",
                        "url",
                        new Text(
                                "phải là địa chỉ http hoặc https có tên máy, không kèm tài khoản hay phần sau dấu #, ví dụ https://vms.example.vn/api/cameras",
                                "must be an http or https address with a host, without an account or a fragment, for example https://vms.example.vn/api/cameras")));
    }

    /** A password goes to nobody who only says that he is the one. */
    private static void certificate(Map<String, String> settings, List<FieldError> errors) {
        var written = settings.getOrDefault("certificate", "").strip();
        if (!written.isEmpty() && !PinnedCertificate.isFingerprint(written)) {
            errors.add(new FieldError(
                    "certificate",
                    "fingerprint",
                    new Text(
                            "“%s” không phải dấu vân tay SHA-256 (64 chữ số hex)".formatted(written),
                            "\"%s\" is no SHA-256 fingerprint (64 hex digits)".formatted(written))));
        }
        var https = settings.getOrDefault("url", "")
                .strip()
                .toLowerCase(Locale.ROOT)
                .startsWith("https:");
        if (written.isEmpty() && https && !settings.getOrDefault("username", "").isBlank()) {
            errors.add(
                    new FieldError(
                            "certificate",
                            "required",
                            new Text(
                                    "cần dấu vân tay SHA-256 của chứng thư máy chủ khi gửi mật khẩu; hỏi cơ quan quản lý hệ thống đó",
                                    "the SHA-256 fingerprint of the server's certificate is needed where a password is sent; ask those who run it")));
        }
    }

    /** Questions over one connection. */
    @FunctionalInterface
    public interface Questions {

        void ask(DeviceHttp.Connection connection) throws DeviceException, Unusable;
    }

    /**
     * Asks over a connection of its own, by the hub's guarded client. Blocks as the questions do. A password that is refused is not shown
     * again.
     *
     * @param source for whom it speaks
     * @param kind what rules begin with, for example {@code rest}: {@code rest.credentials}, {@code rest.unreachable}
     * @param logIn of the route that asks; without a secret it is not asked
     * @throws Unusable as the questions do; or if it cannot be reached or refuses, with what there is to mend
     */
    public void ask(DeviceHttp http, SourceId source, String kind, OneTry logIn, Questions questions) throws Unusable {
        var password = "";
        if (secret.isPresent()) {
            password = secret.get().needed();
            logIn.ask(password);
        }
        try (var connection = http.connect(target(source, password))) {
            questions.ask(connection);
        } catch (Refused e) {
            var why = new Unusable(kind + "." + e.why().name().toLowerCase(Locale.ROOT), explained(e));
            throw secret.isPresent() && e.why() == Why.CREDENTIALS ? logIn.refused(password, why) : why;
        } catch (DeviceException e) {
            throw new Unusable(kind + ".unreachable", e.text());
        }
    }

    private Target target(SourceId source, String password) {
        return new Target(source, address, username, password, TIMEOUT, Optional.empty(), certificate, Map.of());
    }

    /** The client speaks to people who enter sources; here a file is to be changed. */
    private Text explained(Refused refused) {
        return switch (refused.why()) {
            case CREDENTIALS -> notLetIn();
            case CERTIFICATE -> {
                var shown = refused.evidence().map(" %s"::formatted).orElse("");
                yield new Text(
                        "hệ thống đưa ra chứng thư%s, khác với khóa certificate trong tệp; hỏi cơ quan quản lý hệ thống đó trước khi sửa"
                                .formatted(shown),
                        "the system shows the certificate%s, which is not the one that the key certificate of the file names; ask those who run it before you change it"
                                .formatted(shown));
            }
            default -> refused.text();
        };
    }

    private Text notLetIn() {
        if (username.isEmpty()) {
            return new Text(
                    "hệ thống đòi đăng nhập; hãy đặt username và secret.file",
                    "the system asks for a log-in; set username and secret.file");
        }
        var https = "https".equalsIgnoreCase(address.getScheme());
        return new Text(
                "hệ thống không nhận username hoặc mật khẩu trong tệp secret.file%s; %s"
                        .formatted(https ? "" : ", hoặc đòi kiểu Basic, mà trạm chỉ gửi qua https", OneTry.AGAIN.vi()),
                "the system does not accept username or the password in the file secret.file%s; %s"
                        .formatted(
                                https ? "" : ", or asks for Basic, which the hub sends over https only",
                                OneTry.AGAIN.en()));
    }
}
