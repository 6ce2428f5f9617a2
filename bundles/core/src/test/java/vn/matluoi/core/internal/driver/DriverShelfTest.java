package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import vn.matluoi.api.driver.DeviceDriver;

/** Which driver serves which family. */
class DriverShelfTest {

    private final DriverShelf shelf = new DriverShelf();
    private final DeviceDriver driver = target -> null;

    @SuppressWarnings("unchecked")
    private static ServiceReference<DeviceDriver> registered(String bundle, Object family) {
        var itself = new ServiceReference<?>[1];
        var from = fake(Bundle.class, (method, arguments) -> switch (method) {
            case "getSymbolicName" -> bundle;
            case "getVersion" -> new Version("1.2.0");
            case "getState" -> Bundle.ACTIVE;
            default -> method.equals("getRegisteredServices") ? itself : null;
        });
        var properties = family == null ? Map.of() : Map.of(DeviceDriver.FAMILY, family);
        itself[0] = fake(
                ServiceReference.class,
                (method, arguments) -> method.equals("getBundle") ? from : properties.get(arguments[0]));
        return (ServiceReference<DeviceDriver>) itself[0];
    }

    private static <T> T fake(Class<T> type, BiFunction<String, Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.apply(method.getName(), arguments)));
    }

    @Test
    void aPlugInServesTheFamilyItIsNamedAfter() {
        shelf.bind(registered("vn.matluoi.driver.acme", "acme"), driver);
        assertThat(shelf.find("acme")).map(DriverShelf.Serving::version).contains(new Version("1.2.0"));
    }

    @Test
    void aPlugInNeverServesAnothersFamily() {
        for (var bundle : new String[] {"vn.matluoi.driver.acme", "org.example.hikvision", "vn.matluoi.core"}) {
            shelf.bind(registered(bundle, "hikvision"), driver);
        }
        shelf.bind(registered("vn.matluoi.driver.acme", null), driver);
        assertThat(shelf.all()).isEmpty();
    }

    @Test
    void peopleAreToldWhyOneThatClaimsAnothersFamilyDoesNotServe() {
        var faults = new DriverFaults(fake(BundleContext.class, (method, arguments) -> null));
        var why = faults.whyNot(
                "acme", registered("vn.matluoi.driver.acme", "hikvision").getBundle());
        assertThat(why.vi()).contains("họ hikvision");
        assertThat(why.en()).contains("family hikvision", "tell its author");
    }
}
