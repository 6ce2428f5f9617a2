package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import vn.matluoi.simulators.sheet.CommuneSheet;

/** How long sheets take: a large one into an empty catalogue, then another one dry, committed, and committed again. */
final class ImportBench {

    /** As the hub is shipped. */
    private static final int HEAP_MIB = 512;

    private final Report report;
    private final Machine process;
    private final Catalogue catalogue;

    ImportBench(Report report, Machine process, Catalogue catalogue) {
        this.report = report;
        this.process = process;
        this.catalogue = catalogue;
    }

    /**
     * @param cameras that are there before; each sheet that brings them is measured, too
     * @param rows of the sheet that comes then
     * @param strict whether the bars of the project are meant: they hold for its numbers of cameras and rows only
     */
    void run(int cameras, int rows, double faults, boolean strict) throws IOException {
        catalogue.addUnits();
        catalogue.fill(
                cameras,
                (source, sheet, some) ->
                        measure("fill-" + some, source, sheet, false, strict && some == Catalogue.MOST_ROWS ? 60 : 0));
        if (cameras == 0) {
            catalogue.addSource(Catalogue.FIRST);
        }
        int known = Math.min(rows / 2, Math.min(cameras, Catalogue.MOST_ROWS));
        Path sheet = catalogue.again("bench", rows, known, faults, cameras);
        boolean small = strict && rows <= 10_000;
        boolean large = strict && rows == Catalogue.MOST_ROWS;
        hits(measure("dry-run", Catalogue.FIRST, sheet, true, small ? 10 : large ? 60 : 0), known);
        JsonNode first = measure("commit", Catalogue.FIRST, sheet, false, small ? 20 : large ? 60 : 0);
        hits(first, known);
        int size = catalogue.size();
        JsonNode second = measure("commit-again", Catalogue.FIRST, sheet, false, 0);
        report.last()
                .must("created", "thêm mới / created", second.get("created").asInt(), 0)
                .must("updated", "thay đổi / updated", second.get("updated").asInt(), 0)
                .must("growth", "danh mục lớn thêm / catalogue grew", Math.abs(catalogue.size() - size), 0)
                .must(
                        "moved",
                        "dòng đổi kết quả / rows judged otherwise",
                        Math.abs(first.get("created").asInt()
                                + first.get("updated").asInt()
                                + first.get("unchanged").asInt()
                                - second.get("unchanged").asInt()),
                        0);
    }

    /** Rows of cameras that are there must find them: which of them are changed is known. */
    private void hits(JsonNode counts, int known) {
        int changed = known / CommuneSheet.CHANGED;
        report.last()
                .must(
                        "hits",
                        "dòng đã có được nhận ra / rows of cameras there found",
                        counts.get("updated").asInt() == changed
                                && counts.get("unchanged").asInt() == known - changed);
    }

    private JsonNode measure(String name, String source, Path sheet, boolean dryRun, int bar) throws IOException {
        Report.Case one = report.begin(name);
        double cpu = process.cpuSeconds();
        long begin = System.nanoTime();
        JsonNode counts = catalogue.take(source, sheet, dryRun).get("counts");
        double seconds = (System.nanoTime() - begin) / 1e9;
        String label = "thời gian, s / seconds";
        if (bar > 0) {
            one.atMost("seconds", label, seconds, bar);
        } else {
            one.figure("seconds", label, seconds);
        }
        String heap = "heap của trạm, MiB / hub's heap";
        if (bar > 0 && counts.get("rows").asInt() == Catalogue.MOST_ROWS) {
            one.atMost("heapMiB", heap, process.heapMiB(), HEAP_MIB);
        } else {
            one.figure("heapMiB", heap, process.heapMiB());
        }
        one.process(process, process.cpuSeconds() - cpu)
                .figure("rows", "số dòng / rows", counts.get("rows").asInt())
                .figure("created", "thêm mới / created", counts.get("created").asInt())
                .figure("updated", "thay đổi / updated", counts.get("updated").asInt())
                .figure(
                        "unchanged",
                        "không đổi / unchanged",
                        counts.get("unchanged").asInt())
                .figure(
                        "rejected",
                        "bị trả lại / rejected",
                        counts.get("rejected").asInt())
                .figure("doubtful", "còn ngờ / doubtful", counts.get("doubtful").asInt())
                .end();
        return counts;
    }
}
