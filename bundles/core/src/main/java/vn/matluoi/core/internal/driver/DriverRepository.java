package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.kar.Kar;

/**
 * The plug-ins that lie ready in {@code drivers/repository}, in Maven's layout:
 * {@code vn/matluoi/vn.matluoi.driver.NAME/VERSION/vn.matluoi.driver.NAME-VERSION-features.xml} beside its jar, and beside both the
 * {@code .kar} file it came in, if it did. Read anew at each question. What may be installed of it {@link DriverOrigins} says.
 */
final class DriverRepository {

    private static final String PREFIX = "vn.matluoi.driver.";
    /** Beside a version that an order brought which has not ended yet. */
    private static final String PENDING = ".pending";

    private static final String FEATURES =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <features name="%1$s" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
              <feature name="matluoi-driver-%2$s" version="%3$s">
                <bundle start-level="80">mvn:vn.matluoi/%1$s/%3$s</bundle>
              </feature>
            </features>
            """;

    private final Path folder;

    /** @param folder {@code drivers/repository} */
    DriverRepository(Path folder) {
        this.folder = folder;
    }

    /**
     * One version of a plug-in.
     *
     * @param version as written in the folder's name
     */
    record Offer(String family, String version) {

        /** @return where the container finds its features */
        String featuresUri() {
            return "mvn:vn.matluoi/%s%s/%s/xml/features".formatted(PREFIX, family, version);
        }

        String feature() {
            return featureOf(family);
        }

        /** @return comparable; {@code 1.0-rc} counts as a qualifier */
        Version order() {
            return orderOf(version);
        }
    }

    static String featureOf(String family) {
        return "matluoi-driver-" + family;
    }

    static String bundleOf(String family) {
        return PREFIX + family;
    }

    /** @return the family whose plug-in a bundle is; empty if it is none */
    static Optional<String> familyOf(String symbolicName) {
        return symbolicName != null && symbolicName.startsWith(PREFIX) && !symbolicName.endsWith(".testkit")
                ? Optional.of(symbolicName.substring(PREFIX.length()))
                : Optional.empty();
    }

    /** @return the newest version of each family */
    Map<String, Offer> newest() {
        var newest = new TreeMap<String, Offer>();
        for (var plugin : foldersIn(folder.resolve("vn").resolve("matluoi"))) {
            familyOf(plugin.getFileName().toString())
                    .flatMap(family -> find(family, Optional.empty()))
                    .ifPresent(offer -> newest.put(offer.family(), offer));
        }
        return newest;
    }

    /** @return that version of the plug-in, or the newest */
    Optional<Offer> find(String family, Optional<String> version) {
        return versions(family).stream()
                .filter(offer -> version.isEmpty() || offer.version().equals(version.get()))
                .findFirst();
    }

    /** @return all versions of the plug-in, the newest first */
    List<Offer> versions(String family) {
        if (!family.matches("[a-z0-9][a-z0-9.-]*")) {
            return List.of(); // never a path of the caller's making
        }
        var plugin = folder.resolve("vn").resolve("matluoi").resolve(bundleOf(family));
        return foldersIn(plugin).stream()
                .filter(path -> Files.exists(
                        path.resolve("%s-%s-features.xml".formatted(plugin.getFileName(), path.getFileName()))))
                .map(path -> new Offer(family, path.getFileName().toString()))
                .sorted(Comparator.comparing(Offer::order).reversed())
                .toList();
    }

    /**
     * Takes in a plug-in that came as a file. Its features are written here, not taken from the file: one bundle, and nothing
     * else that a features file may bring.
     *
     * <p>A version is its jar and its features. One that has half of that, since the disk was full or the hub was killed, was
     * never there: it is completed, with this content. One that is new is {@link #pending} until it is {@link #accept accepted}.
     *
     * <p>What lies there and may be installed is left as it is, whatever envelope this one has; what may not gives way.
     *
     * @param stands whether what lies there may itself be installed
     * @param installed whether that version is in the container: then no order brings it, and none takes it out again
     * @return whether this order brought it
     * @throws HubException {@code CONFLICT} if that version stands there with another content
     */
    synchronized boolean add(Kar kar, BooleanSupplier stands, boolean installed) {
        var offer = new Offer(kar.family(), kar.version());
        try {
            var there = Files.exists(jar(offer)) && Files.exists(features(offer));
            if (there && stands.getAsBoolean()) {
                if (!Arrays.equals(Files.readAllBytes(jar(offer)), kar.jar())) {
                    throw taken(kar);
                }
                return false;
            }
            Files.createDirectories(place(offer));
            if (!installed) {
                WholeFile.write(pending(offer), new byte[0]);
            }
            WholeFile.write(jar(offer), kar.jar());
            WholeFile.write(kar(offer), kar.file());
            // last: it is what makes the version count
            WholeFile.write(features(offer), featuresOf(offer));
            return !installed;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + place(offer), e);
        }
    }

    /** Has the features file be the one that is written here: it brings the version's bundle, and nothing else. */
    synchronized void setFeatures(Offer offer) throws IOException {
        var is = features(offer);
        var due = featuresOf(offer);
        if (!Files.isRegularFile(is) || Files.size(is) != due.length || !Arrays.equals(Files.readAllBytes(is), due)) {
            WholeFile.write(is, due);
        }
    }

    private static byte[] featuresOf(Offer offer) {
        return FEATURES.formatted(bundleOf(offer.family()), offer.family(), offer.version())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The order that brought a version has ended well: it stays. */
    void accept(Offer offer) {
        try {
            Files.deleteIfExists(pending(offer));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + place(offer), e);
        }
    }

    /** @return versions brought by an order that has not ended, or was cut short */
    List<Offer> pending() {
        var found = new ArrayList<Offer>();
        for (var plugin : foldersIn(folder.resolve("vn").resolve("matluoi"))) {
            familyOf(plugin.getFileName().toString()).ifPresent(family -> foldersIn(plugin).stream()
                    .map(path -> new Offer(family, path.getFileName().toString()))
                    .filter(offer -> Files.exists(pending(offer)))
                    .forEach(found::add));
        }
        return found;
    }

    Path folder() {
        return folder;
    }

    Path jar(Offer offer) {
        return file(offer, ".jar");
    }

    Path features(Offer offer) {
        return file(offer, "-features.xml");
    }

    /** @return the file it came in, which is there if it did */
    Path kar(Offer offer) {
        return file(offer, ".kar");
    }

    private Path pending(Offer offer) {
        return place(offer).resolve(PENDING);
    }

    private Path file(Offer offer, String end) {
        return place(offer).resolve("%s%s-%s%s".formatted(PREFIX, offer.family(), offer.version(), end));
    }

    private Path place(Offer offer) {
        return folder.resolve("vn")
                .resolve("matluoi")
                .resolve(bundleOf(offer.family()))
                .resolve(offer.version());
    }

    private static HubException taken(Kar kar) {
        return new HubException(
                Reason.CONFLICT,
                "driver.version-taken",
                new Text(
                        "drivers/repository đã có %s %s với nội dung khác; bản mới phải mang số phiên bản khác"
                                .formatted(kar.family(), kar.version()),
                        "drivers/repository has another %s %s already; a new one must have a version of its own"
                                .formatted(kar.family(), kar.version())));
    }

    /** @return how the repository writes that version */
    Optional<String> written(String family, Version version) {
        return foldersIn(folder.resolve("vn").resolve("matluoi").resolve(bundleOf(family))).stream()
                .map(path -> new Offer(family, path.getFileName().toString()))
                .filter(offer -> offer.order().equals(version))
                .map(Offer::version)
                .findFirst();
    }

    /** Takes a version out again. */
    void remove(Offer offer) {
        var place = place(offer);
        try {
            for (var file :
                    List.of(features(offer), jar(offer), kar(offer), place.resolve(WholeFile.ASIDE), pending(offer))) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + place, e);
        }
    }

    private static Version orderOf(String text) {
        var numbers = new ArrayList<Integer>(List.of(0, 0, 0));
        var parts = text.split("[.-]", 4);
        var place = 0;
        while (place < Math.min(3, parts.length) && parts[place].matches("\\d{1,9}")) {
            numbers.set(place, Integer.parseInt(parts[place]));
            place++;
        }
        var rest = String.join("-", List.of(parts).subList(place, parts.length)).replaceAll("[^A-Za-z0-9_-]", "-");
        return new Version(numbers.get(0), numbers.get(1), numbers.get(2), rest);
    }

    private static List<Path> foldersIn(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + parent, e);
        }
    }
}
