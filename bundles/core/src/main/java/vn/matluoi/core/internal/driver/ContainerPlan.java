package vn.matluoi.core.internal.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Karaf's features service says it would do when it is asked to simulate and to be verbose: it says so in words only,
 * which this reads. Source: {@code Deployer.logDeployment} of org.apache.karaf.features.core 4.4.10.
 *
 * <pre>
 * Changes to perform:
 *   Region: root
 *     Bundles to update:
 *       vn.matluoi.driver.acme/1.0.0 with mvn:vn.matluoi/vn.matluoi.driver.acme/1.1.0
 *   Bundles to refresh:
 *     vn.matluoi.driver.acme/1.0.0 (Bundle will be updated)
 * </pre>
 *
 * @param changes what happens to which bundle, in Karaf's order
 */
record ContainerPlan(List<Change> changes) {

    private static final Pattern HEADING = Pattern.compile("\\s*Bundles to (install|uninstall|update|refresh):\\s*");
    private static final Pattern BUNDLE = Pattern.compile("\\s+([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)( .*)?");
    /** One of the hub's own group, and a plain bundle; of any other the whole address is its name. */
    private static final Pattern MAVEN = Pattern.compile("\\s+mvn:vn\\.matluoi/([A-Za-z0-9._-]+)/([^/$?\\s]+)\\s*");

    /** What may happen to a bundle. */
    enum Deed {
        INSTALL,
        UNINSTALL,
        UPDATE,
        REFRESH
    }

    /** @param bundle its symbolic name; for one that comes new, the name of its artifact, or its address */
    record Change(Deed deed, String bundle, String version) {}

    ContainerPlan {
        changes = List.copyOf(changes);
    }

    /** @param said lines; those of others who wrote to standard output meanwhile are passed over */
    static ContainerPlan read(List<String> said) {
        var changes = new ArrayList<Change>();
        Deed deed = null;
        for (var line : said) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                deed = Deed.valueOf(heading.group(1).toUpperCase(java.util.Locale.ROOT));
                continue;
            }
            if (line.strip().endsWith(":") || !line.startsWith("    ")) {
                deed = line.startsWith(" ") ? null : deed; // another section; or not Karaf's
                continue;
            }
            if (deed == null) {
                continue;
            }
            var bundle = (deed == Deed.INSTALL ? MAVEN : BUNDLE).matcher(line);
            changes.add(
                    bundle.matches()
                            ? new Change(deed, bundle.group(1), bundle.group(2))
                            : new Change(deed, line.strip(), ""));
        }
        return new ContainerPlan(changes);
    }

    /** @return bundles beside the family's own that would come, or be stopped, replaced or removed */
    Set<String> others(String family) {
        var others = new TreeSet<String>();
        for (var change : changes) {
            if (DriverRepository.familyOf(change.bundle).filter(family::equals).isEmpty()) {
                others.add(change.bundle);
            }
        }
        return others;
    }
}
