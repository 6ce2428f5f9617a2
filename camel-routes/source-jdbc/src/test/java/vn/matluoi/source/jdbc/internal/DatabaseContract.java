package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;
import org.postgresql.osgi.PGDataSourceFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.KeptRecords;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.source.jdbc.servers.Certificate;

/** What holds of every kind of server that the hub knows, against a real one. */
abstract class DatabaseContract {

    static final String HOST = "db.truong.test";

    private static final List<Map.Entry<Map<String, Object>, DataSourceFactory>> DRIVERS = List.of(Map.entry(
            Map.of(DataSourceFactory.OSGI_JDBC_DRIVER_CLASS, "org.postgresql.Driver"), new PGDataSourceFactory()));

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final Refusals refusals = new Refusals(nanos::get);
    private final DeviceNetworks networks = (host, port) -> {
        connections.incrementAndGet();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    };

    @TempDir
    Path keys;

    /** @return settings with which the server can be asked over TLS, but for the query */
    abstract Map<String, String> server();

    abstract String password();

    /** @return the server's certificate, PEM */
    abstract Path certificate();

    /** Does what the query may not. */
    abstract void prepare(String... statements) throws SQLException;

    abstract String sleeping();

    @BeforeEach
    void layKeys() throws Exception {
        secret(password());
        Files.copy(certificate(), keys.resolve("ca.pem"));
    }

    private void secret(String password) throws Exception {
        Files.writeString(keys.resolve("db"), password + "\n");
        Files.setPosixFilePermissions(keys.resolve("db"), PosixFilePermissions.fromString("rw-------"));
    }

    private JdbcSettings settings(String query, Map<String, String> more) {
        var settings = new TreeMap<>(server());
        settings.putAll(Map.of(
                "routeName",
                "truong",
                "source",
                "truong",
                "area",
                "27694",
                "host",
                HOST,
                "secret.file",
                "db",
                "ca.file",
                "ca.pem",
                "query",
                query));
        settings.putAll(more);
        return JdbcSettings.of(settings::get, keys, keys);
    }

    private Queried queried(String query, Map<String, String> more) {
        return new Queried(settings(query, more), new Engines(() -> DRIVERS), networks, refusals);
    }

    List<Map<String, String>> ask(String query, Map<String, String> more) throws Unusable {
        return read(queried(query, more));
    }

    private static List<Map<String, String>> read(Queried queried) throws Unusable {
        try (var gathered = new Gathered(List.of())) {
            queried.read(gathered, () -> true);
            var all = new ArrayList<Map<String, String>>();
            gathered.records().each().forEach(all::add);
            return all;
        }
    }

    Unusable fails(String query, Map<String, String> more) {
        return fails(queried(query, more));
    }

    private static Unusable fails(Queried queried) {
        var why = catchThrowableOfType(Unusable.class, () -> read(queried));
        assertThat(why).isNotNull();
        return why;
    }

    @Test
    void rowsBecomeRecordsWithTheNamesOfTheirColumns() throws Exception {
        prepare(
                "DROP TABLE IF EXISTS camera",
                "CREATE TABLE camera (ten VARCHAR(100), ghi_chu VARCHAR(100))",
                "INSERT INTO camera VALUES ('Cổng trường', NULL), ('Sân sau', '')");
        assertThat(ask("SELECT ten AS ten_camera, ghi_chu FROM camera ORDER BY ten;", Map.of()))
                .hasToString("[{ten_camera=Cổng trường, ghi_chu=null}, {ten_camera=Sân sau, ghi_chu=}]");
        assertThat(ask("WITH a AS (SELECT ten FROM camera) SELECT count(*) AS n FROM a", Map.of()))
                .hasToString("[{n=2}]");
    }

    @Test
    void rowsOfWhichNothingIsTakenAreKeptAndCanBeHandedInAgain() throws Exception {
        var settings = settings("SELECT 'Cổng trường' AS ten_camera", Map.of());
        var letters = new ArrayList<DeadLetters.Letter>();
        var catalogue = new Rejecting();
        var poll = new AgencyPoll(
                        settings.agency(),
                        settings.host(),
                        settings.timing(),
                        List.of(),
                        new Queried(settings, new Engines(() -> DRIVERS), networks, refusals),
                        catalogue,
                        (statement, mode) -> {
                            throw new AssertionError(statement.label());
                        },
                        Rejecting.sources())
                .keepingIn((route, letter) -> {
                    letters.add(letter);
                    return letters.size();
                });
        poll.run();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.name()).isEqualTo(HOST);
            assertThat(letter.raw()).asString(StandardCharsets.UTF_8).isEqualTo("ten_camera\tCổng trường\n\n");
        });

        catalogue.rejects = false;
        var letter = new DeadLetter(
                7,
                "truong",
                HOST,
                letters.get(0).mediaType(),
                1,
                true,
                "r",
                Text.same("r"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                0);
        assertThat(poll.replay(letter, KeptRecords.in(letters.get(0).raw()))).isEmpty();
        assertThat(catalogue.lists).hasSize(2).containsOnly("[{ten_camera=Cổng trường}]");
        assertThat(catalogue.orders.get(1).broughtAt()).contains(Instant.EPOCH);
    }

    @Test
    void aPasswordThatIsRefusedIsTriedOnceUntilItChangesOrAPersonSaysSo() throws Exception {
        secret("not-it");
        var queried = queried("SELECT 1 AS a", Map.of());
        refusals.made(settings("SELECT 1 AS a", Map.of()));
        assertThat(fails(queried).rule()).isEqualTo("jdbc.credentials");
        assertThat(fails(queried).rule()).isEqualTo("jdbc.credentials");
        assertThat(fails(queried("SELECT 2 AS a", Map.of())).rule())
                .as("another route with the same account")
                .isEqualTo("jdbc.credentials");
        assertThat(connections).hasValue(1);

        nanos.addAndGet(Duration.ofDays(7).toNanos());
        refusals.made(settings("SELECT 1 AS a", Map.of("routeName", "another")));
        fails(queried);
        assertThat(connections).hasValue(1);

        refusals.made(settings("SELECT 1 AS a", Map.of())); // stopped and started
        fails(queried);
        assertThat(connections).hasValue(2);

        secret(password());
        assertThat(read(queried)).hasToString("[{a=1}]");
    }

    @Test
    void aServerThatTakesTooLongIsGivenUp() {
        assertThat(fails("SELECT " + sleeping() + " AS a", Map.of("query.seconds", "1"))
                        .rule())
                .isEqualTo("jdbc.slow");
    }

    @Test
    void aRunThatTakesTooLongInAllIsCut() {
        var queried = new Queried(
                settings("SELECT " + sleeping() + " AS a", Map.of()),
                new Engines(() -> DRIVERS),
                networks,
                refusals,
                Duration.ofSeconds(1),
                Queried.GRACE);
        assertThat(fails(queried).rule()).isEqualTo("jdbc.slow");
    }

    @Test
    void ofAnAnswerThatBreaksOffNothingIsTaken() throws Exception {
        wide();
        var port = Integer.parseInt(server().get("port"));
        try (var cutter = new Cutter(port, 100_000)) {
            assertThat(fails("SELECT v FROM wide", Map.of("port", String.valueOf(cutter.port())))
                            .rule())
                    .isEqualTo("jdbc.unreachable");
        }
        assertThat(fails("SELECT 1 AS a", Map.of("port", "1")).rule()).isEqualTo("jdbc.unreachable");
    }

    @Test
    void aWebServerIsNoDatabase() throws Exception {
        try (var door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var web = new Thread(() -> answerWithAPage(door), "web server");
            web.setDaemon(true);
            web.start();
            assertThat(fails("SELECT 1 AS a", Map.of("port", String.valueOf(door.getLocalPort())))
                            .rule())
                    .isEqualTo("jdbc.unreachable");
        }
    }

    private static void answerWithAPage(ServerSocket door) {
        while (!door.isClosed()) {
            try (var caller = door.accept()) {
                caller.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>400</html>"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the caller is gone, or the door is closed
            }
        }
    }

    /** A thousand rows of a kilobyte. */
    private void wide() throws SQLException {
        prepare(
                "DROP TABLE IF EXISTS wide",
                "CREATE TABLE wide (n INT, v VARCHAR(2000))",
                "INSERT INTO wide WITH RECURSIVE s AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM s WHERE n < 1000)"
                        + " SELECT n, REPEAT('x', 1000) FROM s");
    }

    @Test
    void anAnswerOfAGigabyteEndsBeforeItFillsTheMemory() throws Exception {
        wide();
        assertThat(fails("SELECT a.v FROM wide a CROSS JOIN wide b", Map.of()).rule())
                .isEqualTo("agency.too-much");
        assertThat(fails("SELECT REPEAT('x', 200000000) AS v", Map.of()).rule()).isEqualTo("agency.too-much");
        assertThat(fails("SELECT a.n FROM wide a CROSS JOIN wide b", Map.of()).rule())
                .isEqualTo("agency.too-much");
    }

    @Test
    void whatWouldWriteIsRefusedByTheServerToo() throws Exception {
        assertThat(fails("DELETE FROM camera", Map.of()).rule()).isEqualTo("jdbc.query");
        writer();
        assertThat(fails("SELECT ghi() AS a", Map.of()).rule()).isEqualTo("jdbc.write");
        assertThat(ask("SELECT count(*) AS n FROM ghi", Map.of())).hasToString("[{n=0}]");
    }

    /** Makes an empty table {@code ghi}, and a function of that name that writes into it. */
    abstract void writer() throws SQLException;

    @Test
    void anotherServerWithThatNameIsNotTalkedTo() throws Exception {
        Files.copy(Certificate.of(HOST, keys).certificate(), keys.resolve("other.pem"));
        assertThat(fails("SELECT 1 AS a", Map.of("ca.file", "other.pem")).rule())
                .isEqualTo("jdbc.certificate");
        assertThat(fails("SELECT 1 AS a", Map.of("ca.file", "other.pem", "tls", "ca"))
                        .rule())
                .isEqualTo("jdbc.certificate");
    }

    @Test
    void theNameCountsUnlessTheCertificateAloneIsToCount() throws Exception {
        assertThat(fails("SELECT 1 AS a", Map.of("host", "khac.truong.test")).rule())
                .isEqualTo("jdbc.certificate");
        assertThat(ask("SELECT 1 AS a", Map.of("host", "khac.truong.test", "tls", "ca")))
                .hasSize(1);
        assertThat(ask("SELECT 1 AS a", Map.of("tls", "off"))).hasSize(1);
    }

    @Test
    void whatIsWrongWithTheQueryIsSaidInTheServersWordsWithoutThePassword() {
        var why = fails("SELECT khong_co FROM khong_co", Map.of());
        assertThat(why.rule()).isEqualTo("jdbc.refused");
        assertThat(why.text().vi()).contains("khong_co").doesNotContain(password());
    }

    @Test
    void aServerWhoseClockStandsIn1970IsAskedAsAnyOther() throws Exception {
        assertThat(ask("SELECT DATE '1970-01-01' AS ngay, TIMESTAMP '1970-01-01 00:00:00' AS luc", Map.of()))
                .hasToString("[{ngay=1970-01-01, luc=1970-01-01}]");
    }

    @Test
    void aValueThatIsLongerThanAnyIsRefused() {
        var why = fails("SELECT REPEAT('x', %d) AS dai".formatted(Values.LONGEST + 1), Map.of());
        assertThat(why.rule()).isEqualTo("jdbc.column");
        assertThat(why.text().en()).contains("“dai”");
    }

    @Test
    void aColumnNeedsANameOfItsOwnAndText() {
        assertThat(fails("SELECT 1 AS a, 2 AS a", Map.of()).rule()).isEqualTo("jdbc.column");
    }

    @Test
    void aRouteThatStopsReadsNoFurther() throws Exception {
        wide();
        try (var gathered = new Gathered(List.of())) {
            var queried = queried("SELECT v FROM wide", Map.of());
            assertThat(catchThrowableOfType(Unusable.class, () -> queried.read(gathered, () -> gathered.count() < 5)))
                    .isNotNull();
            assertThat(gathered.count()).isEqualTo(5);
        }
    }
}
