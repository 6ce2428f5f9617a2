package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import vn.matluoi.core.internal.driver.DriverOrigins.Origin;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * The last versions of each plug-in that were installed, {@code drivers/archive/FAMILY/VERSION}: the {@code .kar} file it came
 * in, if it did, and what the upgrade away from it made of the stored options. Used by one thread at a time.
 */
final class DriverArchive {

    /** So many versions of a family are kept, the installed one among them. */
    static final int KEPT = 3;

    private static final String OPTIONS = "options.properties";
    private static final String UNSIGNED = "unsigned";

    private final Path folder;
    private final DriverRepository repository;

    DriverArchive(Path folder, DriverRepository repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /**
     * Notes that this version is installed.
     *
     * @param origin where it comes from
     */
    void enter(Offer offer, Origin origin) {
        try {
            var place = Files.createDirectories(place(offer.family(), offer.version()));
            Files.deleteIfExists(place.resolve(OPTIONS)); // of an upgrade long ago
            if (origin.kar().isPresent()) {
                WholeFile.write(kar(offer), origin.kar().get().file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("drivers/archive cannot be written", e);
        }
        mark(offer, origin);
    }

    /** Notes whether somebody answers for this version, and nothing else. */
    void mark(Offer offer, Origin origin) {
        var mark = place(offer.family(), offer.version()).resolve(UNSIGNED);
        try {
            if (origin.unsigned()) {
                Files.createDirectories(mark.getParent());
                Files.write(mark, new byte[0]);
            } else {
                Files.deleteIfExists(mark);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("drivers/archive cannot be written", e);
        }
    }

    /** @return whether nobody signed that version */
    boolean unsigned(String family, Version version) {
        return kept(family)
                .filter(offer -> offer.order().equals(version))
                .anyMatch(offer -> Files.exists(place(family, offer.version()).resolve(UNSIGNED)));
    }

    /** Notes what the upgrade away from a version makes of the stored options; on the disk when it returns. */
    void leave(String family, String version, OptionChanges changes) {
        try {
            var place = Files.createDirectories(place(family, version));
            var writer = new StringWriter();
            changes.properties().store(writer, "options of the sources, before and after the upgrade from here");
            WholeFile.write(place.resolve(OPTIONS), writer.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("drivers/archive cannot be written", e);
        }
    }

    /** @return what {@link #leave} noted */
    OptionChanges changes(String family, String version) {
        var file = place(family, version).resolve(OPTIONS);
        if (!Files.exists(file)) {
            return OptionChanges.NONE;
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return OptionChanges.of(properties);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** @return the versions kept that can be installed, the newest first */
    List<Offer> versions(String family) {
        return kept(family)
                .filter(offer ->
                        repository.find(family, Optional.of(offer.version())).isPresent())
                .toList();
    }

    /** @return whether that version came in a file */
    boolean cameInAFile(Offer offer) {
        return Files.exists(kar(offer));
    }

    /**
     * Forgets all but the newest, and the installed one in any case.
     *
     * @return those that {@code drivers/repository} is to forget, too: the distribution's own are not among them
     */
    List<Offer> prune(String family, Version installed) {
        var old = kept(family)
                .filter(offer -> !offer.order().equals(installed))
                .skip(KEPT - 1)
                .toList();
        var files = old.stream().filter(this::cameInAFile).toList();
        old.forEach(offer -> delete(place(offer.family(), offer.version())));
        return files;
    }

    private Stream<Offer> kept(String family) {
        var place = folder.resolve(family);
        if (!Files.isDirectory(place)) {
            return Stream.empty();
        }
        try (var versions = Files.list(place)) {
            return versions
                    .filter(Files::isDirectory)
                    .map(each -> new Offer(family, each.getFileName().toString()))
                    .sorted(Comparator.comparing(Offer::order).reversed())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place, e);
        }
    }

    /** Both come from bundles and the gate, and are no paths. */
    private Path place(String family, String version) {
        return folder.resolve(family).resolve(version);
    }

    /** @return the file it came in, which is there if it did */
    Path kar(Offer offer) {
        return place(offer.family(), offer.version()).resolve("%s-%s.kar".formatted(offer.family(), offer.version()));
    }

    private static void delete(Path place) {
        try (var files = Files.list(place)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(place);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + place, e);
        }
    }
}
