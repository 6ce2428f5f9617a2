package vn.matluoi.itests.container;

import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.Rule;
import org.junit.rules.TestRule;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.BundleContext;

/**
 * The distribution as shipped, with a driver named in {@code etc} as an administrator would. One container for all classes
 * that extend this one: each leaves it as it was.
 */
public abstract class ShippedHub {

    @Rule
    public final TestRule tail = new LogTail();

    @Inject
    protected BundleContext context;

    @Inject
    @Filter(timeout = 120_000)
    protected BootFinished bootFinished;

    private static Option[] options;

    /** Asked by every class; the same answer lets them share one container. */
    @Configuration
    public Option[] shipped() {
        synchronized (ShippedHub.class) {
            if (options == null) {
                options = prepared();
            }
            return options.clone();
        }
    }

    private static Option[] prepared() {
        var drivers = Archive.repositories().resolve("drivers/repository");
        var options = KarafOptions.distribution(Archive.file(), "hub", NewerDriver.repository(drivers));
        options.add(editConfigurationFilePut("etc/vn.matluoi.drivers.cfg", "install", "hikvision"));
        return options.toArray(new Option[0]);
    }
}
