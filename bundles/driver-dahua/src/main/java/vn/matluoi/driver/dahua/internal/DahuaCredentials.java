package vn.matluoi.driver.dahua.internal;

import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * Changes the account's own password: {@code userManager.cgi?action=modifyPassword}, which takes both in its query. What
 * the device says is not believed: the new one is tried, and then the old one, which costs the device's count of wrong
 * log-ins two. Where both work it is changed back. The session itself stays with the old one: another is opened after it.
 */
final class DahuaCredentials implements DeviceFacet.Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(DahuaCredentials.class);

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
        try {
            change(old, newSecret);
        } catch (DeviceException e) {
            if (works(old) || !works(newSecret)) {
                throw e;
            }
            return; // it was done, whatever came of the answer
        }
        if (!works(newSecret)) {
            throw works(old) ? Words.passwordKept() : Words.passwordUnknown();
        }
        if (oldWorksToo()) {
            change(newSecret, old);
            throw Words.passwordKept();
        }
    }

    private void change(String from, String to) throws DeviceException {
        var secrets = Stream.of(to, Encoded.value(to), from, Encoded.value(from))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toSet());
        try (var cgi = cgi(from)) {
            cgi.order(
                    "/cgi-bin/userManager.cgi?action=modifyPassword&name=%s&pwd=%s&pwdOld=%s"
                            .formatted(Encoded.value(target.user()), Encoded.value(to), Encoded.value(from)),
                    secrets);
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

    /** The new one is proven by now: the change stands, even if the device cannot be asked about the old one. */
    private boolean oldWorksToo() {
        try {
            return works(target.secret());
        } catch (DeviceException e) {
            LOG.warn(
                    "{}: the new password works; whether the old one does, too, could not be asked: {}",
                    target.id(),
                    e.getMessage());
            return false;
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
