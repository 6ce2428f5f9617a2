package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Libraries that others copied into their jars without a trace a program could find. Each is known for one version of its
 * carrier: another version of the carrier ends the build until somebody has looked again.
 */
record Embedded(List<Copy> copies) {

    record Copy(Part carrier, Part part) {}

    static Embedded read(Path file) throws IOException {
        var copies = new ArrayList<Copy>();
        for (var row : Table.rows(file)) {
            copies.add(new Copy(Part.of(row.get("carrier")), Part.of(row.get("artefact"))));
        }
        return new Embedded(copies);
    }

    List<Part> in(Part jar) throws IOException {
        var found = new ArrayList<Part>();
        for (var copy : copies) {
            if (copy.carrier.equals(jar)) {
                found.add(copy.part);
            } else if (copy.carrier.group().equals(jar.group())
                    && copy.carrier.name().equals(jar.name())) {
                throw new IOException(
                        "security/embedded.csv knows what is in %s, not in %s".formatted(copy.carrier, jar));
            }
        }
        return found;
    }
}
