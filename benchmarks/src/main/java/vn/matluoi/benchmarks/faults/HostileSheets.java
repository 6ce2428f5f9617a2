package vn.matluoi.benchmarks.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import vn.matluoi.simulators.fault.Bomb;
import vn.matluoi.simulators.sheet.Column;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** Sheets that are made to do harm, each within the 32 MiB that the hub takes. */
final class HostileSheets {

    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final String TEXTS = "xl/sharedStrings.xml";
    private static final int BIG = 31 << 20;
    private static final long A_GIBIBYTE = 1L << 30;

    private HostileSheets() {}

    /** @return by the name of what is wrong with it; a name ends as the file does */
    static Map<String, Path> make(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path good = folder.resolve("good.xlsx");
        SheetFiles.writeXlsx(CommuneSheet.make(new CommuneSheet.Order(20, 1, 0, 1, "")), good);
        byte[] cells = text("<row r=\"9\"><c r=\"A9\"><v>1</v></c></row>".repeat(2000));
        byte[] words = text(("<si><t>" + "x".repeat(1000) + "</t></si>").repeat(500));
        byte[] zeros = Bomb.deflated();
        Map<String, Path> made = new LinkedHashMap<>();
        keep(made, folder, "zeros.xlsx", patched(good, SHEET, zeros, Bomb.UNFOLDED));
        keep(made, folder, "zeros-that-lie.xlsx", patched(good, SHEET, zeros, 4096));
        keep(made, folder, "nested.xlsx", nested(zeros));
        keep(
                made,
                folder,
                "rows.xlsx",
                patched(good, SHEET, Bomb.deflated(text("<worksheet><sheetData>"), cells, A_GIBIBYTE), A_GIBIBYTE));
        keep(
                made,
                folder,
                "shared-texts.xlsx",
                patched(good, TEXTS, Bomb.deflated(text("<sst>"), words, A_GIBIBYTE), A_GIBIBYTE));
        keep(made, folder, "entries.xlsx", entries());
        keep(made, folder, "entities.xlsx", zipped(good, SHEET, Bomb.laughs("worksheet")));
        keep(made, folder, "endless-line.csv", filled((byte) 'a', ""));
        keep(made, folder, "endless-quote.csv", filled((byte) '\n', "Mã camera,Tên camera\r\nA1,\""));
        return made;
    }

    /** A sheet of 50,000 rows in which nothing is right. */
    static Path nothingRight(Path folder, int rows) throws IOException {
        StringBuilder csv = new StringBuilder("\ufeff");
        Column[] columns = Column.values();
        csv.append(String.join(",", Arrays.stream(columns).map(Column::heading).toList()))
                .append("\r\n");
        String wrong = ",\"???\"".repeat(columns.length - 1);
        for (int row = 1; row <= rows; row++) {
            csv.append(row).append(wrong).append("\r\n");
        }
        return Files.write(folder.resolve("nothing-right.csv"), csv.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A form whose one part has a head of 31 MiB. */
    static byte[] form() {
        return text("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                + "a:b\r\n".repeat(BIG / 5) + "\r\na,b\r\n--xx--\r\n");
    }

    private static void keep(Map<String, Path> made, Path folder, String name, byte[] content) throws IOException {
        made.put(name, Files.write(folder.resolve(name), content));
    }

    private static byte[] filled(byte with, String first) {
        byte[] all = new byte[BIG];
        Arrays.fill(all, with);
        byte[] head = text(first);
        System.arraycopy(head, 0, all, 0, head.length);
        return all;
    }

    /** A ZIP within a ZIP, where the sheet should be. */
    private static byte[] nested(byte[] zeros) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            for (int i = 0; i < 16; i++) {
                zip.putNextEntry(new ZipEntry(i == 0 ? SHEET : "xl/" + i + ".zip"));
                zip.write(Bomb.zip(SHEET, zeros, Bomb.UNFOLDED));
                zip.closeEntry();
            }
        }
        return all.toByteArray();
    }

    private static byte[] entries() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            for (int i = 0; i < 60_000; i++) {
                zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + i + ".xml"));
                zip.closeEntry();
            }
        }
        return all.toByteArray();
    }

    private static byte[] zipped(Path good, String name, byte[] content) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (var from = new java.util.zip.ZipFile(good.toFile());
                ZipOutputStream zip = new ZipOutputStream(all)) {
            for (var entry : java.util.Collections.list(from.entries())) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                zip.write(
                        entry.getName().equals(name)
                                ? content
                                : from.getInputStream(entry).readAllBytes());
                zip.closeEntry();
            }
        }
        return all.toByteArray();
    }

    /**
     * A good workbook with one part made anew, whose content is packed already.
     *
     * @param size what the entry says it unpacks to
     */
    private static byte[] patched(Path good, String name, byte[] deflated, long size) throws IOException {
        Map<String, Bomb.Packed> parts = new LinkedHashMap<>();
        try (var from = new java.util.zip.ZipFile(good.toFile())) {
            for (var entry : java.util.Collections.list(from.entries())) {
                byte[] whole = from.getInputStream(entry).readAllBytes();
                parts.put(entry.getName(), Bomb.Packed.of(whole));
            }
        }
        parts.put(name, new Bomb.Packed(deflated, size, 0));
        return Bomb.zip(parts);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
