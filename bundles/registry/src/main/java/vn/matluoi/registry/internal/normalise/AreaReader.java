package vn.matluoi.registry.internal.normalise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Area;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * Finds the commune a row means, from its code, its name and the statement's default. Codes and names from before
 * 1 July 2025 are recognised and their successors listed; one is taken only if the row's own name says the same, or, where
 * it is the only one, the statement's default. Not safe for several threads.
 */
final class AreaReader {

    private static final int MOST_SUGGESTIONS = 8;
    private static final int MOST_REMEMBERED = 20_000;

    private final AreaIndex index;
    private final Map<Question, Answer> remembered = new HashMap<>();

    AreaReader(AreaIndex index) {
        this.index = index;
    }

    private record Question(String code, String name, boolean blank, Optional<AreaCode> fallback) {

        /** A sheet's only column for the place may hold codes. */
        boolean namesACode() {
            return code.isEmpty() && name.matches("[0-9]{5}");
        }
    }

    /** @param findings without row and column */
    private record Answer(Optional<AreaCode> area, List<Finding> findings) {}

    /**
     * @param code as written, cleaned; empty if nothing was
     * @param name as written, cleaned; empty if nothing was
     * @param blank whether the sheet has a column for it and the row left it empty
     * @param fallback where the statement's cameras stand unless a row says otherwise
     * @return the area; empty if it cannot be told, which has been remarked as an error
     */
    Optional<AreaCode> read(String code, String name, boolean blank, Optional<AreaCode> fallback, Remarks remarks) {
        var question = new Question(code, name, blank, fallback);
        var answer = remembered.get(question);
        if (answer == null) {
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            answer = answer(question);
            remembered.put(question, answer);
        }
        answer.findings().forEach(remarks::add);
        return answer.area();
    }

    private Answer answer(Question question) {
        var asked = question.namesACode()
                ? new Question(question.name(), "", question.blank(), question.fallback())
                : question;
        var notes = new ArrayList<Finding>();
        Optional<AreaCode> area;
        if (asked.code().isEmpty()) {
            area = asked.name().isEmpty()
                    ? unsaid(asked, notes)
                    : byName(CameraField.AREA_NAME, asked.name(), asked, notes);
        } else {
            area = byCode(asked, notes);
        }
        area.ifPresent(found -> placed(found, asked, notes));
        return new Answer(area, List.copyOf(notes));
    }

    /** The row says nothing: the default stands, and if the sheet has columns for it that is remarked. */
    private Optional<AreaCode> unsaid(Question asked, List<Finding> notes) {
        if (asked.fallback().isEmpty()) {
            notes.add(note(Severity.ERROR, CameraField.AREA_NAME, "area.missing", AreaWords.MISSING, List.of()));
        } else if (asked.blank()) {
            var shown = index.current(asked.fallback().get())
                    .map(AreaIndex::show)
                    .orElse(asked.fallback().get().value());
            notes.add(
                    note(Severity.NOTICE, CameraField.AREA_NAME, "area.default", AreaWords.fallback(shown), List.of()));
        }
        return asked.fallback();
    }

    private Optional<AreaCode> byCode(Question asked, List<Finding> notes) {
        var digits = AreaIndex.digits(asked.code());
        if (digits.isEmpty()) {
            return byName(CameraField.AREA, asked.name().isEmpty() ? asked.code() : asked.name(), asked, notes);
        }
        var code = digits.get();
        if (code.length() > 5) {
            notes.add(note(
                    Severity.ERROR, CameraField.AREA, "area.unknown", AreaWords.unknownCode(asked.code()), List.of()));
            return Optional.empty();
        }
        if (code.length() < 5) {
            var full = "0".repeat(5 - code.length()) + code;
            return shortCode(code, new AreaCode(full), asked, notes);
        }
        return official(new AreaCode(code), asked, notes);
    }

    /** Fewer than five digits: a province, a former district, or a commune whose leading zeros a spreadsheet dropped. */
    private Optional<AreaCode> shortCode(String code, AreaCode full, Question asked, List<Finding> notes) {
        var commune = index.current(full);
        var higher = code.length() == 2 || code.length() == 3 ? index.any(new AreaCode(code)) : Optional.<Area>empty();
        if (commune.isPresent() && (higher.isEmpty() || index.named(commune.get(), asked.name()))) {
            notes.add(note(
                    Severity.NOTICE,
                    CameraField.AREA,
                    "area.zeros",
                    AreaWords.zeros(asked.code(), commune.get()),
                    List.of(full.value())));
            return official(full, asked, notes);
        }
        if (higher.isPresent() && index.current(higher.get().code()).isPresent() && commune.isEmpty()) {
            return Optional.of(higher.get().code());
        }
        var suggestions = new ArrayList<String>();
        commune.ifPresent(area -> suggestions.add(AreaIndex.show(area)));
        index.former(full).ifPresent(area -> suggestions.addAll(index.showAll(area.successors())));
        higher.ifPresent(area -> suggestions.addAll(
                index.current(area.code()).isPresent()
                        ? List.of(AreaIndex.show(area))
                        : index.showAll(area.successors())));
        notes.add(note(
                Severity.ERROR,
                CameraField.AREA,
                "area.short",
                AreaWords.shortCode(asked.code(), higher),
                cut(suggestions)));
        return Optional.empty();
    }

    private Optional<AreaCode> official(AreaCode code, Question asked, List<Finding> notes) {
        var current = index.current(code);
        var former = index.former(code);
        if (current.isEmpty() && former.isEmpty()) {
            notes.add(note(
                    Severity.ERROR,
                    CameraField.AREA,
                    "area.unknown",
                    AreaWords.unknownCode(asked.code()),
                    asked.name().isEmpty() ? List.of() : index.suggest(asked.name(), asked.fallback())));
            return Optional.empty();
        }
        if (current.isEmpty()) {
            return former(
                    CameraField.AREA,
                    asked.code(),
                    former.get().successors(),
                    former.get().fullName(),
                    asked.name().isEmpty() || index.named(former.get(), asked.name()),
                    asked,
                    notes);
        }
        var area = current.get();
        if (asked.name().isEmpty() || index.named(area, asked.name())) {
            return Optional.of(code);
        }
        if (former.isPresent() && index.named(former.get(), asked.name())) {
            return former(
                    CameraField.AREA,
                    asked.code(),
                    former.get().successors(),
                    former.get().fullName(),
                    true,
                    asked,
                    notes);
        }
        return disagree(area, asked, notes);
    }

    /** Code and name do not belong together: a slip of the pen is passed, another unit's name is not. */
    private Optional<AreaCode> disagree(Area area, Question asked, List<Finding> notes) {
        var others = index.exact(asked.name(), asked.fallback());
        if (others.isEmpty() && index.resembles(area, asked.name())) {
            notes.add(note(
                    Severity.WARNING,
                    CameraField.AREA_NAME,
                    "area.disagree",
                    AreaWords.misspelt(asked.name(), area),
                    List.of(area.fullName())));
            return Optional.of(area.code());
        }
        var suggestions = new ArrayList<String>(List.of(AreaIndex.show(area)));
        others.forEach(other -> suggestions.add(AreaIndex.show(other)));
        notes.add(note(
                Severity.ERROR,
                CameraField.AREA,
                "area.disagree",
                AreaWords.disagree(asked.code(), asked.name(), area),
                cut(suggestions)));
        return Optional.empty();
    }

    private Optional<AreaCode> byName(CameraField field, String written, Question asked, List<Finding> notes) {
        var parts = Arrays.stream(written.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        var name = parts.isEmpty() ? written : parts.get(0);
        var above = parts.isEmpty() ? parts : parts.subList(1, parts.size());
        var found = index.exact(name, asked.fallback());
        if (found.size() == 1 && (above.isEmpty() || sameTerritory(found.get(0), name, above, asked))) {
            return Optional.of(found.get(0).code());
        }
        if (found.size() > 1) {
            notes.add(note(
                    Severity.ERROR,
                    field,
                    "area.ambiguous",
                    AreaWords.ambiguous(field, written),
                    cut(found.stream().map(AreaIndex::show).toList())));
            return Optional.empty();
        }
        var former = index.formerNamed(name, above, asked.fallback());
        var others = index.inForce(name, asked.fallback());
        var sameKind = former.stream().anyMatch(area -> AreaIndex.kindAgrees(area, name));
        if (!former.isEmpty() && (sameKind || others.isEmpty())) {
            var successors = new LinkedHashSet<AreaCode>();
            former.forEach(area -> successors.addAll(area.successors()));
            var alone = others.stream().map(Area::code).allMatch(successors::contains) && nearHome(successors, asked);
            return former(field, written, List.copyOf(successors), former.get(0).fullName(), alone, asked, notes);
        }
        return otherKind(field, written, others, asked, notes);
    }

    /** {@code Xã Tân Lập, huyện Tân Biên}: the district is gone, but the commune of that name is where it was. */
    private boolean sameTerritory(Area area, String name, List<String> above, Question asked) {
        var former = index.formerNamed(name, above, asked.fallback());
        return former.isEmpty()
                || former.stream().anyMatch(each -> each.successors().contains(area.code()));
    }

    /** No unit of that kind has or had the name; one of another kind may be meant: {@code Xã Tân An} for the ward. */
    private Optional<AreaCode> otherKind(
            CameraField field, String written, List<Area> found, Question asked, List<Finding> notes) {
        if (found.size() == 1) {
            notes.add(note(
                    Severity.WARNING,
                    field,
                    "area.kind",
                    AreaWords.otherKind(field, written, found.get(0)),
                    List.of(AreaIndex.show(found.get(0)))));
            return Optional.of(found.get(0).code());
        }
        notes.add(note(
                Severity.ERROR,
                field,
                "area.unknown",
                AreaWords.unknownName(field, written),
                index.suggest(written, asked.fallback())));
        return Optional.empty();
    }

    /**
     * A unit of before the reform: its successors are listed, and a commune that is the only one is taken. Of several the row itself must
     * name it: the default speaks of the sheet, not of where this camera stands.
     *
     * @param alone whether nothing in the row may mean another unit
     */
    private Optional<AreaCode> former(
            CameraField field,
            String written,
            List<AreaCode> successors,
            String formerName,
            boolean alone,
            Question asked,
            List<Finding> notes) {
        var told = successors.stream()
                .filter(code -> successors.size() == 1
                                && (asked.fallback().filter(code::equals).isPresent() || alone && isCommune(code))
                        || field == CameraField.AREA
                                && !asked.name().isEmpty()
                                && index.current(code)
                                        .filter(area -> index.named(area, asked.name()))
                                        .isPresent())
                .toList();
        var sure = told.size() == 1;
        notes.add(note(
                sure ? Severity.WARNING : Severity.ERROR,
                field,
                "area.former",
                sure
                        ? AreaWords.formerTold(
                                field,
                                written,
                                formerName,
                                AreaIndex.show(index.current(told.get(0)).orElseThrow()))
                        : AreaWords.former(field, written, formerName, successors.size()),
                index.showAll(successors)));
        return sure ? Optional.of(told.get(0)) : Optional.empty();
    }

    /** A name that was known in another province only may be a slip. */
    private boolean nearHome(Set<AreaCode> found, Question asked) {
        var home = asked.fallback().flatMap(index::province);
        return home.isEmpty()
                || found.stream().allMatch(code -> index.within(code, home.get().code()));
    }

    /** A row that names no more than a province says too little of where its camera stands. */
    private boolean isCommune(AreaCode code) {
        return index.current(code)
                .filter(area -> area.level() == Area.Level.COMMUNE)
                .isPresent();
    }

    /** What is said about a place that was found. */
    private void placed(AreaCode found, Question asked, List<Finding> notes) {
        var field = asked.code().isEmpty() ? CameraField.AREA_NAME : CameraField.AREA;
        var area = index.current(found);
        if (area.isPresent()
                && area.get().level() != Area.Level.COMMUNE
                && (asked.blank() || !asked.fallback().equals(Optional.of(found)))) {
            notes.add(note(
                    Severity.WARNING,
                    field,
                    "area.level",
                    AreaWords.notCommune(AreaIndex.show(area.get())),
                    List.of()));
        }
        var home = asked.fallback().flatMap(index::province);
        if (area.isPresent()
                && home.isPresent()
                && !index.within(found, home.get().code())) {
            notes.add(note(
                    Severity.WARNING,
                    field,
                    "area.province",
                    AreaWords.elsewhere(AreaIndex.show(area.get()), home.get().fullName()),
                    List.of()));
        }
    }

    private static List<String> cut(List<String> suggestions) {
        return suggestions.stream().distinct().limit(MOST_SUGGESTIONS).toList();
    }

    private static Finding note(
            Severity severity, CameraField field, String rule, AreaWords.Said said, List<String> suggestions) {
        return new Finding(
                severity, 0, Optional.of(field), Optional.empty(), rule, said.message(), said.mend(), suggestions);
    }
}
