package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One running hub for the classes that leave it as they found it, started by the first that asks. */
final class SharedHub {

    /** Phường Long An and xã Tân Châu: two communes of Tây Ninh province (80). */
    static final String LONG_AN = "27694";

    static final String TAN_CHAU = "25516";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static RunningHub hub;
    private static Client administrator;

    private SharedHub() {}

    static synchronized RunningHub get() {
        if (hub == null) {
            try {
                hub = RunningHub.prepared("shared");
                hub.configure("vn.matluoi.devices.cfg", devices());
                hub.configure("vn.matluoi.push.cfg", "address = http://127.0.0.1:" + Ports.free() + "\n");
                Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "stop-shared-hub"));
                hub.start();
                administrator = hub.administrator();
            } catch (IOException e) {
                throw new AssertionError("the hub did not start", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return hub;
    }

    static synchronized Client administrator() {
        get();
        return administrator;
    }

    /** An account that sees one area, its first password changed already. */
    static void viewer(String name, String password, String area) {
        var first = "mật khẩu được trao tay 1";
        var made = administrator()
                .post(
                        "/api/v1/accounts",
                        json(Map.of("username", name, "password", first, "role", "viewer", "areas", List.of(area))));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var changed = get().client()
                .as(name, first)
                .put("/api/v1/session/password", json(Map.of("oldPassword", first, "newPassword", password)));
        assertThat(changed.status()).as(changed.text()).isBetween(200, 204);
    }

    /** @return the whole audit log, however long it is by now */
    static List<JsonNode> audited() {
        return audited(administrator());
    }

    /** That of whichever hub. */
    static List<JsonNode> audited(Client admin) {
        var all = new ArrayList<JsonNode>();
        for (var after = "0"; !after.isEmpty(); ) {
            var page = admin.get("/api/v1/audit?limit=1000&after=" + after).json();
            page.get("items").forEach(all::add);
            after = page.path("next").asText();
        }
        return all;
    }

    /** What an administrator writes so that the hub may reach simulators on this machine. */
    static String devices() {
        return """
                networks = 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16
                ports = 80, 443, 554, 8000-8999
                loopback.ports = 1024-65535
                """;
    }

    /** A source as a program writes it. */
    static ObjectNode source(String id, SimulatedRecorder recorder) throws IOException {
        return source(id, recorder, recorder.password());
    }

    static ObjectNode source(String id, SimulatedRecorder recorder, String secret) {
        var body = source(id, "hikvision", recorder.address(), secret);
        body.putObject("options").put("rtsp.port", String.valueOf(recorder.rtsp()));
        return body;
    }

    static ObjectNode source(String id, String driver, String address, String secret) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("name", "Đầu ghi " + id)
                .put("driver", driver)
                .put("address", address)
                .put("username", "admin")
                .put("secret", secret)
                .put("area", LONG_AN)
                .put("sector", "security");
    }

    static String json(Map<String, ?> fields) {
        return JSON.valueToTree(fields).toString();
    }

    /** A sheet of the generator. @return the file */
    static Path sheet(String name, String... options) throws IOException, InterruptedException {
        var folder = Files.createDirectories(Project.TARGET.resolve("sheets").resolve(name));
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                Project.ROOT
                        .resolve("simulators/target/vn.matluoi.simulators-" + Project.VERSION + ".jar")
                        .toString(),
                "sheet",
                "--out",
                folder.toString()));
        command.addAll(List.of(options));
        var made = Commands.run(command);
        if (made.status() != 0) {
            throw new AssertionError(made.everything());
        }
        try (var files = Files.list(folder)) {
            return files.filter(f -> !f.getFileName().toString().endsWith(".expected.csv"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
