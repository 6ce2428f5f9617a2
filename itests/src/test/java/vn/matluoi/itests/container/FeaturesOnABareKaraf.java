package vn.matluoi.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.features.FeaturesService;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.BundleContext;

/** Each of our features installs alone on a Karaf that knows nothing of us, from folders, without a network. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class FeaturesOnABareKaraf {

    @Rule
    public final TestRule tail = new LogTail();

    @Inject
    private BundleContext context;

    @Inject
    private FeaturesService features;

    @Inject
    @Filter(timeout = 120_000)
    private BootFinished bootFinished;

    @Configuration
    public Option[] bare() {
        var shipped = Archive.repositories();
        var options = new ArrayList<>(KarafOptions.distribution(
                Path.of(System.getProperty("karaf.minimal")),
                "bare",
                shipped.resolve("system"),
                shipped.resolve("drivers/repository")));
        options.add(KarafOptions.noRemoteRepository());
        // its own ports, loopback only
        var shell = "etc/org.apache.karaf.shell.cfg";
        options.add(editConfigurationFilePut(shell, "sshHost", "127.0.0.1"));
        options.add(editConfigurationFilePut(shell, "sshPort", KarafOptions.freePort()));
        var management = "etc/org.apache.karaf.management.cfg";
        options.add(editConfigurationFilePut(management, "rmiRegistryPort", KarafOptions.freePort()));
        options.add(editConfigurationFilePut(management, "rmiServerPort", KarafOptions.freePort()));
        var web = "etc/org.ops4j.pax.web.cfg";
        options.add(editConfigurationFilePut(web, "org.ops4j.pax.web.listening.addresses", "127.0.0.1"));
        options.add(editConfigurationFilePut(web, "org.osgi.service.http.port", KarafOptions.freePort()));
        return options.toArray(new Option[0]);
    }

    @Test
    public void eachInstallsAloneAndLeavesNothing() throws Exception {
        for (var artifact : List.of(
                "vn.matluoi.features",
                "vn.matluoi.driver.hikvision",
                "vn.matluoi.driver.dahua",
                "vn.matluoi.driver.rtsp",
                "vn.matluoi.driver.onvif")) {
            features.addRepository(
                    URI.create("mvn:vn.matluoi/%s/%s/xml/features".formatted(artifact, Archive.VERSION)));
        }
        var ours = new TreeSet<String>();
        for (var feature : features.listFeatures()) {
            if (feature.getName().startsWith("matluoi")) {
                ours.add(feature.getName());
            }
        }
        assertTrue(
                ours.toString(),
                ours.containsAll(Set.of(
                        "matluoi",
                        "matluoi-driver-hikvision",
                        "matluoi-driver-dahua",
                        "matluoi-driver-rtsp",
                        "matluoi-driver-onvif")));
        assertEquals(List.of(), Bundles.notActive(context));

        var failures = new ArrayList<String>();
        for (var name : ours) {
            failures.addAll(installedAlone(name));
        }
        assertEquals(List.of(), failures);
    }

    private List<String> installedAlone(String name) throws InterruptedException {
        var wrong = new ArrayList<String>();
        var before = Bundles.names(context);
        var began = System.nanoTime();
        try {
            features.installFeatures(Set.of(name), EnumSet.noneOf(FeaturesService.Option.class));
            Changes.await(context, () -> Bundles.notActive(context).isEmpty());
            Bundles.notActive(context).forEach(each -> wrong.add(name + ": " + each));
            features.uninstallFeatures(Set.of(name), EnumSet.noneOf(FeaturesService.Option.class));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) { // whatever the features service throws is the finding
            wrong.add("%s: %s".formatted(name, e));
        }
        var after = Bundles.names(context);
        after.removeAll(before);
        if (!after.isEmpty()) {
            wrong.add("%s leaves %s".formatted(name, after));
        }
        System.out.printf("%s: %d ms%n", name, (System.nanoTime() - began) / 1_000_000);
        return wrong;
    }
}
