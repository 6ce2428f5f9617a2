package vn.matluoi.simulators.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are wrong as a whole; none of them may be taken in, nor hurt the reader. */
public enum BrokenSheet {
    /** The transfer stopped half way. */
    TRUNCATED,
    /** CSV in the encoding of old Vietnamese Windows, which has no byte order mark. */
    WINDOWS_1258,
    /** CSV as "Unicode text" is saved: UTF-16, little-endian, with byte order mark; readable once that is noticed. */
    UTF_16,
    /** Cells that compute, among them one that would call a program if a spreadsheet opened it. */
    FORMULAS,
    /** 200 columns, of which 30 are known. */
    WIDE,
    /** No bytes. */
    EMPTY,
    /** Headings and nothing below. */
    HEADINGS_ONLY,
    /** A picture under a sheet's name. */
    NOT_A_SHEET,
    /** Half a megabyte that unpacks to {@value #BOMB_MEGABYTES} MB. */
    ZIP_BOMB;

    private static final int BOMB_MEGABYTES = 512;
    private static final Charset WINDOWS = Charset.forName("windows-1258");

    /** As on the command line: lower case, hyphens. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException naming the known kinds */
    public static BrokenSheet of(String token) {
        return Arrays.stream(values())
                .filter(kind -> kind.token().equals(token))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--broken is one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(BrokenSheet::token).toList())
                        + ", not: " + token));
    }

    /**
     * Writes the file.
     *
     * @param sheet what would stand in it
     * @param csv whether it is a CSV file; the encodings are always CSV, the bomb and 200 columns always XLSX
     * @param dir where; the name is {@code broken-KIND.csv} or {@code .xlsx}
     */
    public Path write(CommuneSheet sheet, boolean csv, Path dir) throws IOException {
        boolean text = this == WINDOWS_1258 || this == UTF_16 || csv && this != ZIP_BOMB && this != WIDE;
        Path file = dir.resolve("broken-" + token() + (text ? ".csv" : ".xlsx"));
        switch (this) {
            case TRUNCATED -> {
                writeWhole(sheet, text, file);
                byte[] whole = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(whole, whole.length * 3 / 5));
            }
            case WINDOWS_1258 -> Files.write(file, toWindows(SheetFiles.csv(sheet)));
            case UTF_16 -> Files.write(file, ('\ufeff' + SheetFiles.csv(sheet)).getBytes(StandardCharsets.UTF_16LE));
            case FORMULAS -> {
                List<Row> rows = new ArrayList<>(sheet.rows());
                rows.set(
                        0,
                        rows.get(0)
                                .twin()
                                .put(Column.LATITUDE, new Row.Formula("11+0.315"))
                                .put(Column.NAME, new Row.Formula("HYPERLINK(\"http://127.0.0.1/\",\"Camera 01\")"))
                                .put(Column.NOTE, new Row.Formula("cmd|'/C calc'!A0")));
                writeWhole(new CommuneSheet(rows, List.of()), text, file);
            }
            case WIDE -> SheetFiles.writeXlsx(sheet, 200, file);
            case EMPTY -> Files.write(file, new byte[0]);
            case HEADINGS_ONLY -> writeWhole(new CommuneSheet(List.of(), List.of()), text, file);
            case NOT_A_SHEET -> Files.write(file, picture());
            case ZIP_BOMB -> bomb(file);
        }
        return file;
    }

    private static void writeWhole(CommuneSheet sheet, boolean csv, Path file) throws IOException {
        if (csv) {
            SheetFiles.writeCsv(sheet, file);
        } else {
            SheetFiles.writeXlsx(sheet, file);
        }
    }

    /** Code page 1258 has the vowels â ê ô ă ơ ư ready made and the five tones as marks of their own. */
    private static byte[] toWindows(String text) {
        String marks = "\u0300\u0301\u0303\u0309\u0323";
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        StringBuilder out = new StringBuilder();
        StringBuilder letter = new StringBuilder();
        StringBuilder tones = new StringBuilder();
        for (char c : decomposed.toCharArray()) {
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                out.append(Normalizer.normalize(letter, Normalizer.Form.NFC)).append(tones);
                letter.setLength(0);
                tones.setLength(0);
            }
            (marks.indexOf(c) < 0 ? letter : tones).append(c);
        }
        return out.append(Normalizer.normalize(letter, Normalizer.Form.NFC))
                .append(tones)
                .toString()
                .getBytes(WINDOWS);
    }

    private static byte[] picture() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        byte[] noise = new byte[4096];
        new java.util.Random(1).nextBytes(noise);
        out.writeBytes(noise);
        return out.toByteArray();
    }

    private static void bomb(Path file) throws IOException {
        try (OutputStream raw = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(raw)) {
            zip.setLevel(9);
            entry(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default"
                            + " Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                            + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
            entry(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
                            + " Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\""
                            + " Target=\"xl/workbook.xml\"/></Relationships>");
            entry(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
                            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                            + "<sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            entry(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship"
                            + " Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\""
                            + " Target=\"worksheets/sheet1.xml\"/></Relationships>");
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            zip.write(
                    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>"
                            .getBytes(StandardCharsets.UTF_8));
            byte[] megabyte = new byte[1 << 20];
            Arrays.fill(megabyte, (byte) 'A');
            for (int i = 0; i < BOMB_MEGABYTES; i++) {
                zip.write(megabyte);
            }
            zip.write("</t></is></c></row></sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
