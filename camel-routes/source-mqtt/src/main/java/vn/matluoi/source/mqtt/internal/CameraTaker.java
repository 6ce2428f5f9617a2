package vn.matluoi.source.mqtt.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.source.Sources;

/**
 * Messages that tell cameras: what came within a second is taken in together, as an incomplete statement, and confirmed when it is in
 * the catalogue. A message that says of a camera what was said before of the same one in the same second begins the next statement. One that repeats what
 * its topic said last is confirmed and no more.
 */
final class CameraTaker implements Taker {

    private static final Logger LOG = LoggerFactory.getLogger(CameraTaker.class);
    private static final Duration TOGETHER = Duration.ofSeconds(1);
    private static final int MOST_RECORDS = 5_000;
    private static final int MOST_TOPICS = 10_000;

    private final MqttSettings settings;
    private final Imports imports;
    private final Sources sources;
    private final Later later;
    private final Pacing pacing;
    private final Deque<Waiting> waiting = new ArrayDeque<>(); // guarded by this
    private boolean due; // guarded by this
    private final Map<String, String> said = new LinkedHashMap<>(16, 0.75f, true) { // by topic, guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST_TOPICS;
                }
            };
    private volatile Optional<Text> fault = Optional.empty();

    /**
     * @param later has one statement at a time taken in
     * @param nanos a monotonic clock
     */
    CameraTaker(MqttSettings settings, Imports imports, Sources sources, Later later, LongSupplier nanos) {
        this.settings = settings;
        this.imports = imports;
        this.sources = sources;
        this.later = later;
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    private record Waiting(
            MqttMessage message,
            String digest,
            Set<String> cameras,
            List<Map<String, String>> records,
            CompletableFuture<Void> taken) {}

    @Override
    public CompletionStage<?> take(MqttMessage message, BooleanSupplier comesAgain) throws Unusable {
        var digest = digest(message.payload());
        synchronized (said) {
            if (digest.equals(said.get(message.topic()))) {
                return pacing.inTurn(1, comesAgain);
            }
        }
        var one = read(message, digest);
        var turn = pacing.inTurn(one.records().size(), comesAgain);
        synchronized (this) {
            waiting.add(one);
            begin(TOGETHER);
        }
        return one.taken().thenCompose(done -> turn);
    }

    private Waiting read(MqttMessage message, String digest) throws Unusable {
        var cameras = new HashSet<String>();
        var records = new ArrayList<Map<String, String>>();
        for (var item : Payload.items(message, settings.items())) {
            records.add(item.record(settings.columns()));
            cameras.add(settings.events()
                    .camera()
                    .flatMap(place -> place.word(message, item))
                    .orElse(message.topic()));
        }
        return new Waiting(message, digest, cameras, records, new CompletableFuture<>());
    }

    private synchronized void begin(Duration pause) {
        if (!due && !waiting.isEmpty()) {
            due = true;
            later.after(pause, this::next);
        }
    }

    private void next() {
        var together = together();
        try {
            takeIn(together);
        } catch (RuntimeException | LinkageError e) { // the hub cannot now: the broker sends it again
            together.forEach(one -> one.taken().completeExceptionally(e));
        } finally {
            synchronized (this) {
                due = false;
                begin(Duration.ZERO);
            }
        }
    }

    private synchronized List<Waiting> together() {
        var together = new ArrayList<Waiting>();
        var cameras = new HashSet<String>();
        var records = 0;
        while (!waiting.isEmpty()) {
            var next = waiting.peek();
            records += next.records().size();
            if (!together.isEmpty()
                    && (records > MOST_RECORDS || next.cameras().stream().anyMatch(cameras::contains))) {
                break;
            }
            cameras.addAll(next.cameras());
            together.add(waiting.remove());
        }
        return together;
    }

    private void takeIn(List<Waiting> together) {
        settings.agency().register(sources);
        try {
            var report = imports.take(
                    settings.agency().order("mqtt " + settings.filter(), Optional.empty()),
                    new Imports.Records(
                            List.copyOf(settings.columns().keySet()),
                            together.stream()
                                    .flatMap(one -> one.records().stream())
                                    .toList()));
            noted(report, together);
            together.forEach(one -> one.taken().complete(null));
        } catch (IllegalStateException e) { // no later try mends that
            if (together.size() > 1) {
                together.forEach(one -> takeIn(List.of(one)));
                return;
            }
            var one = together.get(0);
            LOG.error(
                    "route {}: a message to {} cannot be kept",
                    settings.agency().routeName(),
                    Payload.topic(one.message()),
                    e);
            one.taken()
                    .completeExceptionally(Unusable.because(
                            "mqtt.fault",
                            "trạm không ghi được thông điệp ở chủ đề “%s”; xem nhật ký của trạm"
                                    .formatted(Payload.topic(one.message())),
                            "the hub cannot keep a message to “%s”; see its log"
                                    .formatted(Payload.topic(one.message()))));
        }
    }

    private void noted(IntakeReport report, List<Waiting> together) {
        var counts = report.counts();
        var error = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst();
        fault = error.map(Finding::message).or(() -> Optional.of(new Text(
                        "%d trên %d camera bị trả lại; xem báo cáo của lần nhập"
                                .formatted(counts.rejected(), counts.rows()),
                        "%d of %d cameras were returned; see the import's report"
                                .formatted(counts.rejected(), counts.rows())))
                .filter(text -> counts.rejected() > 0));
        if (fault.isEmpty()) {
            synchronized (said) {
                together.forEach(one -> said.put(one.message().topic(), one.digest()));
            }
        }
    }

    @Override
    public Optional<Text> problem() {
        return fault;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
