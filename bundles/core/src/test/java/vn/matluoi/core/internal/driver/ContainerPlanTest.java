package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vn.matluoi.core.internal.driver.ContainerPlan.Change;
import vn.matluoi.core.internal.driver.ContainerPlan.Deed;

/** What Karaf 4.4.10 prints for a simulated deployment. */
class ContainerPlanTest {

    private static ContainerPlan read(String said) {
        return ContainerPlan.read(said.lines().toList());
    }

    @Test
    void anUpgradeTouchesTheDriverAlone() {
        var plan = read(
                """
                Adding features: matluoi-driver-acme/[1.0.1,1.0.1]
                Removing features: matluoi-driver-acme/[1.0.0,1.0.0]
                Changes to perform:
                  Region: root
                    Bundles to update:
                      vn.matluoi.driver.acme/1.0.0 with mvn:vn.matluoi/vn.matluoi.driver.acme/1.0.1
                  Bundles to refresh:
                    vn.matluoi.driver.acme/1.0.0 (Bundle will be updated)
                """);
        assertThat(plan.changes())
                .containsExactly(
                        new Change(Deed.UPDATE, "vn.matluoi.driver.acme", "1.0.0"),
                        new Change(Deed.REFRESH, "vn.matluoi.driver.acme", "1.0.0"));
        assertThat(plan.others("acme")).isEmpty();
        assertThat(plan.others("other")).containsExactly("vn.matluoi.driver.acme");
    }

    @Test
    void oneThatWouldRefreshOrRemoveAnotherBundleIsSeen() {
        var plan = read(
                """
                Changes to perform:
                  Region: root
                    Bundles to uninstall:
                      org.example.used/2.1.0
                    Bundles to install:
                      mvn:vn.matluoi/vn.matluoi.driver.acme/1.0.1
                  Bundles to refresh:
                    vn.matluoi.api/0.1.0 (Wired to org.example.used/2.1.0 which is being refreshed)
                """);
        assertThat(plan.others("acme")).containsExactly("org.example.used", "vn.matluoi.api");
        assertThat(plan.changes()).contains(new Change(Deed.INSTALL, "vn.matluoi.driver.acme", "1.0.1"));
    }

    @Test
    void aFirstInstallationAndNoChangeTouchNobody() {
        assertThat(read("No deployment change.\n").changes()).isEmpty();
        assertThat(
                        read("""
                                Changes to perform:
                                  Region: root
                                    Bundles to install:
                                      mvn:vn.matluoi/vn.matluoi.driver.acme/1.0.0
                                  Managing bundle:
                                    org.example.other/1.0.0
                                """)
                                .others("acme"))
                .isEmpty();
    }

    @Test
    void oneThatWouldComeWithItIsSeen() {
        for (var foreign : new String[] {
            "mvn:vn.matluoi/evil/1",
            "mvn:org.evil/vn.matluoi.driver.acme/1",
            "mvn:vn.matluoi/vn.matluoi.driver.acme/1/jar/evil",
            "wrap:mvn:vn.matluoi/vn.matluoi.driver.acme/1",
            "file:/tmp/evil.jar"
        }) {
            var plan =
                    read("Changes to perform:\n  Region: root\n    Bundles to install:\n      %s\n".formatted(foreign));
            assertThat(plan.others("acme")).as(foreign).hasSize(1);
        }
    }

    @Test
    void whatOthersPrintMeanwhileIsPassedOver() {
        assertThat(
                        read("""
                                Changes to perform:
                                  Bundles to refresh:
                                some other thread says: hello
                                    vn.matluoi.driver.acme/1.0.0 (Bundle will be updated)
                                """)
                                .changes())
                .containsExactly(new Change(Deed.REFRESH, "vn.matluoi.driver.acme", "1.0.0"));
    }
}
