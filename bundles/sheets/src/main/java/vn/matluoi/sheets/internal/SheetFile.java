package vn.matluoi.sheets.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Profile;

/**
 * A file that turned out to be a sheet: which table in it holds the cameras, and how that is laid out. What kind of file
 * it is is told by its bytes, never by its name; that only says what the sender takes it for.
 *
 * @param findings about the sheet as a whole
 */
record SheetFile(Table table, Layout layout, List<Finding> findings) {

    static SheetFile of(Spool spool, Profile profile, String name) throws SheetFault {
        if (spool.size() > Spool.MOST_BYTES) {
            throw Faults.tooLarge(Spool.MOST_BYTES);
        }
        var headings = new Headings(profile);
        if (isZip(spool.head(512))) {
            return book(spool, profile, headings);
        }
        try {
            return text(spool, profile, headings);
        } catch (SheetFault e) {
            var meantForABook = name.toLowerCase(Locale.ROOT).endsWith(".xlsx");
            throw meantForABook && e.rule().equals(Faults.NO_HEADINGS) ? Faults.textCalledXlsx() : e;
        }
    }

    /** @throws SheetFault if it is empty or something else that is known by its first bytes */
    private static boolean isZip(byte[] head) throws SheetFault {
        var text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.isBlank() || text.equals("ï»¿")) {
            throw Faults.empty();
        }
        if (text.startsWith("ÐÏ\u0011à¡±\u001aá")) {
            throw Faults.oldExcel();
        }
        refuse(text, "%PDF-", "PDF");
        refuse(text, "\u0089PNG", "PNG");
        refuse(text, "ÿØÿ", "JPEG");
        refuse(text, "GIF8", "GIF");
        refuse(text, "{\\rtf", "RTF");
        refuse(text, "Rar!", "RAR");
        refuse(text, "7z¼¯", "7-Zip");
        refuse(text, "\u001f\u008b", "gzip");
        var lower = text.stripLeading().toLowerCase(Locale.ROOT);
        for (var html : List.of("<html", "<!doctype", "<table", "<?xml", "ï»¿<html", "ï»¿<table", "ï»¿<!doctype")) {
            refuse(lower, html, "HTML/XML");
        }
        return text.startsWith("PK\u0003\u0004");
    }

    private static void refuse(String head, String magic, String what) throws SheetFault {
        if (head.startsWith(magic)) {
            throw Faults.notASheet(what);
        }
    }

    private static SheetFile text(Spool spool, Profile profile, Headings headings) throws SheetFault {
        var table = TextTable.of(spool, headings);
        return new SheetFile(table, Layout.of(table, profile, headings), table.findings());
    }

    /** Of several worksheets the one whose headings are best known. */
    private static SheetFile book(Spool spool, Profile profile, Headings headings) throws SheetFault {
        Optional<SheetFault> fault = Optional.empty();
        var candidates = new ArrayList<Candidate>();
        for (var table : BookTable.of(spool)) {
            try {
                var read = OldTable.of(table, headings, table.fonts());
                candidates.add(new Candidate(table.name(), read, Layout.of(read, profile, headings)));
            } catch (SheetFault e) {
                if (e.rule().equals(Faults.ENCODING)) { // it may well be the sheet that is meant
                    throw e;
                }
                fault = fault.filter(first -> !first.rule().equals("sheet.empty"))
                        .or(() -> Optional.of(e));
            }
        }
        if (candidates.isEmpty()) {
            throw fault.orElseGet(Faults::empty);
        }
        var best = candidates.get(0);
        for (var candidate : candidates) {
            best = candidate.layout().known() > best.layout().known() ? candidate : best;
        }
        var findings = new ArrayList<>(best.table().findings());
        findings.addAll(others(candidates, best));
        return new SheetFile(best.table(), best.layout(), findings);
    }

    private record Candidate(String name, Table table, Layout layout) {}

    private static List<Finding> others(List<Candidate> candidates, Candidate read) {
        return candidates.stream()
                .filter(candidate -> candidate != read)
                .map(candidate -> new Finding(
                        Finding.Severity.WARNING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        "sheet.others",
                        new Text(
                                "Chỉ đọc trang “" + read.name() + "”; trang “" + candidate.name()
                                        + "” cũng có tiêu đề camera nhưng không được đọc.",
                                "Only the worksheet “" + read.name() + "” was read; “" + candidate.name()
                                        + "” has headings of cameras too, but was not."),
                        new Text("Gửi trang đó thành tệp riêng.", "Send that worksheet as a file of its own."),
                        List.of()))
                .toList();
    }
}
