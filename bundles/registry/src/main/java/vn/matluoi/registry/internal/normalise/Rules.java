package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Rule;
import vn.matluoi.api.intake.Rule.Condition;

/** Judges cameras by rules that are data. One instance serves one statement, in one thread. */
public final class Rules {

    /** How many cameras that are gone are named. */
    private static final int NAMED = 10;

    private final List<Rule> rules;
    private final List<Rule> ofMissing;
    private final Map<CameraField, String> columns;
    private final Basis basis;
    private final Blocklist blocked;
    private final OptionalDouble overlapMetres;
    private final Map<List<String>, List<String>> folded = new IdentityHashMap<>();
    private final Map<Rule, Rows> once = new LinkedHashMap<>();
    private final Map<Rule, List<String>> gone = new LinkedHashMap<>();

    /**
     * @param rules those of the statement's profile
     * @param layer in which capacity it speaks
     * @param today the day on which it is judged
     * @param columns where each field stands as people see it
     * @param blocked the devices of which the authorities warned
     */
    public Rules(
            List<Rule> rules,
            Layer layer,
            LocalDate today,
            Map<CameraField, String> columns,
            List<BlockedModel> blocked) {
        var hold = rules.stream()
                .filter(rule -> rule.layers().contains(layer) && rule.inForce(today))
                .collect(Collectors.partitioningBy(Rule::isOfMissing));
        this.rules = hold.get(false);
        this.ofMissing = hold.get(true);
        this.overlapMetres = this.rules.stream()
                .flatMap(rule -> Stream.concat(rule.when().stream(), rule.unless().stream()))
                .flatMapToDouble(Rules::overlapMetres)
                .max();
        this.columns = columns;
        this.basis = new Basis(this.rules, List.copyOf(blocked));
        this.blocked = new Blocklist(blocked);
    }

    /** @return what decides: two with an equal one judge alike */
    public Basis basis() {
        return basis;
    }

    /** @return whether any rule compares cameras with each other */
    public boolean askForOverlaps() {
        return overlapMetres.isPresent();
    }

    /** @return how far apart two cameras are at most that any rule compares; empty if none does */
    public OptionalDouble overlapMetres() {
        return overlapMetres;
    }

    private static DoubleStream overlapMetres(Condition condition) {
        if (condition instanceof Condition.Overlaps overlaps) {
            return DoubleStream.of(overlaps.metres());
        } else if (condition instanceof Condition.Not not) {
            return overlapMetres(not.condition());
        } else if (condition instanceof Condition.AnyOf any) {
            return any.conditions().stream().flatMapToDouble(Rules::overlapMetres);
        }
        return DoubleStream.empty();
    }

    /** @return one finding for each rule that the camera of that row breaks, but for those told once */
    public List<Finding> check(int row, Facts facts) {
        var findings = new ArrayList<Finding>();
        for (var rule : rules) {
            var one = new Case(facts);
            if (!one.breaks(rule)) {
                continue;
            }
            if (rule.once()) {
                once.computeIfAbsent(rule, any -> new Rows(row)).count++;
            } else {
                var field = rule.field().or(() -> one.mentioned);
                findings.add(finding(rule, row, field, one.fill(rule.message()), one.fill(rule.mend()), one.named()));
            }
        }
        return findings;
    }

    /** @return whether any rule is of cameras that a complete statement no longer names */
    public boolean askForMissing() {
        return !ofMissing.isEmpty();
    }

    /**
     * As {@link #check}, of a camera that a complete statement no longer names. It has no row to be told at: {@link #findings} tells all
     * at once.
     */
    public void checkMissing(String camera, Facts facts) {
        ofMissing.stream().filter(rule -> new Case(facts).breaks(rule)).forEach(rule -> gone.computeIfAbsent(
                        rule, any -> new ArrayList<>())
                .add(camera));
    }

    /**
     * Tells nothing of the camera.
     *
     * @return the rules told once that it breaks, a bit for each by its place among {@link Basis#rules}; empty if it breaks another
     *     rule, or more rules than an integer has bits
     */
    public OptionalInt breaksOnly(Facts facts) {
        var broken = 0;
        for (var place = 0; place < rules.size(); place++) {
            var rule = rules.get(place);
            if (new Case(facts).breaks(rule)) {
                if (!rule.once() || place >= Integer.SIZE) {
                    return OptionalInt.empty();
                }
                broken |= 1 << place;
            }
        }
        return OptionalInt.of(broken);
    }

    /** As {@link #check} of a camera of which it is known what it breaks. @param broken as {@link #breaksOnly} gave it */
    public void again(int row, int broken) {
        for (var left = broken; left != 0; left &= left - 1) {
            once.computeIfAbsent(rules.get(Integer.numberOfTrailingZeros(left)), any -> new Rows(row)).count++;
        }
    }

    /** @return one finding for each rule told once that some rows broke, or cameras that are gone */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        once.forEach((rule, rows) -> {
            var message = new Text(
                    rule.message().vi() + " (" + rows.vi() + ")", rule.message().en() + " (" + rows.en() + ")");
            findings.add(finding(rule, 0, rule.field(), message, rule.mend(), List.of()));
        });
        gone.forEach((rule, cameras) -> {
            var named = cameras.subList(0, Math.min(cameras.size(), NAMED));
            var list = String.join(", ", named) + (cameras.size() > NAMED ? ", …" : "");
            var message = new Text(
                    "%s (%d camera: %s)".formatted(rule.message().vi(), cameras.size(), list),
                    "%s (%d %s: %s)"
                            .formatted(
                                    rule.message().en(),
                                    cameras.size(),
                                    cameras.size() == 1 ? "camera" : "cameras",
                                    list));
            findings.add(finding(rule, 0, rule.field(), message, rule.mend(), named));
        });
        return findings;
    }

    private Finding finding(
            Rule rule, int row, Optional<CameraField> field, Text message, Text mend, List<String> cameras) {
        return new Finding(
                rule.severity(),
                row,
                field,
                field.map(columns::get),
                rule.rule(),
                message,
                new Text(
                        mend.vi() + " Căn cứ: " + rule.citation().vi() + ".",
                        mend.en() + " Basis: " + rule.citation().en() + "."),
                List.of(),
                cameras);
    }

    private List<String> folded(List<String> words) {
        return folded.computeIfAbsent(
                words, each -> each.stream().map(Words::fold).toList());
    }

    /**
     * What cameras are judged by.
     *
     * @param rules those in force for the layer
     */
    public record Basis(List<Rule> rules, List<BlockedModel> blocked) {}

    /** One camera before one rule, and what its conditions found. */
    private final class Case {

        private final Facts facts;
        private Optional<CameraField> mentioned = Optional.empty();
        private Optional<Facts.Other> overlaps = Optional.empty();
        private Optional<String> warning = Optional.empty();

        Case(Facts facts) {
            this.facts = facts;
        }

        boolean breaks(Rule rule) {
            for (var condition : rule.when()) {
                if (!holds(condition)) {
                    return false;
                }
            }
            for (var condition : rule.unless()) {
                if (holds(condition)) {
                    return false;
                }
            }
            return true;
        }

        private boolean holds(Condition condition) {
            if (condition instanceof Condition.Is is) {
                return is.values().contains(facts.value(is.field()));
            } else if (condition instanceof Condition.Stated stated) {
                return !facts.value(stated.field()).isEmpty();
            } else if (condition instanceof Condition.Numbered numbered) {
                return facts.value(numbered.field()).chars().anyMatch(Character::isDigit);
            } else if (condition instanceof Condition.Between between) {
                return number(between.field())
                        .filter(value -> between.from()
                                        .map(from -> value.compareTo(from) >= 0)
                                        .orElse(true)
                                && between.below()
                                        .map(below -> value.compareTo(below) < 0)
                                        .orElse(true))
                        .isPresent();
            } else if (condition instanceof Condition.Mentions mentions) {
                var found = mentions.fields().stream()
                        .filter(field -> mentions(field, mentions))
                        .findFirst();
                mentioned = mentioned.or(() -> found);
                return found.isPresent();
            } else if (condition instanceof Condition.Overlaps near) {
                overlaps = facts.overlapping(near.metres(), near.degrees());
                return overlaps.isPresent();
            } else if (condition instanceof Condition.Moved moved) {
                return facts.metresMoved() > moved.metres();
            } else if (condition instanceof Condition.Changed changed) {
                return facts.changes(changed.field());
            } else if (condition instanceof Condition.Missing) {
                return facts.missing();
            } else if (condition instanceof Condition.Blocked) {
                warning = blocked.warning(facts);
                return warning.isPresent();
            } else if (condition instanceof Condition.Not not) {
                return !holds(not.condition());
            } else if (condition instanceof Condition.AnyOf any) {
                return any.conditions().stream().anyMatch(this::holds);
            }
            throw new IllegalStateException("no such condition: " + condition);
        }

        /** @return the cameras that its texts may name */
        List<String> named() {
            return overlaps.flatMap(Facts.Other::camera).stream().toList();
        }

        private Optional<BigDecimal> number(CameraField field) {
            try {
                return Optional.of(facts.value(field))
                        .filter(text -> !text.isEmpty())
                        .map(BigDecimal::new);
            } catch (NumberFormatException e) {
                return Optional.empty(); // a device's odd answer, kept as it is
            }
        }

        private boolean mentions(CameraField field, Condition.Mentions mentions) {
            var written = Words.fold(facts.written(field));
            if (written.isEmpty()) {
                return false;
            }
            var negations = folded(mentions.negations());
            return folded(mentions.words()).stream().anyMatch(word -> {
                var at = written.indexOf(word);
                return at >= 0
                        && negations.stream()
                                .noneMatch(no -> written.substring(0, at).endsWith(no));
            });
        }

        Text fill(Text text) {
            return new Text(fill(text.vi(), true), fill(text.en(), false));
        }

        private String fill(String text, boolean vi) {
            if (text.indexOf('{') < 0) {
                return text;
            }
            var filled = new StringBuilder();
            var from = 0;
            for (var open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
                var close = text.indexOf('}', open);
                if (close < 0) {
                    break;
                }
                filled.append(text, from, open).append(word(text.substring(open + 1, close), vi));
                from = close + 1;
            }
            return filled.append(text.substring(from)).toString();
        }

        private String word(String key, boolean vi) {
            return switch (key) {
                case "overlaps" ->
                    overlaps.map(Facts.Other::shown)
                            .map(text -> vi ? text.vi() : text.en())
                            .orElse("");
                case "blocked" -> warning.orElse("");
                case "mentioned" ->
                    mentioned.map(field -> Words.quote(facts.written(field))).orElse("");
                default ->
                    CameraField.ofKey(key)
                            .map(field -> Words.quote(facts.written(field)))
                            .orElse("");
            };
        }
    }

    /** The rows that break one rule. */
    private static final class Rows {

        private final int first;
        private int count;

        Rows(int first) {
            this.first = first;
        }

        String vi() {
            return count == 1 ? "dòng " + first : count + " dòng, từ dòng " + first;
        }

        String en() {
            return count == 1 ? "row " + first : count + " rows, the first is " + first;
        }
    }
}
