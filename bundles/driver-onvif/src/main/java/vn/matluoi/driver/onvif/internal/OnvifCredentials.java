package vn.matluoi.driver.onvif.internal;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/**
 * Changes the account's password, and tries the new one; where the device does not let one in with it, the old one is put back.
 * Source: ONVIF core specification 8.4.6, {@code SetUser}. A device that took the change but cannot be reached afterwards may have
 * either: that is said as {@code Unreachable}.
 */
final class OnvifCredentials implements DeviceFacet.Credentials {

    private static final int TRIES = 3;

    private final Onvif onvif;
    private final Target target;
    private final Opener opener;

    /** Opens another session with the same device and account, but another secret. */
    @FunctionalInterface
    interface Opener {
        DeviceSession open(String secret) throws DeviceException;
    }

    OnvifCredentials(Onvif onvif, Target target, Opener opener) {
        this.onvif = onvif;
        this.target = target;
        this.opener = opener;
    }

    @Override
    public void rotate(String newSecret) throws DeviceException {
        var level = onvif.ask(Operation.of(Service.DEVICE, "GetUsers")).children("User").stream()
                .filter(u -> u.text("Username").filter(target.user()::equals).isPresent())
                .findFirst()
                .flatMap(u -> u.text("UserLevel"))
                .orElseThrow(() -> Words.noSuchUser(target.user()));
        onvif.ask(set(newSecret, level));
        var failed = tried(newSecret);
        if (failed.isEmpty()) {
            return;
        }
        if (failed.get() instanceof Unreachable || failed.get() instanceof Busy) {
            throw failed.get();
        }
        onvif.ask(set(target.secret(), level));
        throw Words.notRotated();
    }

    private Operation set(String secret, String level) {
        return Operation.of(
                Service.DEVICE,
                "SetUser",
                "<tds:User>"
                        + Soap.element("tt:Username", target.user())
                        + Soap.element("tt:Password", secret)
                        + Soap.element("tt:UserLevel", level)
                        + "</tds:User>");
    }

    /** @return why one is not let in with it; empty if one is */
    private Optional<DeviceException> tried(String secret) {
        Optional<DeviceException> failed = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            try {
                opener.open(secret).close();
                return Optional.empty();
            } catch (DeviceException e) {
                failed = Optional.of(e);
                if (!(e instanceof Unreachable || e instanceof Busy)) {
                    return failed;
                }
            }
        }
        return failed;
    }
}
