package vn.matluoi.api.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * What a regulation asks of a camera, as data. It is broken where every condition of {@code when} holds and none of
 * {@code unless} does; then a finding names it, its article and how to mend it. What is judged is what the row says; of
 * what the row does not speak, what the catalogue shows of the same camera.
 *
 * @param name its own name in the profile, by which one that extends it replaces it or leaves it out
 * @param rule what findings are filed under, for example {@code R2.5}
 * @param severity how grave a breach is
 * @param citation documents and articles, as people cite them
 * @param from first day it is in force; empty for always
 * @param to last day it is in force; empty while no end is known
 * @param layers whose statements it judges
 * @param once whether a statement is told of it once, with the number of rows, instead of row by row; never an error
 * @param field the field the finding points at; empty for the one that mentions the word
 * @param when all of these
 * @param unless none of these
 * @param message what is wrong; <code>{key}</code> stands for what the row says of the field with that key,
 *     <code>{overlaps}</code>, <code>{blocked}</code> and <code>{mentioned}</code> for what those conditions found
 * @param mend how to mend it
 */
public record Rule(
        String name,
        String rule,
        Severity severity,
        Text citation,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Set<Layer> layers,
        boolean once,
        Optional<CameraField> field,
        List<Condition> when,
        List<Condition> unless,
        Text message,
        Text mend) {

    public Rule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(citation, "citation");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(mend, "mend");
        layers = Set.copyOf(layers);
        when = List.copyOf(when);
        unless = List.copyOf(unless);
        if (when.isEmpty()) {
            throw new IllegalArgumentException("rule " + name + " has no condition");
        }
        if (once && severity == Severity.ERROR) {
            throw new IllegalArgumentException("rule " + name + " refuses rows, and so speaks of each");
        }
        if (when.contains(new Condition.Missing()) && severity == Severity.ERROR) {
            throw new IllegalArgumentException(
                    "rule " + name + " is of cameras that no row names, and none is refused");
        }
    }

    /** @return whether it is of cameras that a complete statement no longer names: it is asked of no other, and told once */
    public boolean isOfMissing() {
        return when.contains(new Condition.Missing());
    }

    public boolean inForce(LocalDate day) {
        return from.map(first -> !day.isBefore(first)).orElse(true)
                && to.map(last -> !day.isAfter(last)).orElse(true);
    }

    /** Something that holds of a camera or does not. */
    public sealed interface Condition {

        /** Its normalised value is one of these. */
        record Is(CameraField field, Set<String> values) implements Condition {
            public Is {
                Objects.requireNonNull(field, "field");
                values = Set.copyOf(values);
            }
        }

        /**
         * One of the fields holds one of the words, compared without regard to case, accents and blanks, and none of
         * {@code negations} stands right before it.
         */
        record Mentions(List<CameraField> fields, List<String> words, List<String> negations) implements Condition {
            public Mentions {
                fields = List.copyOf(fields);
                words = List.copyOf(words);
                negations = List.copyOf(negations);
            }
        }

        /** It has a value. */
        record Stated(CameraField field) implements Condition {
            public Stated {
                Objects.requireNonNull(field, "field");
            }
        }

        /** Its value holds a digit: a document is named by its number or its date. */
        record Numbered(CameraField field) implements Condition {
            public Numbered {
                Objects.requireNonNull(field, "field");
            }
        }

        /** It has a number of at least {@code from} and less than {@code below}. */
        record Between(CameraField field, Optional<BigDecimal> from, Optional<BigDecimal> below) implements Condition {
            public Between {
                Objects.requireNonNull(field, "field");
                Objects.requireNonNull(from, "from");
                Objects.requireNonNull(below, "below");
            }
        }

        /**
         * Another camera, of whatever area, has the same purpose, stands no farther away and looks the same way: in the
         * catalogue, or in an earlier row of the statement. Holds of no camera without position, direction and purpose.
         *
         * @param metres at most 50
         * @param degrees between the two directions, at most 180
         */
        record Overlaps(double metres, double degrees) implements Condition {
            public Overlaps {
                if (!(metres >= 0 && metres <= 50) || !(degrees >= 0 && degrees <= 180)) {
                    throw new IllegalArgumentException("0 to 50 metres and 0 to 180 degrees");
                }
            }
        }

        /**
         * The row says a position farther than that from where the catalogue shows the camera. Holds of no camera that is new.
         *
         * @param metres at least 1, at most 10,000
         */
        record Moved(double metres) implements Condition {
            public Moved {
                if (!(metres >= 1 && metres <= 10_000)) {
                    throw new IllegalArgumentException("1 to 10,000 metres");
                }
            }
        }

        /**
         * The row says something of the field that its source did not say before; where the source said nothing of it, something that
         * the catalogue did not show. Holds of all that a row says of a new camera.
         */
        record Changed(CameraField field) implements Condition {
            public Changed {
                Objects.requireNonNull(field, "field");
            }
        }

        /** A complete statement of its source no longer names it. To stand in {@code when} itself: see {@link Rule#isOfMissing}. */
        record Missing() implements Condition {}

        /** Manufacturer, model and firmware stand on the hub's list of {@link BlockedModels}. */
        record Blocked() implements Condition {}

        record Not(Condition condition) implements Condition {
            public Not {
                Objects.requireNonNull(condition, "condition");
            }
        }

        record AnyOf(List<Condition> conditions) implements Condition {
            public AnyOf {
                conditions = List.copyOf(conditions);
            }
        }
    }
}
