package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.jdbc.DataSourceFactory;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;

/** What a driver that people installed may do wrong, the hub bounds itself. */
class OtherEngineTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final PlainServer server = new PlainServer();
    private final PlainDriver driver = new PlainDriver();
    private final AtomicLong nanos = new AtomicLong();
    private final Refusals refusals = new Refusals(nanos::get);

    @TempDir
    Path keys;

    @BeforeEach
    void layKey() throws Exception {
        Files.writeString(keys.resolve("db"), "cua-truong\n");
        Files.setPosixFilePermissions(keys.resolve("db"), PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Queried queried(Duration longest, Duration grace, String... more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "truong",
                "source", "truong",
                "area", "27694",
                "driver", PlainDriver.NAME,
                "host", "db.truong.test",
                "port", String.valueOf(server.port()),
                "database", "truong",
                "username", "hub",
                "secret.file", "db"));
        settings.putAll(Map.of("query", "SELECT ten FROM camera", "tls", "off"));
        for (var n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        return new Queried(
                JdbcSettings.of(settings::get, keys, keys),
                new Engines(() ->
                        List.of(Map.entry(Map.of(DataSourceFactory.OSGI_JDBC_DRIVER_NAME, PlainDriver.NAME), driver))),
                (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                refusals,
                longest,
                grace);
    }

    private Queried queried() {
        return queried(LONG, Queried.GRACE);
    }

    private static List<Map<String, String>> read(Queried queried) throws Unusable {
        try (var gathered = new Gathered(List.of())) {
            queried.read(gathered, () -> true);
            var all = new ArrayList<Map<String, String>>();
            gathered.records().each().forEach(all::add);
            return all;
        }
    }

    private static Unusable fails(Queried queried) {
        var why = catchThrowableOfType(Unusable.class, () -> read(queried));
        assertThat(why).isNotNull();
        return why;
    }

    @Test
    void whatItBringsIsTakenThoughItKnowsNoLimits() throws Exception {
        assertThat(read(queried())).hasToString("[{ten=Cổng trường}]");
        assertThat(server.logIns).containsExactly("hub cua-truong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "28000 18456 Login failed for user 'hub'.",
                "S0001 18456 Login failed for user 'hub'.",
                "S0001 18486 Login failed for user 'hub' because the account is currently locked out.",
                "72000 1017 ORA-01017: invalid username/password; logon denied",
                "99999 28000 ORA-28000: the account is locked",
                "28000 -4214 Connection authorization failure occurred.",
                "08001 -30082 Security processing failed",
                "08004 40000 Connection authentication failure occurred.",
                "JZ00L 4002 Login failed.",
                "HY000 335544472 Your user name and password are not defined."
            })
    void aPasswordIsShownOnceWhateverTheRefusalIsCalled(String refusal) throws Exception {
        server.answer = "no " + refusal;
        var queried = queried();
        assertThat(fails(queried).rule()).isEqualTo("jdbc.credentials");
        assertThat(fails(queried).text().en()).contains("secret.file");
        nanos.addAndGet(Duration.ofDays(7).toNanos());
        fails(queried);
        assertThat(server.logIns).hasSize(1);

        server.answer = "welcome";
        Files.writeString(keys.resolve("db"), "khac\n");
        assertThat(read(queried)).hasSize(1);
    }

    @Test
    void aRefusalInWordsThatNobodyKnowsIsTriedAgainOnlyAfterAWhile() {
        server.answer = "no HY000 -17 Zutritt verweigert: cua-truong";
        var queried = queried();
        var why = fails(queried);
        assertThat(why.rule()).isEqualTo("jdbc.not-let-in");
        assertThat(why.text().vi()).contains("Zutritt verweigert").doesNotContain("cua-truong");
        assertThat(fails(queried).text()).isEqualTo(why.text());
        assertThat(server.logIns).hasSize(1);

        nanos.addAndGet(Duration.ofMinutes(15).toNanos());
        fails(queried);
        nanos.addAndGet(Duration.ofMinutes(16).toNanos());
        fails(queried);
        assertThat(server.logIns).as("each time it waits longer").hasSize(2);
    }

    @Test
    void aDriverThatTriesAgainByItselfReachesNobody() {
        driver.connections = 5;
        server.answer = "no 28000 18456 Login failed for user 'hub'.";
        assertThat(fails(queried()).rule())
                .as("the driver hides what was said first")
                .isEqualTo("jdbc.not-let-in");
        assertThat(server.logIns).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerIsUnreachableAndAskedAgain() {
        server.close();
        var queried = queried();
        assertThat(fails(queried).rule()).isEqualTo("jdbc.unreachable");
        assertThat(fails(queried).text().en()).contains("refused");
        assertThat(driver.asked).as("there is nothing to tell it").isZero();
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() {
        server.rows = out -> out.write("Cổng".getBytes(StandardCharsets.UTF_8));
        assertThat(fails(queried(LONG, Duration.ofMillis(100), "query.seconds", "1"))
                        .rule())
                .isEqualTo("jdbc.slow");
    }

    @Test
    void aServerThatDripsIsCut() {
        server.rows = out -> {
            while (true) { // until the line is cut
                out.write("a\n".getBytes(StandardCharsets.UTF_8));
                LockSupport.parkNanos(1_000_000);
            }
        };
        assertThat(fails(queried(Duration.ofSeconds(1), Queried.GRACE)).rule()).isEqualTo("jdbc.slow");
    }

    @Test
    void anAnswerWithoutEndIsEndedByBytesRowsAndTheLengthOfAValue() {
        var piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        server.rows = out -> {
            while (true) { // one value
                out.write(piece);
            }
        };
        assertThat(fails(queried()).rule()).isEqualTo("agency.too-much");

        server.rows = out -> {
            while (true) {
                out.write("a\na\na\na\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
            }
        };
        assertThat(fails(queried()).rule()).isEqualTo("agency.too-much");

        server.rows = out -> out.write(("x".repeat(Values.LONGEST + 1) + "\n\n").getBytes(StandardCharsets.UTF_8));
        var why = fails(queried());
        assertThat(why.rule()).isEqualTo("jdbc.column");
        assertThat(why.text().vi()).contains("“ten”");
    }

    @Test
    void whatTheHubCutIsNotTakenForTheWholeThoughTheDriverDoes() {
        driver.takesAnyEndForTheEnd = true;
        server.rows = out -> out.write("Cổng\n".getBytes(StandardCharsets.UTF_8));
        assertThat(fails(queried(LONG, Duration.ofMillis(100), "query.seconds", "1"))
                        .rule())
                .isEqualTo("jdbc.slow");
    }

    @Test
    void ofAnAnswerThatBreaksOffNothingIsTaken() {
        server.rows = out -> {
            out.write("Cổng trường\nSân".getBytes(StandardCharsets.UTF_8));
            out.close();
        };
        assertThat(fails(queried()).rule()).isEqualTo("jdbc.unreachable");
    }

    @Test
    void aDriverThatHangsCostsOneThreadAndNothingElse() throws Exception {
        var free = new CountDownLatch(1);
        driver.beforeItConnects = () -> hangUntil(free);
        var queried = queried(Duration.ofMillis(50), Duration.ofMillis(50));
        assertThat(fails(queried).rule()).isEqualTo("jdbc.driver-hangs");
        assertThat(fails(queried).rule()).isEqualTo("jdbc.driver-hangs");
        assertThat(driver.asked).as("it is not called again").isEqualTo(1);

        driver.beforeItConnects = () -> {};
        free.countDown();
        await().untilAsserted(() -> assertThat(read(queried)).hasSize(1));
    }

    private static void hangUntil(CountDownLatch free) {
        while (free.getCount() > 0) {
            try {
                free.await();
            } catch (InterruptedException e) {
                // as bad code does
            }
        }
    }

    @Test
    void whereADriverFailedIsLoggedAndNothingThatItQuotes() {
        driver.beforeItConnects = () -> {
            throw new IllegalStateException(
                    "jdbc:plain://db?password=cua-truong", new IllegalArgumentException("{password=cua-truong}"));
        };
        var logged = new StringBuilder();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                var trace = new StringWriter();
                record.getThrown().printStackTrace(new PrintWriter(trace, true));
                logged.append(record.getMessage()).append('\n').append(trace);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var log = Logger.getLogger(Complaints.class.getName());
        log.addHandler(handler);
        try {
            assertThat(fails(queried()).text().toString()).doesNotContain("cua-truong");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(logged.toString())
                .contains("IllegalStateException", "IllegalArgumentException", "OtherEngineTest")
                .doesNotContain("cua-truong");
    }

    @Test
    void whatNoDriverShouldThrowEndsOneRun() throws Exception {
        driver.beforeItConnects = () -> {
            throw new AbstractMethodError("old");
        };
        var queried = queried();
        assertThat(fails(queried).rule()).isEqualTo("jdbc.driver-fault");
        driver.beforeItConnects = () -> {};
        assertThat(read(queried)).hasSize(1);
    }
}
