package vn.matluoi.sheets.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks an XLSX file once, into nothing, before anything reads it: sizes in a zip's directory are a claim. What it
 * refuses would cost memory or time: too many parts, too much, too well packed, one endless text. What the parts say is
 * looked at by {@link PartAudit}.
 */
final class ZipGuard {

    static final int MOST_ENTRIES = 2_000;
    static final long MOST_UNPACKED = 512L << 20;

    static final int MOST_RATIO = 100;
    /** Below this a high ratio harms nobody. */
    private static final long SMALL = 4L << 20;
    /** Bytes between two marks of XML. */
    private static final int LONGEST_TEXT = 1 << 20;

    private ZipGuard() {}

    static void check(Spool spool) throws SheetFault {
        try (var zip = new ZipFile(spool.file().toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw Faults.bomb();
            }
            var names = new HashSet<String>();
            var buffer = new byte[1 << 16];
            long total = 0;
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                var name = entry.getName().toLowerCase(Locale.ROOT);
                if (!names.add(name)) {
                    throw Faults.broken("hai phần cùng tên / two parts of one name");
                }
                total += unpack(zip, entry, name, buffer, MOST_UNPACKED - total);
            }
            kind(names);
            PartAudit.check(zip);
        } catch (ZipException | EOFException e) {
            throw Faults.truncated();
        } catch (IOException e) {
            throw Faults.broken(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Faults.broken("tên phần không hợp lệ / a part's name is not valid");
        }
    }

    private static void kind(HashSet<String> names) throws SheetFault {
        if (names.contains("xl/workbook.bin")) {
            throw Faults.notASheet("XLSB");
        }
        if (names.contains("content.xml") && names.contains("mimetype")) {
            throw Faults.notASheet("OpenDocument");
        }
        if (names.contains("word/document.xml")) {
            throw Faults.notASheet("Word");
        }
        if (!names.contains("[content_types].xml")) {
            throw Faults.notASheet("ZIP");
        }
    }

    private static long unpack(ZipFile zip, ZipEntry entry, String name, byte[] buffer, long allowed)
            throws IOException, SheetFault {
        var xml = name.endsWith(".xml") || name.endsWith(".rels");
        var packed = Math.max(1, entry.getCompressedSize());
        var marks = new Marks();
        var crc = new CRC32();
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > allowed || size > SMALL && size / packed > MOST_RATIO) {
                    throw Faults.bomb();
                }
                crc.update(buffer, 0, n);
                if (xml) {
                    marks.look(buffer, n);
                }
            }
        }
        if (crc.getValue() != entry.getCrc()) {
            throw Faults.truncated();
        }
        return size;
    }

    /** Between two marks of XML stands no endless text. */
    private static final class Marks {

        private int text;

        void look(byte[] bytes, int length) throws SheetFault {
            for (var i = 0; i < length; i++) {
                text = bytes[i] == '<' || bytes[i] == '>' ? 0 : text + 1;
                if (text > LONGEST_TEXT) {
                    throw Faults.bomb();
                }
            }
        }
    }
}
