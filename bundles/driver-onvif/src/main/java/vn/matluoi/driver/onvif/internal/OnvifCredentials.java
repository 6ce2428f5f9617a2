package vn.matluoi.driver.onvif.internal;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;

/**
 * Changes the account's password, and tries both: the new one has to let one in and the old one not, else the old one is put
 * back. Tried by {@code GetUsers}, which needs a log-in: clones tell who they are to anybody. Source: ONVIF core specification
 * 8.4.6, {@code SetUser}. A device that took the change but cannot be reached afterwards may have either: that is said as {@code
 * Unreachable}.
 */
final class OnvifCredentials implements DeviceFacet.Credentials {

    private static final int TRIES = 3;

    private final Onvif onvif;
    private final Target target;
    private final Opener opener;

    /** Opens another session with the same device and account, but another secret. */
    @FunctionalInterface
    interface Opener {
        OnvifSession open(String secret) throws DeviceException;
    }

    /** Asks a session something. */
    @FunctionalInterface
    private interface Question {
        void ask(Onvif onvif) throws DeviceException;
    }

    OnvifCredentials(Onvif onvif, Target target, Opener opener) {
        this.onvif = onvif;
        this.target = target;
        this.opener = opener;
    }

    @Override
    public void rotate(String newSecret) throws DeviceException {
        if (newSecret.isBlank() || newSecret.chars().anyMatch(Character::isISOControl)) {
            throw Words.noPassword(); // what XML drops or cuts would be another one than the hub keeps
        }
        var level = level(onvif);
        set(onvif, newSecret, level);
        if (tried(newSecret).isEmpty()
                && tried(target.secret()).filter(OnvifCredentials::isWrong).isPresent()) {
            return;
        }
        putBack(newSecret, level);
        throw Words.notRotated();
    }

    private String level(Onvif asked) throws DeviceException {
        return asked.ask(Operation.of(Service.DEVICE, "GetUsers")).children("User").stream()
                .filter(u -> u.text("Username").filter(target.user()::equals).isPresent())
                .findFirst()
                .flatMap(u -> u.text("UserLevel"))
                .orElseThrow(() -> Words.noSuchUser(target.user()));
    }

    /** A device may say what is wrong with a password by repeating it. */
    private void set(Onvif by, String secret, String level) throws DeviceException {
        try {
            by.ask(setting(secret, level));
        } catch (DeviceException e) {
            throw !isOurs(e) && e.text().en().contains(secret) ? Words.passwordRepeated() : e;
        }
    }

    /**
     * @return whether its words are the hub's own: a password that is a common word, or the digits of a port, stands in them by
     *     chance. Of refusals only a redirection quotes the device
     */
    private static boolean isOurs(DeviceException e) {
        return e instanceof Unreachable || e instanceof Refused refused && refused.why() != Why.NETWORK;
    }

    private Operation setting(String secret, String level) {
        return Operation.of(
                Service.DEVICE,
                "SetUser",
                "<tds:User>"
                        + Soap.element("tt:Username", target.user())
                        + Soap.element("tt:Password", secret)
                        + Soap.element("tt:UserLevel", level)
                        + "</tds:User>");
    }

    private static boolean isWrong(DeviceException why) {
        return why instanceof Refused refused && (refused.why() == Why.CREDENTIALS || refused.why() == Why.LOCKED);
    }

    /**
     * @return why one is not let in with it; empty if one is
     * @throws DeviceException {@code Unreachable} or {@code Busy} if the device cannot be asked
     */
    private Optional<DeviceException> tried(String secret) throws DeviceException {
        for (int i = 1; ; i++) {
            try {
                with(secret, this::level);
                return Optional.empty();
            } catch (Unreachable | Busy e) {
                if (i == TRIES) {
                    throw e;
                }
            } catch (DeviceException e) {
                return Optional.of(e);
            }
        }
    }

    private void with(String secret, Question question) throws DeviceException {
        try (var session = opener.open(secret)) {
            question.ask(session.onvif());
        }
    }

    /** Through this session, which knows the old one; where the device does not take that any more, with the new one. */
    private void putBack(String newSecret, String level) throws DeviceException {
        try {
            set(onvif, target.secret(), level);
        } catch (Refused e) {
            if (e.why() != Why.CREDENTIALS) {
                throw e;
            }
            with(newSecret, o -> set(o, target.secret(), level));
        }
    }
}
