package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import vn.matluoi.benchmarks.Catalogue;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Recorders;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.rtsp.RtspViewer;
import vn.matluoi.simulators.rtsp.ViewerPool;

/** What goes on in and around a hub while its clock jumps: viewers, sessions, one-time passwords, sheets, a locked recorder. */
final class ClockWorld implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration TICKET = Duration.ofSeconds(60);
    private static final Duration ONE_TIME = Duration.ofHours(24);
    /** Of an administrator's session that nobody uses. */
    private static final Duration IDLE = Duration.ofMinutes(15);

    /** As the viewer says it: what the hub answered to a ticket that is worth nothing. */
    private static final Pattern REFUSED = Pattern.compile("DESCRIBE refused: RTSP/1\\.0 40[134] .*");

    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final int CHANNELS = 4;
    private static final int ROWS = 200;
    private static final String SHEETS = "clock-sheets";

    private final Fault.Trial trial;
    private final Recorders recorders;
    private final FakedClock clock;
    private final ExecutorService aside = Executors.newCachedThreadPool();
    private final ViewerPool pool = new ViewerPool();

    private Hub admin;
    private Hub nobody;
    private Hub viewer;
    private Catalogue catalogue;
    private List<String> cameras = List.of();
    private String locked = "";
    private Recorders.Asked lockedAsked = new Recorders.Asked(0, 0);

    private final String password = Hub.password();
    private Instant oneTimeEnds = Instant.MAX;
    private boolean oneTimeGood = true;
    private String used = "";
    private String idle = "";
    private long idleSince;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Long> imports = new ArrayList<>();

    private long fewest; // frames of the viewer who had the fewest when the clock had jumped
    private int ticketsKept;
    private URI ticket = URI.create("");
    private Future<JsonNode> taken;

    /** A ticket that is not opened in time. */
    private record Kept(URI ticket, long since) {}

    ClockWorld(Fault.Trial trial, Recorders recorders, FakedClock clock) throws IOException {
        this.trial = trial;
        this.recorders = recorders;
        this.clock = clock;
    }

    void open() throws IOException, InterruptedException {
        nobody = Hub.nobody(trial.base());
        admin = Hub.administrator(trial.base(), trial.data());
        List<String> names = recorders.names();
        locked = names.get(names.size() - 1);
        recorders.tell(locked, "fault", Map.of("kind", "locked", "seconds", "1800"));
        for (String name : names) {
            recorders.connect(admin, name, Map.of("watch.seconds", "5"));
        }
        catalogue = new Catalogue(admin, trial.work(), trial.seed());
        catalogue.addUnits();
        catalogue.addSource(SHEETS);
        for (String account : List.of("clock-used", "clock-idle", "clock-once")) {
            admin.send(
                    "POST",
                    "/api/v1/accounts",
                    Map.of("username", account, "password", password, "role", "administrator", "areas", List.of()));
        }
        oneTimeEnds = clock.now().plus(ONE_TIME);
        viewer = admin.viewer("clock-viewer", List.of(Recorders.AREA));
        cameras = Recorders.awaitOnline(admin, (names.size() - 1) * CHANNELS, 90);
        for (int n = 0; n < names.size(); n++) {
            pool.open(ticket(n), PATIENCE);
        }
        used = logIn("clock-used");
        idle = logIn("clock-idle");
        idleSince = System.nanoTime();
        lockedAsked = recorders.asked().get(locked);
        pool.restart();
    }

    /** Begins what the jump is to come into the middle of. */
    void begin() throws IOException {
        int number = imports.size();
        Path sheet = catalogue.sheet("clock-" + number, ROWS, 0, number * ROWS + 1);
        ticket = ticket(cameras.size() - 1); // nobody else watches that one
        kept.add(new Kept(ticket(number), System.nanoTime()));
        taken = aside.submit(() -> catalogue.take(SHEETS, sheet, false));
    }

    /** Waits until the hub has the new time and is ready. @return how long that took, in seconds */
    double awaitClock() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (true) {
            boolean ready = nobody.exchange("GET", "/health/ready", Map.of()).statusCode() == 200;
            // when a ticket made now ends: the hub's own time, a minute on
            Instant now = Instant.parse(watch(0).get("expires").asText()).minus(TICKET);
            double seconds = (System.nanoTime() - began) / 1e9;
            if (ready && Duration.between(now, clock.now()).abs().compareTo(SLACK) < 0) {
                return seconds;
            }
            if (seconds > 20) {
                throw new IOException("%s, the hub's time is %s instead of %s"
                        .formatted(ready ? "ready" : "not ready", now, clock.now()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Ends what was begun, and notes what did not come out as it must. */
    void end(List<String> wrong) throws IOException, InterruptedException {
        fewest = pool.report().fewest();
        try (RtspViewer late = RtspViewer.open(ticket, PATIENCE)) {
            late.watch(Duration.ofSeconds(1));
            check(wrong, late.report().frames() > 0, "a ticket made before the jump brought no picture");
        } catch (IOException refused) {
            wrong.add("a ticket made a moment before the jump was refused: " + refused.getMessage());
        }
        check(wrong, session(used) == 200, "a session in use ended");
        oneTime(wrong);
        try {
            JsonNode report = taken.get(60, TimeUnit.SECONDS);
            imports.add(report.get("id").asLong());
            check(
                    wrong,
                    report.at("/counts/created").asInt() == ROWS,
                    "a sheet was not taken in: " + report.get("counts"));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            wrong.add("a sheet was not taken in: " + e.getMessage());
        }
        openKept(wrong);
        ViewerPool.Report seen = pool.report();
        check(wrong, seen.lost() == 0, seen.lost() + " frames were lost");
        check(wrong, seen.ended().isEmpty(), "viewers were cut off: " + seen.ended());
    }

    /** That pictures came to every viewer since the jump: a stream that stands still for good loses no frame and ends nobody. */
    void watched(List<String> wrong) {
        check(wrong, pool.report().fewest() > fewest, "a viewer saw no picture since the jump");
    }

    /** Good for a day by the hub's clock; of each stretch in which it is not, it is tried once, for guesses are throttled. */
    private void oneTime(List<String> wrong) throws IOException {
        boolean good = clock.now().isBefore(oneTimeEnds);
        if (good || oneTimeGood) {
            int answer = logInAnswer("clock-once").statusCode();
            check(
                    wrong,
                    answer == (good ? 200 : 401),
                    "a one-time password was answered " + answer + ", good: " + good);
        }
        oneTimeGood = good;
    }

    /** Those that were kept longer than tickets live must be worthless, whatever the clock says. */
    private void openKept(List<String> wrong) {
        for (Kept one : List.copyOf(kept)) {
            if (System.nanoTime() - one.since > TICKET.plusSeconds(1).toNanos()) {
                kept.remove(one);
                ticketsKept++;
                try (RtspViewer late = RtspViewer.open(one.ticket, PATIENCE)) {
                    wrong.add("a ticket was good for longer than a minute");
                } catch (IOException e) {
                    String said = String.valueOf(e.getMessage());
                    check(wrong, REFUSED.matcher(said).matches(), "an old ticket was not refused: " + e);
                }
            }
        }
    }

    /** What must hold after all of it. */
    void judge(Report.Case after, Machine hub) throws IOException {
        List<String> wrong = new ArrayList<>();
        boolean over = System.nanoTime() - idleSince > IDLE.plusSeconds(2).toNanos();
        int idleAnswer = session(idle);
        check(wrong, idleAnswer == (over ? 401 : 200), "a session nobody used was answered " + idleAnswer);
        openKept(wrong);
        check(wrong, lockedAsked.http() > 0, "the locked recorder was never tried");
        check(wrong, recorders.asked().get(locked).equals(lockedAsked), "a locked recorder was tried again early");
        ViewerPool.Report seen = pool.report();
        int expected = imports.size() * ROWS + cameras.size();
        Set<String> ids = new HashSet<>();
        int listed = 0;
        String first = "/api/v1/cameras?limit=200";
        for (var path = java.util.Optional.of(first); path.isPresent(); ) {
            JsonNode page = admin.get(path.get());
            for (JsonNode camera : page.get("items")) {
                ids.add(camera.get("id").asText());
                listed++;
            }
            path = Hub.next(first, page);
        }
        check(wrong, ids.size() == listed && listed == expected, listed + " cameras, not " + expected);
        check(wrong, ascending(imports), "imports are not numbered in their order: " + imports);
        long changes = sequence("/api/v1/changes?limit=1000&after=", wrong);
        long entries = sequence("/api/v1/audit?limit=1000&after=", wrong);
        check(wrong, changes >= expected, "the change feed tells of " + changes + " changes for that many cameras");
        check(wrong, entries >= imports.size(), "the audit log has " + entries + " entries");
        JsonNode verified = admin.get("/api/v1/audit/verification");
        check(wrong, verified.get("intact").asBoolean(), "the audit log does not verify: " + verified);
        wrong.forEach(System.err::println);
        after.must("lost", "khung hình mất / frames lost", seen.lost(), 0)
                .must(
                        "viewersEnded",
                        "người xem bị ngắt / viewers ended",
                        seen.ended().size(),
                        0)
                .figure("frames", "khung hình / frames", seen.frames())
                .figure(
                        "idleSession",
                        "phiên không ai dùng / session nobody used",
                        over ? "hết hạn / over" : "còn hạn / good")
                .figure("ticketsKept", "vé giữ quá hạn / tickets kept too long", ticketsKept);
        if (!trial.brief()) { // what needs minutes
            after.must("ticketsTried", "đã thử vé quá hạn / old tickets were tried", ticketsKept > 0)
                    .must("idleTried", "đã thử phiên không ai dùng / a session nobody used was tried", over);
        }
        after.figure("imports", "lần nhập / imports", imports.size())
                .figure("changes", "thay đổi / changes", changes)
                .figure("auditEntries", "mục kiểm toán / audit entries", entries)
                .must("wrong", "việc không như phải thế / things not as they must be", wrong.size(), 0)
                .process(hub, hub.cpuSeconds())
                .end();
    }

    /** Reads a log to its end: numbers must follow each other without a hole. @return how many there are */
    private long sequence(String path, List<String> wrong) throws IOException {
        long last = 0;
        for (int read = 1; read > 0; ) {
            read = 0;
            for (JsonNode one : admin.get(path + last).get("items")) {
                long sequence = one.get("sequence").asLong();
                check(wrong, sequence == last + 1, path + ": " + sequence + " follows " + last);
                last = sequence;
                read++;
            }
        }
        return last;
    }

    private static boolean ascending(List<Long> numbers) {
        for (int n = 1; n < numbers.size(); n++) {
            if (numbers.get(n) <= numbers.get(n - 1)) {
                return false;
            }
        }
        return true;
    }

    private static void check(List<String> wrong, boolean so, String otherwise) {
        if (!so) {
            wrong.add(otherwise);
        }
    }

    private JsonNode watch(int number) throws IOException {
        return viewer.send("POST", "/api/v1/cameras/" + cameras.get(number % cameras.size()) + "/live", Map.of());
    }

    private URI ticket(int number) throws IOException {
        return URI.create(watch(number).get("rtsp").asText());
    }

    private HttpResponse<byte[]> logInAnswer(String account) throws IOException {
        return nobody.exchange("POST", "/api/v1/session", Map.of("username", account, "password", password));
    }

    private String logIn(String account) throws IOException {
        HttpResponse<byte[]> answer = logInAnswer(account);
        return answer.headers()
                .firstValue("Set-Cookie")
                .orElseThrow(() -> new IOException("no session for " + account + ": " + answer.statusCode()))
                .split(";")[0];
    }

    private int session(String cookie) throws IOException {
        return nobody.exchange("GET", "/api/v1/session", Map.of(), "Cookie", cookie)
                .statusCode();
    }

    @Override
    public void close() throws IOException {
        aside.shutdownNow();
        pool.close();
    }
}
