package vn.matluoi.benchmarks;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Pages of 50 cameras at a steady rate. Requests leave when they are due whether earlier ones are answered or not, and a
 * delay counts from when a request was due, so that a slow answer makes the next ones late and not rare.
 */
final class ListBench {

    private static final int WARM_UP_SECONDS = 10;
    private static final int PAGES = 8;

    private final Report report;
    private final Machine process;

    ListBench(Report report, Machine process) {
        this.report = report;
        this.process = process;
    }

    /**
     * @param filter part of the query, {@code &area=…}; empty where the account's own scope is the filter
     * @param bar milliseconds that 95 % of the answers may take
     */
    void measure(String name, Hub caller, String filter, int rate, int seconds, int bar) throws IOException {
        List<String> pages = pages(caller, "/api/v1/cameras?limit=50" + filter);
        ask(caller, pages, rate, WARM_UP_SECONDS);
        Report.Case one = report.begin(name);
        double cpu = process.cpuSeconds();
        double[] millis = ask(caller, pages, rate, seconds);
        one.process(process, process.cpuSeconds() - cpu)
                .figure("requests", "yêu cầu / requests", millis.length)
                .figure("pages", "số trang xoay vòng / pages in turn", pages.size())
                .figure("p50Millis", "p50, ms", share(millis, 0.5))
                .atMost("p95Millis", "p95, ms", share(millis, 0.95), bar)
                .figure("p99Millis", "p99, ms", share(millis, 0.99))
                .figure("maxMillis", "lâu nhất, ms / longest", share(millis, 1))
                .end();
    }

    /** The first page and those that follow it. */
    private static List<String> pages(Hub caller, String first) throws IOException {
        List<String> pages = new ArrayList<>(List.of(first));
        while (pages.size() < PAGES) {
            Optional<String> next = Hub.next(first, caller.get(pages.get(pages.size() - 1)));
            if (next.isEmpty()) {
                break;
            }
            pages.add(next.get());
        }
        return pages;
    }

    /** @return how long each answer took from when it was due, milliseconds, in rising order */
    private static double[] ask(Hub caller, List<String> pages, int rate, int seconds) throws IOException {
        List<CompletableFuture<Double>> answers = new ArrayList<>();
        long period = TimeUnit.SECONDS.toNanos(1) / rate;
        long begin = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            long due = begin + i * period;
            for (long wait; (wait = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(wait);
            }
            answers.add(caller.ask(pages.get(i % pages.size())).thenApply(answer -> millis(answer, due)));
        }
        return answers.stream().mapToDouble(CompletableFuture::join).sorted().toArray();
    }

    private static double millis(HttpResponse<byte[]> answer, long due) {
        double millis = (System.nanoTime() - due) / 1e6;
        if (answer.statusCode() != 200 || answer.body().length < 100) {
            throw new IllegalStateException("an answer with status " + answer.statusCode());
        }
        return millis;
    }

    private static double share(double[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(sorted.length * share) - 1)];
    }
}
