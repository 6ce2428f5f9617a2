package vn.matluoi.api.driver;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.Text;

/**
 * Carries the stored options of a family's sources over to a new version of its plug-in. A plug-in that renames or drops an
 * option registers one as an OSGi service with the property {@link DeviceDriver#FAMILY}, beside its driver; one that does not
 * needs none. The hub asks that of the new version, once for each source, right after the upgrade and before it stores
 * anything; going back, the hub takes back the changes by itself. Stateless; any thread; it has 30 s for all sources.
 */
@ConsumerType
public interface SettingsMigrator {

    /**
     * @param options what the source has: keys and values as in {@code etc/vn.matluoi.source-NAME.cfg}, no secret
     * @param from the version the options were written for
     * @param to this plug-in's version, which may be several later
     * @return all the options the source is to have from now on; the same map if nothing changes
     * @throws CannotMigrate if a person has to decide: the upgrade is then taken back, and nothing is changed
     */
    Map<String, String> migrate(Map<String, String> options, String from, String to) throws CannotMigrate;

    /** These options cannot be carried over. */
    final class CannotMigrate extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Text text;

        /** @param text which option it is about and what a person is to do */
        public CannotMigrate(Text text) {
            super(text.en());
            this.text = text;
        }

        public Text text() {
            return text;
        }
    }
}
