package vn.matluoi.driver.dahua.internal;

import java.time.InstantSource;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * Changes the account's own password: {@code userManager.cgi?action=modifyPassword}, which takes both in its query. What
 * the device says is not believed: the new one is tried, and then the old one, which costs the device's count of wrong
 * log-ins two. Where both work it is changed back. The session itself stays with the old one: another is opened after it.
 */
final class DahuaCredentials implements DeviceFacet.Credentials {

    /** Firmware takes 8 to 32 characters, and keeps these for itself. */
    private static final String MAY = "[\\x21-\\x7e&&[^'\";:&]]{8,32}";

    private final DeviceHttp http;
    private final Target target;

    DahuaCredentials(DeviceHttp http, Target target) {
        this.http = http;
        this.target = target;
    }

    @Override
    public void rotate(String newSecret) throws DeviceException {
        if (!newSecret.matches(MAY) || newSecret.equals(target.secret())) {
            throw Words.badPassword();
        }
        var old = target.secret();
        Optional<Unreachable> lost = Optional.empty();
        try {
            change(old, newSecret);
        } catch (Unreachable e) {
            lost = Optional.of(e); // perhaps it was done, and only its answer was lost
        }
        if (!works(newSecret)) {
            if (lost.isPresent()) {
                throw lost.get();
            }
            throw works(old) ? Words.passwordKept() : Words.passwordUnknown();
        }
        if (works(old)) {
            change(newSecret, old);
            throw Words.passwordKept();
        }
    }

    private void change(String from, String to) throws DeviceException {
        try (var cgi = cgi(from)) {
            cgi.order("/cgi-bin/userManager.cgi?action=modifyPassword&name=%s&pwd=%s&pwdOld=%s"
                    .formatted(Encoded.value(target.user()), Encoded.value(to), Encoded.value(from)));
        }
    }

    private boolean works(String secret) throws DeviceException {
        try (var cgi = cgi(secret)) {
            cgi.ask(Description.MODEL, "type");
            return true;
        } catch (Refused e) {
            if (e.why() == Why.CREDENTIALS) {
                return false;
            }
            throw e;
        }
    }

    private Cgi cgi(String secret) throws DeviceException {
        var other = new Target(
                target.id(),
                target.address(),
                target.user(),
                secret,
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
        return new Cgi(http.connect(other), InstantSource.system());
    }
}
