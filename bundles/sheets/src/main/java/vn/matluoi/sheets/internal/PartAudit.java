package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the worksheets and the shared texts of a workbook once, as XML without DTD or entities, for what the reader would
 * trust: it takes the end of the bytes for the end of the table, keeps a place for every column before a cell, and looks
 * for a shared text until memory ends.
 */
final class PartAudit {

    /** {@code XFD}. */
    private static final int LAST_COLUMN = 16_384;
    /** Shared texts are held in memory while a sheet is read. */
    private static final long MOST_SHARED_TEXT = 32L << 20;
    /** Each costs a look at every cell. */
    private static final int MOST_ARRAY_FORMULAS = 1_000;

    static final XMLInputFactory XML = factory();

    private final OptionalInt texts;
    private int arrays;

    private PartAudit(OptionalInt texts) {
        this.texts = texts;
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static void check(ZipFile zip) throws IOException, SheetFault {
        var texts = OptionalInt.empty();
        for (var entry : Collections.list(zip.entries())) {
            var count = new Texts().read(zip, entry);
            texts = count.isPresent() ? count : texts;
        }
        for (var entry : Collections.list(zip.entries())) {
            new PartAudit(texts).worksheet(zip, entry);
        }
    }

    /** @return the reader standing on the root; null if the part is no XML or has another root */
    private static XMLStreamReader root(java.io.InputStream in, String root) {
        try {
            var reader = XML.createXMLStreamReader(in);
            while (reader.hasNext() && !reader.isStartElement()) {
                reader.next();
            }
            return reader.isStartElement() && reader.getLocalName().equals(root) ? reader : null;
        } catch (XMLStreamException otherKindOfPart) {
            return null;
        }
    }

    /** Counts the shared texts. */
    private static final class Texts {

        OptionalInt read(ZipFile zip, ZipEntry entry) throws IOException, SheetFault {
            try (var in = zip.getInputStream(entry)) {
                var reader = root(in, "sst");
                return reader == null ? OptionalInt.empty() : OptionalInt.of(count(reader));
            } catch (XMLStreamException e) {
                throw Faults.broken("sharedStrings");
            }
        }

        private static int count(XMLStreamReader reader) throws XMLStreamException, SheetFault {
            var count = 0;
            long length = 0;
            while (reader.hasNext()) {
                var event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("si")) {
                    count++;
                    length += 40;
                } else if (event == XMLStreamConstants.CHARACTERS) {
                    length += reader.getTextLength();
                }
                if (length > MOST_SHARED_TEXT) {
                    throw Faults.bomb();
                }
            }
            return count;
        }
    }

    private void worksheet(ZipFile zip, ZipEntry entry) throws IOException, SheetFault {
        var named = entry.getName().toLowerCase(Locale.ROOT).matches("xl/worksheets/[^/]+\\.xml");
        try (var in = zip.getInputStream(entry)) {
            var reader = root(in, "worksheet");
            if (reader != null) {
                cells(reader);
            } else if (named) {
                throw Faults.broken(entry.getName());
            }
        } catch (XMLStreamException e) {
            throw Faults.broken(entry.getName());
        }
    }

    private void cells(XMLStreamReader reader) throws XMLStreamException, SheetFault {
        var shared = false;
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "c" -> {
                    shared = "s".equals(reader.getAttributeValue(null, "t"));
                    address(reader.getAttributeValue(null, "r"));
                }
                case "f" -> {
                    if ("array".equals(reader.getAttributeValue(null, "t")) && ++arrays > MOST_ARRAY_FORMULAS) {
                        throw Faults.bomb();
                    }
                }
                case "v" -> {
                    if (shared) {
                        text(reader.getElementText());
                    }
                }
                default -> {}
            }
        }
    }

    private static void address(String address) throws SheetFault {
        if (address == null) {
            return;
        }
        var column = 0;
        var at = 0;
        while (at < address.length() && Character.isLetter(address.charAt(at)) && column <= LAST_COLUMN) {
            column = column * 26 + Character.toUpperCase(address.charAt(at++)) - 'A' + 1;
        }
        if (column < 1 || column > LAST_COLUMN || at == address.length() || address.length() > 10) {
            throw Faults.broken("địa chỉ ô không có thật / a cell address that cannot be");
        }
    }

    private void text(String index) throws SheetFault {
        if (texts.isEmpty() || index.isEmpty()) {
            return;
        }
        var known = index.length() <= 9
                && index.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(index) < texts.getAsInt();
        if (!known) {
            throw Faults.broken("thiếu văn bản dùng chung / a shared text that is not there");
        }
    }
}
