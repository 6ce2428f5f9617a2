package vn.matluoi.api.intake;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;

/**
 * What one source says at one moment about its cameras. A statement is evidence, not an order: the hub
 * decides what changed.
 *
 * @param source who says it
 * @param layer in which capacity
 * @param by the person, or the program: an account name, or for example {@code driver:hikvision}, {@code route:ward-7},
 *     {@code key:ID}; no account's name has a colon
 * @param at when it was true, as far as known
 * @param complete whether it names every camera of the source. Only then is a camera that is missing
 *     from it marked as no longer stated; an incomplete statement never removes anything. One that is older than what the
 *     same source has said already is taken as incomplete, and its report says so ({@link #OUTDATED})
 * @param profile how values are to be read; empty for values that are already normalised (drivers)
 * @param delivery identity of this very delivery, for example of one file dropped once. Committing a
 *     delivery a second time changes nothing and returns the first report
 * @param label what people call it: a file name, a device's name
 * @param defaultArea where its cameras stand unless a value says otherwise; if empty, where the source's settings say
 * @param defaultUnit code of who manages them unless a value says otherwise; if empty, as the source's settings say
 * @param defaultSector what they serve unless a value says otherwise; if empty, as the source's settings say
 * @param columns where each field stands as people see it, for findings: letter and heading, for example
 *     {@code I (Vĩ độ)}; empty where there are no columns (drivers)
 * @param findings what was noticed about the statement as a whole before any item. If one is an
 *     {@link Finding.Severity#ERROR} nothing is applied and nothing marked missing; the import is kept with its findings
 * @param items the cameras. Iterated at most twice, in the calling thread; may be lazy
 */
public record Statement(
        SourceId source,
        Layer layer,
        String by,
        Instant at,
        boolean complete,
        Optional<Profile> profile,
        Optional<String> delivery,
        String label,
        Optional<AreaCode> defaultArea,
        Optional<String> defaultUnit,
        Optional<String> defaultSector,
        Map<CameraField, String> columns,
        List<Finding> findings,
        Iterable<Item> items) {

    /** Rule of the finding that a complete statement came too late to count as one. */
    public static final String OUTDATED = "statement.outdated";

    public Statement {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(layer, "layer");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(defaultArea, "defaultArea");
        Objects.requireNonNull(defaultUnit, "defaultUnit");
        Objects.requireNonNull(defaultSector, "defaultSector");
        Objects.requireNonNull(items, "items");
        var copy = new EnumMap<CameraField, String>(CameraField.class);
        copy.putAll(columns);
        columns = Collections.unmodifiableMap(copy);
        findings = List.copyOf(findings);
    }

    /** A statement without columns, of which nothing was noticed as a whole. */
    public Statement(
            SourceId source,
            Layer layer,
            String by,
            Instant at,
            boolean complete,
            Optional<Profile> profile,
            Optional<String> delivery,
            String label,
            Optional<AreaCode> defaultArea,
            Optional<String> defaultUnit,
            Optional<String> defaultSector,
            Iterable<Item> items) {
        this(
                source,
                layer,
                by,
                at,
                complete,
                profile,
                delivery,
                label,
                defaultArea,
                defaultUnit,
                defaultSector,
                Map.of(),
                List.of(),
                items);
    }

    /**
     * Whether an agency's own program says it, by a key or a route, and no person of the province answers for it. Of cameras that other
     * sources brought it changes nothing then, and takes no mark of a state secret back.
     */
    public boolean isOfAgency() {
        return layer == Layer.AGENCY && isProgram(by);
    }

    /** @return whether that is a program, not an account of a person */
    public static boolean isProgram(String by) {
        return by.indexOf(':') >= 0;
    }
}
