package vn.matluoi.profiles.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import vn.matluoi.api.intake.Profile;

/** Registers each profile as a service. With a mistake in any of the files none is registered. */
@Component(
        immediate = true,
        service = {})
public final class ProfileServices {

    private final List<ServiceRegistration<Profile>> registrations = new ArrayList<>();

    @Activate
    public ProfileServices(BundleContext context) {
        for (var profile : ProfileShelf.load()) {
            var properties = new Hashtable<String, Object>();
            properties.put(Profile.NAME, profile.name());
            registrations.add(context.registerService(Profile.class, profile, properties));
        }
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
