package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The register of known CVEs, and whose CVEs somebody looks for at each release. */
public record Register(List<Weakness> weaknesses, List<Watch> watches) {

    /** @param watched false for what no outside data ever reaches; {@code where} then says why */
    record Watch(String artefact, boolean watched, String where) {}

    /** @param folder where {@code known-cves.csv} and {@code watched.csv} are */
    public static Register read(Path folder) throws IOException {
        var watches = new ArrayList<Watch>();
        for (var row : Table.rows(folder.resolve("watched.csv"))) {
            watches.add(new Watch(row.get("artefact"), row.get("watched").equals("yes"), row.get("where")));
        }
        return new Register(
                Table.rows(folder.resolve("known-cves.csv")).stream()
                        .map(Weakness::of)
                        .toList(),
                watches);
    }

    /**
     * @param shipped every part of the distribution
     * @param isATest whether {@code Class#method} is a test of this tree
     * @return what is wrong, for people; empty if all is well
     */
    public List<String> complaints(List<Part> shipped, Predicate<String> isATest) {
        var found = new ArrayList<String>();
        for (var weakness : weaknesses) {
            about(weakness, shipped, isATest, found);
        }
        for (var part : shipped) {
            about(part, found);
        }
        return found.stream().distinct().toList();
    }

    private void about(Weakness weakness, List<Part> shipped, Predicate<String> isATest, List<String> found) {
        for (var part : shipped) {
            if (weakness.hits(part)) {
                switch (weakness.status()) {
                    case OPEN -> found.add(part + " is shipped and has " + weakness + ", which is open");
                    case FIXED ->
                        found.add(part + " is shipped and in the range of " + weakness + ", said to be fixed");
                    default -> {}
                }
            }
        }
        var isShipped = shipped.stream().anyMatch(part -> part.matches(weakness.artefact()));
        if (!isShipped && !weakness.saysNotShipped()) {
            found.add(weakness + ": nothing of that name is shipped, and the row does not say so");
        }
        if (isShipped && weakness.saysNotShipped()) {
            found.add(weakness + ": the row says it is not shipped, but it is");
        }
        if (weakness.proof().equals(Weakness.NO_PROOF)) {
            if (weakness.status() != Weakness.Status.OPEN) {
                found.add(weakness + ": only an open one may be without proof");
            }
        } else {
            for (var test : weakness.proof().split(" ")) {
                if (!isATest.test(test)) {
                    found.add(weakness + ": there is no test " + test);
                }
            }
        }
    }

    private void about(Part part, List<String> found) {
        if (part.group().equals("vn.matluoi")) {
            return;
        }
        var watch =
                watches.stream().filter(each -> part.matches(each.artefact())).findFirst();
        if (watch.isEmpty()) {
            found.add(part + " is shipped, and watched.csv does not say whether its CVEs are looked for");
        } else if (watch.get().watched() && weaknesses.stream().noneMatch(each -> each.speaksOf(part))) {
            found.add(part + " is shipped and watched, and the register has no row for its version line");
        }
    }
}
