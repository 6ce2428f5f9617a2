package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import vn.matluoi.benchmarks.Hub;

/** Somebody who reads a list, somebody who logs in, and somebody who asks whether the hub is ready, again and again. */
final class Watch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Thread> threads = new ArrayList<>();
    private final Series reads = new Series();
    private final Series logIns = new Series();
    private final Series readiness = new Series();
    private volatile boolean on = true;

    Watch(Hub account, Hub nobody) {
        begin(
                reads,
                200,
                () -> account.answer("GET", "/api/v1/cameras?limit=50", "", BodyPublishers.noBody(), PATIENCE));
        begin(logIns, 500, () -> account.logIn(PATIENCE));
        begin(readiness, 200, () -> nobody.answer("GET", "/health/ready", "", BodyPublishers.noBody(), PATIENCE));
    }

    private interface Question {
        HttpResponse<byte[]> ask() throws IOException, InterruptedException;
    }

    private void begin(Series series, long pauseMillis, Question question) {
        Thread thread = new Thread(() -> {
            try {
                while (on) {
                    long sent = System.nanoTime();
                    try {
                        HttpResponse<byte[]> answer = question.ask();
                        series.add(new Answer(
                                sent,
                                System.nanoTime(),
                                answer.statusCode(),
                                new String(answer.body(), StandardCharsets.UTF_8)));
                    } catch (IOException e) {
                        series.add(new Answer(sent, System.nanoTime(), 0, e.toString()));
                    }
                    Thread.sleep(pauseMillis);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** @param status 0 if there was none */
    record Answer(long sentNanos, long nanos, int status, String body) {

        boolean good() {
            return status / 100 == 2;
        }
    }

    /** Answers in the order they came. */
    static final class Series {

        private final List<Answer> answers = new ArrayList<>(); // guarded by this

        private synchronized void add(Answer answer) {
            answers.add(answer);
        }

        synchronized List<Answer> between(long from, long to) {
            return answers.stream()
                    .filter(answer -> answer.sentNanos() >= from && answer.sentNanos() <= to)
                    .toList();
        }

        /** The longest time without a good answer, in seconds. */
        double gap(long from, long to) {
            long last = from;
            double longest = 0;
            for (Answer answer : between(from, to)) {
                if (answer.good()) {
                    longest = Math.max(longest, (answer.nanos() - last) / 1e9);
                    last = answer.nanos();
                }
            }
            return Math.max(longest, (to - last) / 1e9);
        }

        long good(long from, long to) {
            return between(from, to).stream().filter(Answer::good).count();
        }

        long bad(long from, long to) {
            return between(from, to).size() - good(from, to);
        }

        /** Answers that are neither good, nor a clear refusal. */
        List<String> faults(long from, long to) {
            return between(from, to).stream()
                    .filter(answer -> !answer.good() && answer.status() != 503 && answer.status() != 429)
                    .map(answer -> answer.status() + " " + answer.body())
                    .toList();
        }

        /** Seconds from a moment to the first answer sent after it that is as wanted; endless if there is none. */
        synchronized double until(long from, Predicate<Answer> wanted) {
            return answers.stream()
                    .filter(answer -> answer.sentNanos() >= from && wanted.test(answer))
                    .mapToDouble(answer -> (answer.nanos() - from) / 1e9)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }
    }

    Series reads() {
        return reads;
    }

    Series logIns() {
        return logIns;
    }

    Series readiness() {
        return readiness;
    }

    @Override
    public void close() throws InterruptedException {
        on = false;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
