package vn.matluoi.driver.onvif.internal;

import java.net.URI;
import vn.matluoi.api.driver.Target;

/** The same device in another way: at another port, with nobody logged in, with another secret. */
final class Targets {

    private Targets() {}

    static Target at(Target target, int port) {
        var address = target.address();
        var elsewhere = URI.create("%s://%s:%d".formatted(address.getScheme(), address.getHost(), port));
        return with(target, elsewhere, target.user(), target.secret());
    }

    static Target anonymous(Target target) {
        return with(target, target.address(), "", "");
    }

    static Target secret(Target target, String secret) {
        return with(target, target.address(), target.user(), secret);
    }

    private static Target with(Target target, URI address, String user, String secret) {
        return new Target(
                target.id(),
                address,
                user,
                secret,
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
    }
}
