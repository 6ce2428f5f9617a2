package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import vn.matluoi.simulators.sheet.Commune;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** Fills the hub's catalogue with made-up cameras, by the sheets an agency would send. */
public final class Catalogue {

    /** A sheet has no more rows than this. */
    public static final int MOST_ROWS = 50_000;

    /** The source of the first cameras that {@link #fill} brings. */
    static final String FIRST = "bench-there-0";

    /** In whose communes the cameras stand. */
    public static final String PROVINCE = "80";

    private final Hub hub;
    private final Path work;
    private final int seed;

    /** @param work folder for the sheets */
    public Catalogue(Hub hub, Path work, int seed) {
        this.hub = hub;
        this.work = work;
        this.seed = seed;
    }

    /** The units that the sheets name, so that a good row is taken in without a word. */
    public void addUnits() throws IOException {
        for (Commune commune : Commune.ofTayNinh()) {
            String name = commune.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                    + commune.name().substring(1);
            for (String kind : new String[] {"UBND", "Công an", "Trạm Y tế", "Trường THCS"}) {
                hub.send(
                        "PUT",
                        "/api/v1/units/u%s-%s".formatted(commune.code(), Integer.toHexString(kind.hashCode())),
                        Map.of("name", kind + ' ' + name, "area", commune.code()));
            }
        }
    }

    /** A source that speaks by sheets. */
    public void addSource(String id) throws IOException {
        hub.send("POST", "/api/v1/sources", Map.of("id", id, "name", "Bảng tính " + id, "area", PROVINCE));
    }

    /** @param first number of the first camera: other numbers are other cameras */
    public Path sheet(String name, int rows, double faults, int first) throws IOException {
        return written(name, made(rows, faults, first));
    }

    /**
     * A sheet of {@link #FIRST}, after so many cameras were filled in: some that are there, every tenth of them changed, then
     * new ones.
     *
     * @param faults among the new ones, as many as are this share of the whole
     */
    Path again(String name, int rows, int known, double faults, int cameras) throws IOException {
        int fresh = rows - known;
        CommuneSheet below = made(fresh, Math.min(1, faults * rows / fresh), cameras + 1);
        return written(
                name,
                known == 0 ? below : made(Math.min(MOST_ROWS, cameras), 0, 1).again(known, below));
    }

    private CommuneSheet made(int rows, double faults, int first) throws IOException {
        return CommuneSheet.make(new CommuneSheet.Order(rows, seed + first, faults, first, ""));
    }

    private Path written(String name, CommuneSheet sheet) throws IOException {
        Path file = Files.createDirectories(work).resolve(name + ".xlsx");
        SheetFiles.writeXlsx(sheet, file);
        return file;
    }

    /** What takes in one of the sheets that fill the catalogue. */
    public interface Filling {
        void take(String source, Path sheet, int rows) throws IOException;
    }

    /** Brings so many cameras, in sheets as large as they may be, each from a source of its own. */
    public void fill(int cameras, Filling filling) throws IOException {
        for (int there = 0; there < cameras; there += MOST_ROWS) {
            int rows = Math.min(MOST_ROWS, cameras - there);
            String source = "bench-there-" + there;
            addSource(source);
            filling.take(source, sheet("there-" + there, rows, 0, there + 1), rows);
        }
    }

    /** @return the hub's report */
    public JsonNode take(String source, Path sheet, boolean dryRun) throws IOException {
        return hub.sheet(
                "/api/v1/imports?profile=commune&source=%s&name=%s&dryRun=%s"
                        .formatted(source, sheet.getFileName(), dryRun),
                sheet);
    }

    public int size() throws IOException {
        return hub.get("/api/v1/cameras?limit=1").get("total").asInt();
    }
}
