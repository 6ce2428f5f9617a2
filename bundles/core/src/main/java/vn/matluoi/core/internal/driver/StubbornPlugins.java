package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plug-ins that took no notice when their start or stop was ended. Nobody can end them while the process lives; it is
 * kept over a restart who they are, so that the next start leaves them out. Any thread.
 */
@Component(service = StubbornPlugins.class)
public final class StubbornPlugins {

    private static final Logger LOG = LoggerFactory.getLogger(StubbornPlugins.class);

    private final Path file;
    private final Set<String> families = new TreeSet<>(); // guarded by this, as below
    private Optional<String> holder = Optional.empty();

    @Activate
    public StubbornPlugins(BundleContext context) {
        this(context.getDataFile("stubborn-plugins").toPath());
    }

    /** @param file a family a line */
    StubbornPlugins(Path file) {
        this.file = file;
        try {
            if (Files.exists(file)) {
                families.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized Set<String> families() {
        return Set.copyOf(families);
    }

    synchronized boolean contains(String family) {
        return families.contains(family);
    }

    synchronized void add(String family) {
        if (families.add(family)) {
            save();
        }
    }

    /** It came to its end after all, or is gone. */
    synchronized void remove(String family) {
        if (families.remove(family)) {
            save();
        }
    }

    /** Notes that this one holds the only thread in which the features service starts and stops bundles. */
    synchronized void holds(String family) {
        holder = Optional.of(family);
    }

    /** Nobody holds that thread, or another has taken its place. */
    synchronized void free() {
        holder = Optional.empty();
    }

    /** @return who holds the features service's thread */
    synchronized Optional<String> holder() {
        return holder;
    }

    private void save() {
        try {
            Files.write(file, families);
        } catch (IOException e) {
            LOG.warn("cannot note which plug-ins the next start leaves out: {}", e.toString());
        }
    }
}
