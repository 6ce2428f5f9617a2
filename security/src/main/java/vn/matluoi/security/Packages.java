package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose classes stand in which packages, to find libraries that were copied into a jar and are listed nowhere: no CVE would
 * match them.
 *
 * @param owners artefacts ({@code group:name}) by package; the longest package that fits counts, {@value #NOBODY} for interfaces
 */
record Packages(Map<String, List<String>> owners) {

    static final String NOBODY = "nobody";

    static Packages read(Path file) throws IOException {
        var owners = new HashMap<String, List<String>>();
        for (var row : Table.rows(file)) {
            owners.put(row.get("package"), List.of(row.get("artefact").split(" ")));
        }
        return new Packages(owners);
    }

    /** @return those packages of a jar that belong to none of the parts listed for it */
    List<String> strangers(Collection<String> packages, List<Part> listed) {
        return packages.stream().filter(each -> !known(each, listed)).toList();
    }

    private boolean known(String name, List<Part> listed) {
        var original = name.replaceFirst("^.*\\bshaded\\.", "");
        for (var prefix = original; !prefix.isEmpty(); prefix = parent(prefix)) {
            var artefacts = owners.get(prefix);
            if (artefacts != null) {
                return artefacts.contains(NOBODY)
                        || listed.stream().anyMatch(part -> artefacts.stream().anyMatch(part::matches));
            }
        }
        return listed.stream().anyMatch(part -> (original + ".").startsWith(part.group() + "."));
    }

    private static String parent(String name) {
        return name.substring(0, Math.max(name.lastIndexOf('.'), 0));
    }
}
