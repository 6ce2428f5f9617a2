package vn.matluoi.simulators.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.sheet.CommuneSheet.Order;
import vn.matluoi.simulators.sheet.KeyEntry.Outcome;

class CommuneSheetTest {

    @TempDir
    Path dir;

    @Test
    void theSameOrderMakesTheSameSheet() throws Exception {
        assertThat(SheetFiles.csv(sheet(300, 5, 0.05))).isEqualTo(SheetFiles.csv(sheet(300, 5, 0.05)));
        assertThat(SheetFiles.csv(sheet(300, 5, 0.05))).isNotEqualTo(SheetFiles.csv(sheet(300, 6, 0.05)));
    }

    @Test
    void saysRowsOnceMoreAndChangesEveryTenthOfThem() throws Exception {
        CommuneSheet there = sheet(300, 5, 0);
        CommuneSheet fresh = sheet(50, 6, 0.2);
        List<String> before = SheetFiles.csv(there).lines().toList();

        CommuneSheet again = there.again(100, fresh);

        List<String> rows = SheetFiles.csv(again).lines().toList();
        assertThat(rows).hasSize(1 + 150);
        for (int row = 1; row <= 100; row++) {
            boolean changed = row % 10 == 0;
            assertThat(rows.get(row).equals(before.get(row))).isNotEqualTo(changed);
            assertThat(rows.get(row).split(",")[1]).isEqualTo(before.get(row).split(",")[1]); // the code
        }
        assertThat(rows.subList(101, 151))
                .isEqualTo(SheetFiles.csv(fresh).lines().skip(1).toList());
        assertThat(SheetFiles.csv(there).lines()).containsExactlyElementsOf(before);
        assertThat(again.key().stream().filter(entry -> entry.row() > 101)).hasSameSizeAs(fresh.key());
        assertThat(again.key().stream().mapToInt(KeyEntry::row)).isSorted();
    }

    @Test
    void asManyRowsAreFaultyAsOrderedAndEveryKindGetsItsTurn() throws Exception {
        List<KeyEntry> key = sheet(1000, 1, 0.05).key();

        List<KeyEntry> faulty =
                key.stream().filter(e -> e.outcome() != Outcome.SILENT).toList();
        assertThat(faulty).hasSize(50);
        assertThat(faulty.stream().map(KeyEntry::kind).distinct()).hasSize(Mistake.values().length);
        assertThat(key.stream().map(KeyEntry::row).distinct()).hasSize(key.size());
        assertThat(key.stream()
                        .filter(e -> e.outcome() == Outcome.SILENT)
                        .map(KeyEntry::kind)
                        .distinct())
                .hasSize(Spelling.values().length);
    }

    @Test
    void withoutFaultsOnlyTheSpellingDiffers() throws Exception {
        assertThat(sheet(200, 3, 0).key()).allMatch(e -> e.outcome() == Outcome.SILENT);
    }

    @Test
    void theKeyPointsAtTheCellsOfTheFile() throws Exception {
        CommuneSheet sheet = sheet(400, 2, 0.1);
        Path file = dir.resolve("a.xlsx");
        SheetFiles.writeXlsx(sheet, file);

        try (ReadableWorkbook book = new ReadableWorkbook(file.toFile())) {
            var rows = book.getFirstSheet().read();
            assertThat(rows).hasSize(401);
            assertThat(rows.get(0).getCellText(4)).isEqualTo("Xã/Phường");
            assertThat(rows.get(0).getCellCount()).isEqualTo(30);
            for (KeyEntry entry : sheet.key()) {
                var cell =
                        rows.get(entry.row() - 1).getOptionalCell(entry.column().ordinal());
                String text = cell.map(c ->
                                c.getType() == CellType.NUMBER ? c.asNumber().toString() : c.getText())
                        .orElse("");
                assertThat(text).as(entry.toString()).isEqualTo(entry.value().replaceFirst("\\.0$", ""));
            }
        }
    }

    @Test
    void theKeyIsWrittenBesideIt() throws Exception {
        CommuneSheet sheet = sheet(100, 2, 0.1);
        Path file = dir.resolve("a.expected.csv");
        SheetFiles.writeKey(sheet, file);

        assertThat(Files.readAllLines(file))
                .hasSize(sheet.key().size() + 1)
                .startsWith("row,kind,column,value,outcome,expected");
    }

    @Test
    void goodRowsHaveAllTheyNeed() throws Exception {
        assertThat(sheet(500, 9, 0).rows()).allSatisfy(row -> assertThat(Column.values())
                .filteredOn(c -> c != Column.NOTE)
                .allSatisfy(c -> assertThat(row.get(c)).isNotNull()));
    }

    /** Reference figures by PROJ 9.1 (cs2cs) with the parameters of Decision 05/2007/QĐ-BTNMT. */
    @Test
    void planeCoordinatesAgreeWithTheReference() {
        Vn2000 plane = Vn2000.of(11.257834, 106.117422);
        assertThat(plane.x()).isEqualTo(1_244_999.299, within(0.01));
        assertThat(plane.y()).isEqualTo(539_920.457, within(0.01));
    }

    @Test
    void aSheetCanBeOfOneCommune() throws Exception {
        assertThat(CommuneSheet.make(new Order(50, 1, 0, 1, "25516")).rows())
                .allMatch(row -> row.commune.name().equals("Xã Tân Châu"));
        assertThatThrownBy(() -> CommuneSheet.make(new Order(50, 1, 0, 1, "00001")))
                .hasMessageContaining("25516");
    }

    @Test
    void refusesOrdersItCannotFill() {
        assertThatThrownBy(() -> new Order(0, 1, 0.05, 1, "")).hasMessageContaining("rows");
        assertThatThrownBy(() -> new Order(1, 1, 1.5, 1, "")).hasMessageContaining("faults");
        assertThatThrownBy(() -> BrokenSheet.of("bent")).hasMessageContaining("zip-bomb");
    }

    @Test
    void everyBrokenSheetIsBrokenTheWayItSays() throws Exception {
        CommuneSheet sheet = sheet(40, 4, 0);
        String plain = SheetFiles.csv(sheet);

        Path truncated = BrokenSheet.TRUNCATED.write(sheet, false, dir);
        assertThatThrownBy(() -> new ZipFile(truncated.toFile())).isInstanceOf(java.util.zip.ZipException.class);

        Path windows = BrokenSheet.WINDOWS_1258.write(sheet, true, dir);
        String read = new String(Files.readAllBytes(windows), Charset.forName("windows-1258"));
        assertThat(Normalizer.normalize(read, Normalizer.Form.NFC))
                .isEqualTo(Normalizer.normalize(plain, Normalizer.Form.NFC));

        byte[] utf16 = Files.readAllBytes(BrokenSheet.UTF_16.write(sheet, true, dir));
        assertThat(new String(utf16, StandardCharsets.UTF_16)).isEqualTo(plain);

        assertThat(Files.readString(BrokenSheet.FORMULAS.write(sheet, true, dir)))
                .contains("=cmd|'/C calc'!A0");
        assertThat(SheetFiles.csv(sheet)).isEqualTo(plain);

        try (ReadableWorkbook wide =
                new ReadableWorkbook(BrokenSheet.WIDE.write(sheet, false, dir).toFile())) {
            assertThat(wide.getFirstSheet().read().get(0).getCellCount()).isEqualTo(200);
        }
        assertThat(BrokenSheet.EMPTY.write(sheet, false, dir)).isEmptyFile();
        assertThat(Files.readAllLines(BrokenSheet.HEADINGS_ONLY.write(sheet, true, dir)))
                .hasSize(1);
        assertThat(Files.readAllBytes(BrokenSheet.NOT_A_SHEET.write(sheet, false, dir)))
                .startsWith(0x89, 'P', 'N', 'G');

        Path bomb = BrokenSheet.ZIP_BOMB.write(sheet, false, dir);
        assertThat(Files.size(bomb)).isLessThan(1_000_000);
        try (ZipFile zip = new ZipFile(bomb.toFile())) {
            assertThat(zip.getEntry("xl/worksheets/sheet1.xml").getSize()).isGreaterThan(500_000_000);
        }
    }

    private static CommuneSheet sheet(int rows, long seed, double faults) throws Exception {
        return CommuneSheet.make(new Order(rows, seed, faults, 1, ""));
    }
}
