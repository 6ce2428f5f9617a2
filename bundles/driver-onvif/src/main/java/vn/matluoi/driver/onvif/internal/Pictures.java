package vn.matluoi.driver.onvif.internal;

import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Fetches pictures. One may need the account of the web server, which on devices that log in by token is another: it is tried
 * once, and that it is refused says nothing of the account for ONVIF. For any thread.
 */
final class Pictures {

    private final Ports ports;
    private final Ports nobody;
    private volatile boolean refused;

    /** @param nobody the same ports without a log-in; {@code ports} if the source has no user */
    Pictures(Ports ports, Ports nobody) {
        this.ports = ports;
        this.nobody = nobody;
    }

    /** @throws Unsupported if the account is refused, or the port may not be reached */
    DeviceReply fetch(LogIn logIn, int port, DeviceRequest request) throws DeviceException {
        if (refused) {
            throw Words.pictureAccount();
        }
        boolean token = !logIn.http() && nobody != ports;
        try {
            return (token ? nobody : ports).at(port).call(request);
        } catch (Refused e) {
            if (e.why() == Why.NETWORK && port != ports.outside()) {
                throw new Unsupported(e.text());
            }
            if (!token || e.why() != Why.CREDENTIALS) {
                throw e;
            }
        }
        try {
            return ports.at(port).call(request);
        } catch (Refused e) {
            if (e.why() == Why.CREDENTIALS && logIn.token()) {
                refused = true;
                throw Words.pictureAccount();
            }
            throw e;
        }
    }
}
