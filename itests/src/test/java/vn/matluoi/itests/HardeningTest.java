package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docs/reference/hardening.md} says of the running hub and no other test proves. */
class HardeningTest {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int PROTOCOL_VERSION = 70;

    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = SharedHub.get();
    }

    @Test
    void holdsNoBundleThatTheHubDoesNotNeed() throws Exception {
        var bundles = hub.shellSays("bundle:list -t 0 -s --no-format").lines().toList();
        assertThat(bundles).hasSizeGreaterThan(100);
        assertThat(bundles)
                .noneMatch(line ->
                        line.matches("(?i).*(karaf\\.(instance|kar|deployer|management|webconsole|web|http|obr|jdbc|jms"
                                + "|jndi|subsystem|scheduler)\\b|jolokia|hawtio|felix\\.webconsole|eventadmin|blueprint"
                                + "|cxf-rt-(transports-jms|databinding-aegis|rs-security-oauth|ws-|frontend-jaxws"
                                + "|rs-service-description)).*"));
    }

    @Test
    void camelHasTheComponentsThatRoutesNeedAndNoOthers() throws Exception {
        var found = new TreeSet<String>();
        try (Stream<Path> jars = Files.walk(hub.distribution().resolve("system"))) {
            for (var jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (var file = new JarFile(jar.toFile())) {
                    file.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.matches("META-INF/services/org/apache/camel/(component|language)/.+"))
                            .map(name -> name.substring(name.lastIndexOf('/') + 1))
                            .forEach(found::add);
                }
            }
        }
        assertThat(found)
                .contains("file", "bean", "simple")
                .doesNotContain("exec", "ssh", "groovy", "mvel", "freemarker", "velocity", "jms", "http", "https");
    }

    @Test
    void everyScopeOfTheShellHasRulesOfItsOwn() throws Exception {
        var scopes = hub.shellSays("*:help")
                .replaceAll("\u001b\\[[;\\d]*m", "")
                .lines()
                .map(line -> line.strip().split("[\\s│]+")[0])
                .filter(command -> command.matches("[a-z]+:[a-z-]+"))
                .map(command -> command.substring(0, command.indexOf(':')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(scopes).contains("hub", "bundle", "config", "shell");
        assertThat(scopes)
                .allSatisfy(scope -> assertThat(hub.etc().resolve("org.apache.karaf.command.acl." + scope + ".cfg"))
                        .exists());
    }

    @Test
    void installsNothingFromElsewhere() throws Exception {
        assertThat(properties("org.ops4j.pax.url.mvn.cfg"))
                .containsEntry("org.ops4j.pax.url.mvn.repositories", "")
                .containsEntry("org.ops4j.pax.url.mvn.useFallbackRepositories", "false")
                .hasEntrySatisfying("org.ops4j.pax.url.mvn.defaultRepositories", folders -> assertThat(
                                folders.toString().split(",\\s*"))
                        .allMatch(one -> one.startsWith("file:")));
        assertThat(properties("org.apache.karaf.features.cfg"))
                .containsEntry("autoRefresh", "false")
                .containsEntry("featuresBoot", "matluoi-base");
        assertThat(hub.distribution().resolve("deploy")).doesNotExist();
        assertThat(hub.data().resolve("deploy")).doesNotExist();
    }

    @Test
    void runsWithItsGuardsOnAndNoDoorForTools() throws Exception {
        var command = List.of(Files.readString(Path.of("/proc", String.valueOf(hub.pid()), "cmdline"))
                .split("\0"));
        assertThat(command)
                .contains(
                        "-Djdk.serialFilter=!*",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-HeapDumpOnOutOfMemoryError",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:+DisableAttachMechanism")
                .noneMatch(word -> word.contains("jdwp")
                        || word.contains("jmxremote")
                        || word.contains("trustURLCodebase")
                        || word.startsWith("-agent")
                        || word.startsWith("-javaagent"));
        assertThat(Files.readAllLines(Path.of("/proc", String.valueOf(hub.pid()), "limits")))
                .filteredOn(line -> line.startsWith("Max core file size"))
                .singleElement()
                .asString()
                .containsPattern("size\\s+0\\s+0\\s");
    }

    @Test
    void readsXmlWithinLimitsAndFetchesNothingForIt() throws Exception {
        assertThat(hub.shellSays("system:property javax.xml.accessExternalDTD")).isBlank();
        assertThat(hub.shellSays("system:property javax.xml.accessExternalSchema"))
                .isBlank();
        assertThat(hub.shellSays("system:property javax.xml.accessExternalStylesheet"))
                .isBlank();
        var limits = properties("system.properties");
        assertThat(limits)
                .containsEntry("org.apache.cxf.stax.maxElementDepth", "32")
                .containsEntry("org.apache.cxf.stax.maxElementCount", "20000")
                .containsEntry("org.apache.cxf.stax.maxAttributeCount", "200")
                .containsEntry("org.apache.cxf.stax.maxTextLength", "1048576");
        assertThat(hub.shellSays("system:property org.apache.cxf.stax.maxElementDepth")
                        .strip())
                .isEqualTo("32");
    }

    @Test
    void nobodyHasAShellPasswordAndNoRuleIsForAnyoneButAdministratorsAndViewers() throws Exception {
        assertThat(properties("users.properties")).isEmpty();
        assertThat(properties("config.properties")).containsEntry("karaf.shutdown.port", "-1");
        assertThat(properties("system.properties")).containsEntry("karaf.secured.command.compulsory.roles", "admin");
        try (Stream<Path> files = Files.list(hub.etc())) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (name.startsWith("jmx.acl")) {
                    assertThat(properties(name).values()).as(name).isNotEmpty().allMatch("admin"::equals);
                }
                if (name.startsWith("org.apache.karaf.command.acl.")) {
                    assertThat(properties(name)).as(name).containsEntry("*", "admin");
                    assertThat(properties(name).values()).as(name).allMatch(roles -> roles.toString()
                            .matches("admin(, viewer)?"));
                }
            }
        }
    }

    @Test
    void theShellMovesNoFiles() throws Exception {
        var sftp = ssh("sftp", "-b", "/dev/null", "-P", port(), "admin@127.0.0.1");
        assertThat(sftp.status()).as(sftp.everything()).isNotZero();
        var scp = ssh(
                "scp",
                "-O",
                "-P",
                port(),
                "admin@127.0.0.1:etc/keys/master.key",
                Project.TARGET.resolve("stolen").toString());
        assertThat(scp.status()).as(scp.everything()).isNotZero();
        assertThat(Project.TARGET.resolve("stolen")).doesNotExist();
    }

    @Test
    void theShellCarriesNoConnections() throws Exception {
        var out = ssh("ssh", "-p", port(), "-W", "127.0.0.1:" + (8443 + hub.offset()), "admin@127.0.0.1");
        assertThat(out.status()).as("a connection out: %s", out.everything()).isNotZero();
        var back = Ports.free() + ":127.0.0.1:" + (8443 + hub.offset());
        var in = ssh("ssh", "-p", port(), "-o", "ExitOnForwardFailure=yes", "-R", back, "admin@127.0.0.1", "echo here");
        assertThat(in.status()).as("a port opened: %s", in.everything()).isNotZero();
        assertThat(in.out()).doesNotContain("here");
    }

    @Test
    void aViewerInTheShellLooksAndDoesNothingElse() throws Exception {
        var admin = SharedHub.administrator();
        var near = camera(admin, "looks-near", SharedHub.LONG_AN);
        var far = camera(admin, "looks-far", SharedHub.TAN_CHAU);
        SharedHub.viewer("looks", "kênh rạch miền tây 27694", SharedHub.LONG_AN);
        var key = Files.createTempDirectory(Project.TARGET, "viewer").resolve("key");
        var made = Commands.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", key.toString()));
        assertThat(made.status()).as(made.everything()).isZero();
        var users = Files.readString(hub.etc().resolve("keys.properties"));
        var half = Files.readString(key.resolveSibling("key.pub")).split(" ")[1];
        hub.configure("keys.properties", users.stripTrailing() + "\nlooks = " + half + ",_g_:viewergroup\n");
        try {
            var login = new String[] {"ssh", "-i", key.toString(), "-p", port(), "looks@127.0.0.1", ""};
            login[login.length - 1] = "echo here";
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(Commands.run(withOptions(login)).out()).contains("here"));
            login[login.length - 1] = "hub:camera-list --query looks";
            var list = Commands.run(withOptions(login));
            assertThat(list.status()).as(list.everything()).isZero();
            assertThat(list.out()).contains(near).doesNotContain(far);
            login[login.length - 1] = "hub:camera-info " + near;
            var info = Commands.run(withOptions(login));
            assertThat(info.status()).as(info.everything()).isZero();
            assertThat(info.out())
                    .contains("looks-near")
                    .doesNotContain("SERIAL-OF")
                    .doesNotContain("192.0.2.9")
                    .doesNotContain("shell:admin");
            login[login.length - 1] = "hub:camera-info " + far;
            var foreign = Commands.run(withOptions(login));
            assertThat(foreign.status()).as(foreign.everything()).isEqualTo(4);
            for (var refused : List.of(
                    "hub:source-list",
                    "hub:source-info looks-near",
                    "hub:driver-list",
                    "hub:route-list",
                    "hub:health",
                    "config:list",
                    "config:install file:/etc/hostname pwn.cfg",
                    "feature:requirement-add scr",
                    "bundle:list",
                    "log:display",
                    "system:shutdown -f",
                    "jaas:realm-list",
                    "shell:cat " + hub.etc().resolve("users.properties"),
                    "shell:exec id",
                    "hub:account-add x",
                    "echo x > " + hub.etc().resolve("pwn.cfg"),
                    "$.context getBundles")) {
                login[login.length - 1] = refused;
                var result = Commands.run(withOptions(login));
                assertThat(result.status()).as(refused).isNotZero();
                assertThat(result.everything())
                        .as(refused)
                        .containsAnyOf("Command not found", "Insufficient credentials");
            }
            assertThat(hub.etc().resolve("pwn.cfg")).doesNotExist();
        } finally {
            hub.configure("keys.properties", users);
            admin.delete("/api/v1/accounts/looks");
            admin.delete("/api/v1/sources/looks-near");
            admin.delete("/api/v1/sources/looks-far");
        }
    }

    /** A camera that a sheet names, with what a viewer must not see. @return its id */
    private static String camera(Client admin, String name, String area) throws Exception {
        var sheet = Files.writeString(
                hub.data().resolve(name + ".csv"),
                "Tên camera,Mã camera,Mã xã,Số serial,Ghi chú\n%1$s,%1$s,%2$s,SERIAL-OF-%1$s,mật khẩu tại 192.0.2.9\n"
                        .formatted(name, area));
        hub.shellSays("hub:source-add " + name + " --area " + area);
        hub.shellSays("hub:import " + sheet + " --source " + name + " --profile commune");
        return admin.get("/api/v1/cameras?source=" + name)
                .json()
                .at("/items/0/id")
                .asText();
    }

    @Test
    void aSecretWrittenIntoAFileIsSoonNowhereInClear() throws Exception {
        var secret = "planted-" + UUID.randomUUID();
        var file = "vn.matluoi.source-planted.cfg";
        hub.configure(
                file,
                """
                driver = hikvision
                address = http://192.0.2.7:80
                username = admin
                secret = %s
                area = %s
                """
                        .formatted(secret, SharedHub.LONG_AN));
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> hub.log().contains("the secret of " + file));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(filesThatHold(secret)).isEmpty());
            assertThat(hub.shellSays("config:list \"(service.pid=vn.matluoi.source~planted)\""))
                    .contains("192.0.2.7")
                    .doesNotContain(secret);
        } finally {
            Files.delete(hub.etc().resolve(file));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> SharedHub.administrator()
                                    .get("/api/v1/sources/planted")
                                    .status()
                            == 404);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0300, 0x0301, 0x0302})
    void refusesEveryTlsBefore12(int version) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), 8443 + hub.offset())) {
            socket.setSoTimeout(20_000);
            // RFC 5246, 7.4.1.2: a greeting that knows no more than this version
            var two = "%04x".formatted(version);
            socket.getOutputStream()
                    .write(HexFormat.of()
                            .parseHex("16" + two + "002f" + "0100002b" + two + "00".repeat(32) + "00" + "0004c009c013"
                                    + "0100"));
            var in = new DataInputStream(socket.getInputStream());
            assertThat(in.readUnsignedByte()).isEqualTo(ALERT).isNotEqualTo(HANDSHAKE);
            in.skipBytes(2);
            assertThat(in.readUnsignedShort()).isEqualTo(2);
            in.readUnsignedByte();
            assertThat(in.readUnsignedByte()).isEqualTo(PROTOCOL_VERSION);
        }
    }

    @Test
    void echoesNothingBackForTrace() {
        var answer = hub.client().send("TRACE", "/", "", new byte[0], "X-Planted", "planted");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text()).doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing-here", "/api/v1/cameras", "/api/v1/cameras?_wadl", "/..;/etc", "/%2e%2e/etc/passwd"})
    void tellsNothingOfItselfWhenItRefuses(String path) {
        var answer = hub.client().get(path);
        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
        assertThat(answer.text())
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("<wadl");
    }

    @Test
    void aCookieIsForThisSiteAndItsOwnPagesOnly() {
        SharedHub.administrator(); // its password is set
        var loggedIn = hub.client()
                .post("/api/v1/session", SharedHub.json(Map.of("username", "admin", "password", RunningHub.PASSWORD)));
        assertThat(loggedIn.status()).as(loggedIn.text()).isEqualTo(200);
        var cookie = loggedIn.header("Set-Cookie");
        assertThat(cookie).startsWith("__Host-").contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict");
        assertThat(cookie).doesNotContain("Domain=");
        var mine = cookie.substring(0, cookie.indexOf(';'));
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var bare = hub.client().send("POST", "/api/v1/sources", "application/json", body, "Cookie", mine);
        assertThat(bare.status()).isEqualTo(403);
        assertThat(bare.text()).contains("session.cross-site");
        var foreign = hub.client()
                .send(
                        "POST",
                        "/api/v1/sources",
                        "application/json",
                        body,
                        "Cookie",
                        mine,
                        "Origin",
                        "https://elsewhere.example",
                        "Sec-Fetch-Site",
                        "cross-site");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control-"));
        var own = hub.client()
                .send("DELETE", "/api/v1/session", "", new byte[0], "Cookie", mine, "X-Matluoi-Request", "1");
        assertThat(own.status()).as(own.text()).isBetween(200, 204);
    }

    private static Properties properties(String file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(hub.etc().resolve(file))) {
            properties.load(in);
        }
        return properties;
    }

    private static String port() {
        return String.valueOf(8101 + hub.offset());
    }

    /** A program of OpenSSH with the administrator's key. */
    private static Commands.Result ssh(String program, String... words) throws IOException, InterruptedException {
        var key = hub.etc().resolve("keys/shell_admin").toString();
        return Commands.run(withOptions(
                Stream.concat(Stream.of(program, "-i", key), Stream.of(words)).toArray(String[]::new)));
    }

    private static List<String> withOptions(String... command) {
        var options = List.of(
                "-q -F none -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                        .split(" "));
        return Stream.of(
                        Stream.of(command[0]),
                        options.stream(),
                        Stream.of(command).skip(1))
                .flatMap(words -> words)
                .toList();
    }

    private static List<Path> filesThatHold(String text) throws IOException {
        try (Stream<Path> files = Files.walk(hub.data())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, text))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false; // logs are rolled and caches replaced while we look
        }
    }
}
