package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Profile;

/**
 * What the headings of records mean. Of several that mean the same the first is read, and a later one where a record does not have
 * the earlier ones or has them blank.
 *
 * @param names each column's heading, as people read it
 * @param fields column of each field, from 0
 * @param fallbacks columns of a field to be read where the ones before say nothing, in their order
 * @param findings about headings
 */
record Members(
        List<String> names,
        Map<CameraField, Integer> fields,
        Map<CameraField, List<Integer>> fallbacks,
        List<Finding> findings) {

    private static final int MOST_UNKNOWN_NAMED = 15;

    Members {
        names = List.copyOf(names);
        fields = Collections.unmodifiableMap(new EnumMap<>(fields));
        fallbacks = Collections.unmodifiableMap(new EnumMap<>(fallbacks));
        findings = List.copyOf(findings);
    }

    /** @throws SheetFault if what the profile requires is not among them */
    static Members of(List<String> names, Headings headings, Profile profile) throws SheetFault {
        var fields = new EnumMap<CameraField, Integer>(CameraField.class);
        var fallbacks = new EnumMap<CameraField, List<Integer>>(CameraField.class);
        var findings = new ArrayList<Finding>();
        var unknown = new LinkedHashMap<String, List<String>>();
        for (var column = 0; column < names.size(); column++) {
            var name = names.get(column);
            var field = headings.field(name);
            if (field.isEmpty() && !Headings.numbers(name)) {
                unknown.put(name, headings.nearest(name));
            } else if (field.isPresent() && fields.putIfAbsent(field.get(), column) != null) {
                fallbacks
                        .computeIfAbsent(field.get(), each -> new ArrayList<>())
                        .add(column);
                findings.add(fallback(field.get(), name, names.get(fields.get(field.get()))));
            }
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
        return new Members(names, fields, fallbacks, findings);
    }

    /** @return the heading of each field */
    Map<CameraField, String> labels() {
        var labels = new EnumMap<CameraField, String>(CameraField.class);
        fields.forEach((field, column) -> labels.put(field, names.get(column)));
        return labels;
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
