package vn.matluoi.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.inject.Inject;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.Version;

/** A driver comes, goes and changes through the features service, and no other bundle notices. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class DriversInsideTheHub extends ShippedHub {

    private static final String BUNDLE = "vn.matluoi.driver.hikvision";
    private static final String FEATURE = "matluoi-driver-hikvision";
    private static final String SHIPPED = Archive.VERSION;

    @Inject
    private FeaturesService features;

    /** What happened to bundles other than the driver's. */
    private final Queue<String> elsewhere = new ConcurrentLinkedQueue<>();

    private final SynchronousBundleListener listener = event -> {
        if (!BUNDLE.equals(event.getBundle().getSymbolicName())) {
            elsewhere.add(Bundles.name(event.getBundle()) + what(event.getType()));
        }
    };

    @Before
    public void theHubHasBroughtTheDriver() throws Exception {
        Changes.await(context, () -> driver() != null);
        assertNotNull("etc names the driver, but it does not serve: " + Components.unsatisfied(context), driver());
        context.addBundleListener(listener);
    }

    @After
    public void itIsThereAsShipped() throws Exception {
        context.removeBundleListener(listener);
        if (driver() == null || !driver().getBundle().getVersion().equals(Version.parseVersion(SHIPPED))) {
            install(SHIPPED);
        }
    }

    @Test
    public void theDriverCameThroughTheFeaturesService() {
        assertEquals(BUNDLE, driver().getBundle().getSymbolicName());
        assertEquals(
                "mvn:vn.matluoi/%s/%s".formatted(BUNDLE, SHIPPED),
                driver().getBundle().getLocation());
        var required = features.listRequirements().get(FeaturesService.ROOT_REGION);
        assertTrue(required.toString(), required.stream().anyMatch(each -> each.startsWith("feature:" + FEATURE)));
    }

    @Test
    public void aDriverGoesAndComesBackAlone() throws Exception {
        features.uninstallFeatures(Set.of(FEATURE + "/" + SHIPPED), EnumSet.of(Option.NoAutoRefreshBundles));
        assertEquals(null, driver());
        assertTrue(Bundles.names(context).stream().noneMatch(name -> name.startsWith(BUNDLE)));

        install(SHIPPED);
        Changes.await(context, () -> driver() != null);
        assertNotNull(driver());
        assertEquals(List.of(), Bundles.notActive(context));
        assertEquals(List.of(), List.copyOf(elsewhere));
    }

    @Test
    public void aDriverIsRaisedAndTakenBackAlone() throws Exception {
        features.addRepository(URI.create("mvn:vn.matluoi/%s/%s/xml/features".formatted(BUNDLE, NewerDriver.VERSION)));
        install(NewerDriver.VERSION);
        Changes.await(context, () -> serves(NewerDriver.VERSION));
        assertTrue(Bundles.names(context).toString(), serves(NewerDriver.VERSION));

        install(SHIPPED);
        Changes.await(context, () -> serves(SHIPPED));
        assertTrue(Bundles.names(context).toString(), serves(SHIPPED));
        assertEquals(List.of(), List.copyOf(elsewhere));
    }

    private void install(String version) throws Exception {
        features.installFeatures(
                Set.of(FEATURE + "/" + version), EnumSet.of(Option.Upgrade, Option.NoAutoRefreshBundles));
    }

    private boolean serves(String version) {
        var driver = driver();
        return driver != null
                && driver.getBundle() != null
                && driver.getBundle().getVersion().equals(Version.parseVersion(version));
    }

    private ServiceReference<?> driver() {
        try {
            var found =
                    context.getAllServiceReferences("vn.matluoi.api.driver.DeviceDriver", "(matluoi.driver=hikvision)");
            return found == null ? null : found[0];
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String what(int type) {
        return switch (type) {
            case BundleEvent.INSTALLED -> " was installed";
            case BundleEvent.STARTED, BundleEvent.STARTING -> " was started";
            case BundleEvent.STOPPED, BundleEvent.STOPPING -> " was stopped";
            case BundleEvent.RESOLVED -> " was resolved";
            case BundleEvent.UNRESOLVED -> " was refreshed";
            case BundleEvent.UPDATED -> " was updated";
            case BundleEvent.UNINSTALLED -> " was uninstalled";
            default -> " had event " + type;
        };
    }
}
