package vn.matluoi.api.sftp;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyRoute.Parameter;
import vn.matluoi.api.route.KeyFile;

/**
 * Where a server with files is and how to log in. Every template of routes to such servers has these parameters
 * ({@link #PARAMETERS}), and its check judges them by {@link FileServerCheck}.
 *
 * @param name of the route it is for, for logs
 * @param protocol how it is spoken to
 * @param host its name or address
 * @param port 1 to 65535
 * @param folder of files there, as the server writes paths
 * @param username account there
 * @param password file with its password; empty where there is a key
 * @param key file with its private key; empty where there is a password
 * @param hostKey fingerprint that the server must show
 */
public record FileServer(
        String name,
        Protocol protocol,
        String host,
        int port,
        String folder,
        String username,
        Optional<KeyFile> password,
        Optional<KeyFile> key,
        HostKey hostKey) {

    /** What a template calls its parameters, in the order in which people read them. */
    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter(
                    "host",
                    null,
                    "tên hoặc địa chỉ máy chủ / name or address of the server, for example sftp.xa-tan-an.example.vn"),
            new Parameter(
                    "protocol",
                    "sftp",
                    "sftp hoặc ftps; ví dụ sftp / sftp, or ftps: FTP with TLS (AUTH TLS), never without; for example sftp"),
            new Parameter(
                    "port",
                    "",
                    "cổng; 22 của sftp, 21 của ftps nếu trống, ví dụ 22 / port; 22 of sftp, 21 of ftps if empty, for example 22"),
            new Parameter(
                    "folder",
                    ".",
                    "thư mục trên máy chủ / folder on the server, for example /outgoing/camera; where the account begins if empty"),
            new Parameter("username", null, "tài khoản trên máy chủ / account on the server, for example hub"),
            new Parameter(
                    "secret.file",
                    "",
                    "tệp trong etc/keys chứa mật khẩu / file in etc/keys that holds its password, for example xa-tan-an"),
            new Parameter(
                    "key.file",
                    "",
                    "tệp trong etc/keys chứa khóa riêng SSH, thay cho mật khẩu, ví dụ xa-tan-an.key / file in etc/keys with a private SSH key, instead of a password, for example xa-tan-an.key"),
            new Parameter(
                    "host.key",
                    null,
                    "dấu vân tay máy chủ (ssh-keygen -lf), hoặc SHA-256 của chứng thư với ftps / fingerprint of the server, of its certificate for ftps, for example SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E"));

    /** How a server is spoken to. */
    public enum Protocol {
        SFTP(22),
        FTPS(21);

        private final int port;

        Protocol(int port) {
            this.port = port;
        }

        /** @return the port where none is set */
        public int port() {
            return port;
        }
    }

    public FileServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(hostKey, "hostKey");
        if (password.isPresent() == key.isPresent()) {
            throw new IllegalArgumentException("one of password and key");
        }
    }

    /**
     * @param parameters by key, {@code routeName} among them; blank or null where there is none. They have been checked
     * @param keys the folder in which files with passwords and keys lie
     */
    public static FileServer of(UnaryOperator<String> parameters, Path keys) {
        var protocol = AgencyRoute.text(parameters, "protocol")
                .map(text -> Protocol.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(Protocol.SFTP);
        return new FileServer(
                AgencyRoute.text(parameters, "routeName").orElseThrow(),
                protocol,
                AgencyRoute.text(parameters, "host").orElseThrow(),
                AgencyRoute.text(parameters, "port").map(Integer::parseInt).orElse(protocol.port()),
                AgencyRoute.text(parameters, "folder").orElse("."),
                AgencyRoute.text(parameters, "username").orElseThrow(),
                AgencyRoute.text(parameters, "secret.file").map(file -> KeyFile.named(keys, file)),
                AgencyRoute.text(parameters, "key.file").map(file -> KeyFile.named(keys, file)),
                HostKey.of(AgencyRoute.text(parameters, "host.key").orElseThrow()));
    }

    /** @return the file with what opens the account */
    public KeyFile secret() {
        return key.or(() -> password).orElseThrow();
    }

    /** @return what people call the parameter that names {@link #secret()} */
    public String secretKey() {
        return key.isPresent() ? "key.file" : "secret.file";
    }

    /** @return for people, where it cannot be reached or ceased to answer */
    public Text unreachable() {
        return new Text(
                "không nói chuyện được với máy chủ %s cổng %d (%s); hãy kiểm tra máy chủ, mạng và tường lửa; trạm thử lại sau"
                        .formatted(host, port, protocol),
                "the server %s port %d (%s) cannot be spoken to; check server, network and firewall; the hub tries again later"
                        .formatted(host, port, protocol));
    }
}
