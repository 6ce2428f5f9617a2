package vn.matluoi.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.parsers.JsonParser;

/**
 * The list of what is shipped, CycloneDX 1.6 in JSON: every jar of a distribution, and in each the libraries that were copied
 * into it. It holds no time and no serial number, so that the same distribution gives the same bytes.
 */
public final class BillOfMaterials {

    private BillOfMaterials() {}

    /**
     * Arguments: folder of the distribution, folder of the tables {@code embedded.csv} (libraries that leave no trace) and
     * {@code packages.csv} (whose classes stand where), version of the hub, file to write.
     */
    public static void main(String[] arguments) throws IOException, GeneratorException {
        var folder = Path.of(arguments[0]);
        var tables = Path.of(arguments[1]);
        var embedded = Embedded.read(tables.resolve("embedded.csv"));
        var json = of(folder, embedded, Packages.read(tables.resolve("packages.csv")), arguments[2]);
        var file = Path.of(arguments[3]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
    }

    static String of(Path folder, Embedded embedded, Packages packages, String version)
            throws IOException, GeneratorException {
        var bom = new Bom();
        var hub = component(new Part("vn.matluoi", "vn.matluoi.hub", version), Component.Type.APPLICATION, "hub");
        var metadata = new Metadata();
        metadata.setTimestamp(null);
        metadata.setComponent(hub);
        bom.setMetadata(metadata);
        var strangers = new ArrayList<String>();
        for (var file : jars(folder)) {
            bom.addComponent(jar(folder, file, embedded, packages, strangers));
        }
        if (!strangers.isEmpty()) {
            throw new IOException(
                    "classes of nobody listed (security/embedded.csv, packages.csv):\n" + String.join("\n", strangers));
        }
        return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
    }

    /** @return every part a list names, those inside others included */
    public static List<Part> parts(byte[] json) throws ParseException {
        var found = new ArrayList<Part>();
        collect(new JsonParser().parse(json).getComponents(), found);
        return found;
    }

    private static void collect(List<Component> components, List<Part> found) {
        for (var component : components == null ? List.<Component>of() : components) {
            found.add(new Part(component.getGroup(), component.getName(), component.getVersion()));
            collect(component.getComponents(), found);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Component jar(Path folder, Path file, Embedded embedded, Packages packages, List<String> strangers)
            throws IOException {
        var bytes = Files.readAllBytes(file);
        var where = folder.relativize(file).toString();
        var jar = Jar.read(file.getFileName().toString(), bytes);
        var itself =
                placed(where).or(jar::itself).orElseThrow(() -> new IOException(where + " does not say what it is"));
        var component = component(itself, Component.Type.LIBRARY, where);
        component.addHash(new Hash(Hash.Algorithm.SHA_256, sha256(bytes)));
        var inside = new ArrayList<>(jar.parts());
        inside.addAll(embedded.in(itself));
        inside.add(itself);
        for (var stranger : packages.strangers(jar.packages(), inside)) {
            strangers.add(where + ": " + stranger);
        }
        for (var part : inside) {
            if (!part.equals(itself)) {
                component.addComponent(component(part, Component.Type.LIBRARY, where + "!" + part));
            }
        }
        return component;
    }

    /** The folders {@code system} and {@code drivers/repository} are laid out as Maven repositories: the path is the name. */
    private static Optional<Part> placed(String where) {
        var path = where.replaceFirst("^(system|drivers/repository)/", "");
        var pieces = path.split("/");
        if (path.equals(where) || pieces.length < 4) {
            return Optional.empty();
        }
        var group = String.join(".", List.of(pieces).subList(0, pieces.length - 3));
        return Optional.of(new Part(group, pieces[pieces.length - 3], pieces[pieces.length - 2]));
    }

    private static Component component(Part part, Component.Type type, String reference) {
        var component = new Component();
        component.setType(type);
        component.setGroup(part.group());
        component.setName(part.name());
        component.setVersion(part.version());
        component.setPurl(part.purl());
        component.setBomRef(reference);
        return component;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
