package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Which cells of a worksheet are in a font that draws old letters ({@code .VnTime}, {@code VNI-Times}). Fonts of single
 * words within a cell are not looked at.
 */
final class OldFonts {

    static final OldFonts NONE = new OldFonts();

    private final Map<OldLetters, BitSet> cells = new EnumMap<>(OldLetters.class);
    private final BitSet capitals = new BitSet();

    private OldFonts() {}

    /**
     * @param row from 1
     * @param column from 0
     */
    boolean draws(OldLetters letters, int row, int column) {
        var drawn = cells.get(letters);
        return drawn != null && isWithin(row, column) && drawn.get(place(row, column));
    }

    /** @return whether the font draws small letters as capitals, as {@code .VnTimeH} does */
    boolean drawsCapitals(int row, int column) {
        return isWithin(row, column) && capitals.get(place(row, column));
    }

    private static boolean isWithin(int row, int column) {
        return row >= 1 && row <= Table.MOST_LINES && column >= 0 && column < Table.MOST_COLUMNS;
    }

    private static int place(int row, int column) {
        return row * Table.MOST_COLUMNS + column;
    }

    /** @param sheet the worksheet's id of relation, {@code rId1} */
    static OldFonts of(Spool spool, String sheet) throws SheetFault {
        try (var zip = new ZipFile(spool.file().toFile())) {
            var styles = Styles.of(zip);
            if (styles.stream().allMatch(String::isEmpty)) {
                return NONE;
            }
            var part = part(zip, sheet);
            var fonts = new OldFonts();
            if (part != null) {
                each(zip, part, fonts.new Cells(styles));
            }
            return fonts;
        } catch (IOException | XMLStreamException e) {
            throw Faults.broken("styles");
        }
    }

    /** The font of each style of a cell; empty where it draws no old letters. */
    private static final class Styles implements Element {

        /** A book has 64,000 at most. */
        private static final int MOST = 100_000;

        private final List<String> fonts = new ArrayList<>();
        private final List<String> styles = new ArrayList<>();
        private String within = "";

        static List<String> of(ZipFile zip) throws IOException, XMLStreamException {
            var styles = new Styles();
            each(zip, "xl/styles.xml", styles);
            return styles.styles;
        }

        @Override
        public void begins(XMLStreamReader reader) {
            switch (reader.getLocalName()) {
                case "fonts", "cellXfs", "cellStyleXfs", "dxfs" -> within = reader.getLocalName();
                case "font" -> add(fonts, "", "fonts");
                case "name" -> {
                    if (within.equals("fonts") && !fonts.isEmpty()) {
                        fonts.set(fonts.size() - 1, old(reader.getAttributeValue(null, "val")));
                    }
                }
                case "xf" -> add(styles, at(fonts, reader.getAttributeValue(null, "fontId")), "cellXfs");
                default -> {}
            }
        }

        private void add(List<String> all, String one, String where) {
            if (within.equals(where) && all.size() < MOST) {
                all.add(one);
            }
        }

        private static String old(String font) {
            if (font != null && font.length() <= 64) {
                for (var letters : OldLetters.values()) {
                    if (letters.drawnBy(font)) {
                        return font;
                    }
                }
            }
            return "";
        }
    }

    private static String at(List<String> all, String index) {
        var known = index != null && index.matches("\\d{1,6}") && Integer.parseInt(index) < all.size();
        return known ? all.get(Integer.parseInt(index)) : "";
    }

    private static String part(ZipFile zip, String sheet) throws IOException, XMLStreamException {
        var targets = new HashMap<String, String>();
        each(zip, "xl/_rels/workbook.xml.rels", reader -> {
            var id = reader.getAttributeValue(null, "Id");
            var target = reader.getAttributeValue(null, "Target");
            if (id != null && target != null) {
                targets.put(id, target.startsWith("/") ? target.substring(1) : "xl/" + target);
            }
        });
        return targets.get(sheet);
    }

    /** Walks over the cells of a worksheet; rows and cells without an address follow the one before. */
    private final class Cells implements Element {

        private final List<String> styles;
        private int row;
        private int column;

        Cells(List<String> styles) {
            this.styles = styles;
        }

        @Override
        public void begins(XMLStreamReader reader) {
            if (reader.getLocalName().equals("row")) {
                row = number(reader.getAttributeValue(null, "r"), row + 1);
                column = -1;
            } else if (reader.getLocalName().equals("c")) {
                column = column(reader.getAttributeValue(null, "r"), column + 1);
                mark(at(styles, reader.getAttributeValue(null, "s")), row, column);
            }
        }
    }

    private static int number(String text, int otherwise) {
        return text != null && text.matches("\\d{1,7}") ? Integer.parseInt(text) : otherwise;
    }

    /** @param address as {@code B12}; {@link PartAudit} has passed it */
    private static int column(String address, int otherwise) {
        if (address == null) {
            return otherwise;
        }
        var column = 0;
        for (var i = 0; i < address.length() && Character.isLetter(address.charAt(i)); i++) {
            column = column * 26 + Character.toUpperCase(address.charAt(i)) - 'A' + 1;
        }
        return column - 1;
    }

    private void mark(String font, int row, int column) {
        if (font.isEmpty() || !isWithin(row, column)) {
            return;
        }
        for (var letters : OldLetters.values()) {
            if (letters.drawnBy(font)) {
                cells.computeIfAbsent(letters, each -> new BitSet()).set(place(row, column));
            }
        }
        if (OldLetters.TCVN3.drawnBy(font) && font.toUpperCase(Locale.ROOT).endsWith("H")) {
            capitals.set(place(row, column));
        }
    }

    /** An element of a part begins. */
    private interface Element {
        void begins(XMLStreamReader reader);
    }

    private static void each(ZipFile zip, String part, Element element) throws IOException, XMLStreamException {
        var entry = zip.getEntry(part);
        if (entry == null) {
            return;
        }
        try (var in = zip.getInputStream(entry)) {
            var reader = PartAudit.XML.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    element.begins(reader);
                }
            }
        }
    }
}
