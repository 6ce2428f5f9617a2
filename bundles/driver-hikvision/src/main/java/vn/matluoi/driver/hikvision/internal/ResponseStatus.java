package vn.matluoi.driver.hikvision.internal;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.http.XmlElement;

/**
 * ISAPI's own answer about an answer. It comes with any HTTP status, 200 too; the sub-status is what counts.
 *
 * @param code 1 OK, 2 device busy, 3 device error, 4 invalid operation, 5 and 6 invalid XML, 7 reboot required
 * @param sub {@code notSupport, badXmlContent, lowPrivilege ...}, lower case; may be empty
 */
record ResponseStatus(int code, String sub) {

    /** What it means to the caller. */
    enum Meaning {
        OK,
        /** There is no such thing on this device or channel: normal. */
        ABSENT,
        BUSY,
        NO_RIGHT,
        NOT_ACTIVATED,
        OTHER
    }

    static Optional<ResponseStatus> of(XmlElement root) {
        if (!root.name().equalsIgnoreCase("ResponseStatus")) {
            return Optional.empty();
        }
        int code = root.text("statusCode")
                .filter(c -> c.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .orElse(0);
        var sub = Clean.word(root.text("subStatusCode").orElse("")).toLowerCase(Locale.ROOT);
        return Optional.of(new ResponseStatus(code, sub));
    }

    /** The same from a message that was read in passing. */
    static Optional<ResponseStatus> of(Fields fields) {
        return fields.get("statusCode")
                .filter(c -> c.matches("\\d{1,4}"))
                .map(code -> new ResponseStatus(
                        Integer.parseInt(code),
                        Clean.word(fields.get("subStatusCode").orElse("")).toLowerCase(Locale.ROOT)));
    }

    /** @return whether what was asked is done; perhaps it shows after a restart only */
    boolean done() {
        return meaning() == Meaning.OK || code == 7;
    }

    Meaning meaning() {
        return switch (sub) {
            case "ok" -> Meaning.OK;
            case "notsupport", "invalidoperation", "badparameters", "badxmlcontent", "methodnotallowed", "invalidid" ->
                Meaning.ABSENT;
            case "lowprivilege", "noprivilege" -> Meaning.NO_RIGHT;
            case "notactivated" -> Meaning.NOT_ACTIVATED;
            case "devicebusy", "deviceerror", "childdevicebusy" -> Meaning.BUSY;
            default ->
                switch (code) {
                    case 1 -> Meaning.OK;
                    case 2, 3 -> Meaning.BUSY;
                    case 4, 5, 6 -> Meaning.ABSENT;
                    default -> Meaning.OTHER;
                };
        };
    }
}
