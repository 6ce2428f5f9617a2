package vn.matluoi.driver.hikvision.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Changes the account's own password: {@code Security/users/N}, the same document sent back with a password in it. Then
 * the new one must work and the old one must not; proving that costs the device up to two wrong log-ins
 * (with the nonce that was kept, and with a fresh one). This session has the
 * old one, and is of no use after it.
 */
final class HikvisionCredentials implements DeviceFacet.Credentials {

    static final String PATH = "/ISAPI/Security/users";

    private static final Logger LOG = LoggerFactory.getLogger(HikvisionCredentials.class);
    private static final Pattern NAME = Pattern.compile("(<(?:\\w+:)?userName[^>]*>[^<]*</(?:\\w+:)?userName>)");
    private static final Pattern OLD_FIELDS =
            Pattern.compile("\\s*<((?:\\w+:)?(?:password|loginPassword))(?:\\s*/>|[^>]*>[^<]*</\\1>)");

    private final Isapi isapi;
    private final DeviceHttp http;
    private final Target target;

    HikvisionCredentials(Isapi isapi, DeviceHttp http, Target target) {
        this.isapi = isapi;
        this.http = http;
        this.target = target;
    }

    @Override
    public void rotate(String newSecret) throws DeviceException {
        if (newSecret.isBlank() || newSecret.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("a password has characters, none of them control characters");
        }
        if (newSecret.equals(target.secret())) {
            return;
        }
        try {
            change(isapi, target.secret(), newSecret);
        } catch (DeviceException e) {
            if (worksStill()) { // it was not taken, whatever came of the answer
                throw e;
            }
        }
        if (!works(newSecret)) {
            throw worksStill() ? Words.passwordNotTaken() : Words.noPassword();
        }
        if (oldWorksToo()) {
            try (var fresh = new Isapi(http.connect(with(newSecret)))) {
                change(fresh, newSecret, target.secret());
            }
            throw Words.bothPasswords();
        }
    }

    /** Newer firmware wants to be told the present password again; older firmware refuses to hear it. */
    private void change(Isapi by, String present, String next) throws DeviceException {
        var path = PATH + "/" + number(by);
        var reply = by.raw(DeviceRequest.get(path));
        var document = OLD_FIELDS.matcher(reply.text()).replaceAll("");
        if (reply.status() >= 300 || !NAME.matcher(document).find()) {
            throw Isapi.refusal(path, reply.status() >= 300 ? reply.status() : 404);
        }
        var password = "<password>" + Isapi.escaped(next) + "</password>";
        try {
            by.tell("PUT", path, after(document, password));
        } catch (Unsupported | Garbled e) {
            by.tell(
                    "PUT",
                    path,
                    after(document, password + "<loginPassword>" + Isapi.escaped(present) + "</loginPassword>"));
        }
    }

    private static String after(String document, String fields) {
        return NAME.matcher(document).replaceFirst("$1" + Matcher.quoteReplacement(fields));
    }

    private String number(Isapi by) throws DeviceException {
        var list = by.find(PATH, "UserList").orElseThrow(() -> Words.notThere(PATH));
        return list.children("User").stream()
                .filter(u -> u.text("userName").filter(target.user()::equals).isPresent())
                .flatMap(u -> u.text("id").stream())
                .filter(id -> id.matches("\\d{1,4}"))
                .findFirst()
                .orElseThrow(Words::noRight);
    }

    private boolean works(String secret) throws DeviceException {
        try (var fresh = new Isapi(http.connect(with(secret)))) {
            return works(fresh);
        }
    }

    private boolean worksStill() throws DeviceException {
        return works(isapi);
    }

    /** The new one is proven by now: the change stands, even if the device cannot be asked about the old one. */
    private boolean oldWorksToo() {
        try {
            return worksStill();
        } catch (DeviceException e) {
            LOG.warn(
                    "{}: the new password works; whether the old one does, too, could not be asked: {}",
                    target.id(),
                    e.getMessage());
            return false;
        }
    }

    private static boolean works(Isapi by) throws DeviceException {
        try {
            by.raw(DeviceRequest.get(Description.PATH));
            return true;
        } catch (Refused e) {
            if (e.why() == Why.CREDENTIALS) {
                return false;
            }
            throw e;
        }
    }

    private Target with(String secret) {
        return new Target(
                target.id(),
                target.address(),
                target.user(),
                secret,
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
    }
}
