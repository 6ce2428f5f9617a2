package vn.matluoi.security;

import java.util.Arrays;
import org.apache.commons.csv.CSVRecord;
import org.apache.maven.artifact.versioning.ArtifactVersion;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/**
 * One row of the register.
 *
 * @param artefact {@code group:name}; {@code *} stands for anything
 * @param range    the versions that have it, as Maven writes ranges
 * @param cve      its identity, or those of several that share the row, or {@value #NOTHING} for a version line in which somebody looked and found nothing
 * @param control  what keeps it out, in words; begins with {@value #NOT_SHIPPED} where the artefact is not in the distribution
 * @param proof    {@code Class#method} of a test, or several with a space between; {@value #NO_PROOF} if it is open
 */
public record Weakness(String artefact, VersionRange range, String cve, Status status, String control, String proof) {

    static final String NOTHING = "nothing known";
    static final String NOT_SHIPPED = "not shipped";
    static final String NO_PROOF = "none";

    public enum Status {
        /** What is shipped is not in the range. */
        FIXED,
        /** What is shipped may be in the range, but cannot be reached by it. */
        NOT_AFFECTED,
        /** What is shipped is in the range; something else keeps it out. */
        CONTROLLED,
        /** Nothing keeps it out yet. */
        OPEN
    }

    static Weakness of(CSVRecord row) {
        var status = row.get("status");
        try {
            return new Weakness(
                    row.get("artefact"),
                    VersionRange.createFromVersionSpec(row.get("range")),
                    row.get("cve"),
                    Arrays.stream(Status.values())
                            .filter(each ->
                                    each.name().toLowerCase().replace('_', '-').equals(status))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no such status: " + row)),
                    row.get("control"),
                    row.get("proof"));
        } catch (InvalidVersionSpecificationException e) {
            throw new IllegalArgumentException("no range of versions: " + row, e);
        }
    }

    boolean hits(Part part) {
        return part.matches(artefact) && range.containsVersion(new DefaultArtifactVersion(part.version()));
    }

    /** @return whether somebody who wrote this row looked at the version line of that part: its major and minor version */
    boolean speaksOf(Part part) {
        var version = new DefaultArtifactVersion(part.version());
        return hits(part)
                || part.matches(artefact)
                        && range.getRestrictions().stream()
                                .anyMatch(each -> sameLine(each.getLowerBound(), version)
                                        || sameLine(each.getUpperBound(), version));
    }

    boolean saysNotShipped() {
        return control.startsWith(NOT_SHIPPED);
    }

    private static boolean sameLine(ArtifactVersion bound, ArtifactVersion version) {
        return bound != null && line(bound).equals(line(version));
    }

    /** By hand, since {@link DefaultArtifactVersion} gives up on versions such as {@code 9.4.58.v20250814}. */
    private static String line(ArtifactVersion version) {
        var pieces = version.toString().split("[.\\-_]");
        return pieces[0] + "." + (pieces.length > 1 && pieces[1].matches("\\d+") ? pieces[1] : "0");
    }

    @Override
    public String toString() {
        return cve + " of " + artefact + " " + range;
    }
}
