package vn.matluoi.profiles.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import vn.matluoi.api.intake.Profile;

/** Registers each shipped profile as a service. */
@Component(immediate = true, service = ProfileServices.class)
public final class ProfileServices {

    private final List<ServiceRegistration<Profile>> registrations = new ArrayList<>();
    private final Map<String, Profile> profiles = ShippedProfiles.load();

    @Activate
    public ProfileServices(BundleContext context) {
        profiles.values().forEach(profile -> registrations.add(register(context, profile)));
    }

    static ServiceRegistration<Profile> register(BundleContext context, Profile profile) {
        var properties = new Hashtable<String, Object>();
        properties.put(Profile.NAME, profile.name());
        return context.registerService(Profile.class, profile, properties);
    }

    /** @return by name */
    Map<String, Profile> profiles() {
        return profiles;
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
