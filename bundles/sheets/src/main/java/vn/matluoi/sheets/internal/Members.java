package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.Profile;

/**
 * What the headings of records mean. Of several that mean the same the first is read, and a later one where a record does not have
 * the earlier ones or has them blank.
 *
 * @param count how many records there are
 * @param fields heading of each field
 * @param fallbacks headings of a field to be read where the ones before say nothing, in their order
 * @param findings about headings
 */
record Members(
        int count, Map<CameraField, String> fields, Map<CameraField, List<String>> fallbacks, List<Finding> findings) {

    private static final int MOST_UNKNOWN_NAMED = 15;

    Members {
        fields = Collections.unmodifiableMap(new EnumMap<>(fields));
        fallbacks = Collections.unmodifiableMap(new EnumMap<>(fallbacks));
        findings = List.copyOf(findings);
    }

    /** Reads every record once, so that what is wrong with them is known before anything is taken. */
    static Members of(Records records, Profile profile) throws SheetFault {
        var names = new LinkedHashSet<>(records.headings());
        var seen = new LinkedHashSet<String>();
        var count = 0;
        var values = 0L;
        var characters = 0L;
        for (var one : records.each()) {
            count++;
            values += one.size();
            for (var member : one.entrySet()) {
                characters += member.getValue() == null ? 0 : member.getValue().length();
                if (seen.add(member.getKey()) && member.getKey().length() > Records.LONGEST_HEADING) {
                    throw Faults.tooMuch();
                }
            }
            if (count > Records.MOST
                    || seen.size() > Records.MOST_HEADINGS
                    || values > Records.MOST_VALUES
                    || characters > Records.MOST_CHARACTERS) {
                throw Faults.tooMuch();
            }
        }
        names.retainAll(seen);
        names.addAll(seen);
        return meaning(count, names, profile);
    }

    private static Members meaning(int count, Iterable<String> names, Profile profile) throws SheetFault {
        var headings = new Headings(profile);
        var fields = new EnumMap<CameraField, String>(CameraField.class);
        var fallbacks = new EnumMap<CameraField, List<String>>(CameraField.class);
        var findings = new ArrayList<Finding>();
        var unknown = new LinkedHashMap<String, List<String>>();
        for (var name : names) {
            var field = headings.field(name);
            if (field.isEmpty() && !Headings.numbers(name)) {
                unknown.put(name, headings.nearest(name));
            } else if (field.isPresent() && fields.putIfAbsent(field.get(), name) != null) {
                fallbacks
                        .computeIfAbsent(field.get(), each -> new ArrayList<>())
                        .add(name);
                findings.add(fallback(field.get(), name, fields.get(field.get())));
            }
        }
        if (count == 0) {
            throw Faults.noRecords();
        }
        if (fields.isEmpty()) {
            throw Faults.noMembers(profile);
        }
        unknown(unknown, findings);
        for (var column : profile.columns()) {
            if (column.required() && column.constant().isEmpty() && !fields.containsKey(column.field())) {
                throw Faults.missingMember(column.headings().get(0));
            }
        }
        return new Members(count, fields, fallbacks, findings);
    }

    private static Finding fallback(CameraField field, String name, String first) {
        return new Finding(
                Severity.NOTICE,
                0,
                Optional.of(field),
                Optional.of(name),
                "record.member.fallback",
                new Text(
                        "Trường “%s” trùng nghĩa với trường “%s”; chỉ đọc khi trường đó không có hoặc trống."
                                .formatted(name, first),
                        "Member “%s” means the same as “%s”; it is read where that one is absent or blank."
                                .formatted(name, first)),
                new Text(
                        "Bỏ một trong hai trường, hoặc đặt tiêu đề cho trường cần đọc.",
                        "Leave out one of them, or give the one to be read a heading."),
                List.of());
    }

    private static void unknown(Map<String, List<String>> unknown, List<Finding> findings) {
        unknown.entrySet().stream()
                .limit(MOST_UNKNOWN_NAMED)
                .map(one -> new Finding(
                        Severity.WARNING,
                        0,
                        Optional.empty(),
                        Optional.of(one.getKey()),
                        "record.member.unknown",
                        new Text(
                                "Không hiểu trường “%s”; trường không được đọc, vẫn lưu nguyên văn."
                                        .formatted(one.getKey()),
                                "Member “%s” is not known; it was kept as it is, not read.".formatted(one.getKey())),
                        new Text("Đặt cho nó một tiêu đề của mẫu.", "Give it a heading of the profile."),
                        one.getValue()))
                .forEach(findings::add);
        if (unknown.size() > MOST_UNKNOWN_NAMED) {
            findings.add(new Finding(
                    Severity.WARNING,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    "record.member.unknown",
                    new Text(
                            "Tất cả có " + unknown.size() + " trường không hiểu.",
                            "In all, " + unknown.size() + " members are not known."),
                    new Text("Đặt cho chúng tiêu đề của mẫu.", "Give them headings of the profile."),
                    List.of()));
        }
    }
}
