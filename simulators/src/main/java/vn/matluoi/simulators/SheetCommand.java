package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import vn.matluoi.simulators.sheet.BrokenSheet;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** {@code sheet}: one commune sheet with its answer key, or one broken file. */
final class SheetCommand {

    static final String USAGE =
            """
            sheet --out DIR [--rows 200] [--seed N] [--format xlsx|csv] [--faults 0.05] [--first-number 1] [--area CODE]
                  [--name NAME]
                  [--broken truncated|windows-1258|utf-16|formulas|wide|empty|headings-only|not-a-sheet|zip-bomb]
            """;

    private SheetCommand() {}

    static void run(String[] arguments) throws IOException {
        Options options = new Options(
                arguments,
                1,
                Set.of("out", "rows", "seed", "format", "faults", "broken", "name", "first-number", "area"),
                Set.of());
        Path dir = options.path("out");
        int seed = options.number("seed", new SecureRandom().nextInt(1_000_000));
        String format = options.text("format", "xlsx");
        if (!Set.of("xlsx", "csv").contains(format)) {
            throw new IllegalArgumentException("--format is xlsx or csv, not: " + format);
        }
        String broken = options.text("broken", "");
        CommuneSheet sheet = CommuneSheet.make(new CommuneSheet.Order(
                options.number("rows", 200),
                seed,
                broken.isEmpty() ? options.fraction("faults", 0.05) : 0,
                options.number("first-number", 1),
                options.text("area", "")));
        Files.createDirectories(dir);
        if (!broken.isEmpty()) {
            Path file = BrokenSheet.of(broken).write(sheet, format.equals("csv"), dir);
            System.out.println(file + "  seed " + seed);
            return;
        }
        Path file = write(sheet, dir, options.text("name", "commune-" + seed), format);
        System.out.println(file + "  seed " + seed + "  rows " + sheet.rows().size() + "  key entries "
                + sheet.key().size());
    }

    /** Writes the sheet and, beside it, its answer key. */
    static Path write(CommuneSheet sheet, Path dir, String name, String format) throws IOException {
        Path file = dir.resolve(name + "." + format);
        if (format.equals("csv")) {
            SheetFiles.writeCsv(sheet, file);
        } else {
            SheetFiles.writeXlsx(sheet, file);
        }
        SheetFiles.writeKey(sheet, dir.resolve(name + ".expected.csv"));
        return file;
    }
}
