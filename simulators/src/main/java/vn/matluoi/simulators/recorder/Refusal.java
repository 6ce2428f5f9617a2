package vn.matluoi.simulators.recorder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ways such a recorder says no. */
final class Refusal {

    private Refusal() {}

    /** {@code ResponseStatus} of ISAPI: what counts is the sub status. */
    static HttpReply status(int http, String reason, int code, String text, String sub, String url) {
        return HttpReply.xml(
                http,
                reason,
                new Xml()
                        .open("ResponseStatus", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"")
                        .leaf("requestURL", url)
                        .leaf("statusCode", code)
                        .leaf("statusString", text)
                        .leaf("subStatusCode", sub)
                        .end());
    }

    /** The one status that is no refusal: it is done. */
    static HttpReply ok(String url) {
        return status(200, "OK", 1, "OK", "ok", url);
    }

    /** A normal "this one does not have that". */
    static HttpReply notSupport(String url) {
        return status(403, "Forbidden", 4, "Invalid Operation", "notSupport", url);
    }

    static HttpReply lowPrivilege(String url) {
        return status(403, "Forbidden", 4, "Invalid Operation", "lowPrivilege", url);
    }

    static HttpReply badParameters(String url) {
        return status(400, "Bad Request", 6, "Invalid XML Content", "badParameters", url);
    }

    static HttpReply badXmlContent(String url) {
        return status(400, "Bad Request", 6, "Invalid XML Content", "badXmlContent", url);
    }

    static HttpReply deviceError(String url) {
        return status(500, "Internal Server Error", 3, "Device Error", "deviceError", url);
    }

    static HttpReply deviceBusy(String url) {
        return status(503, "Service Unavailable", 2, "Device Busy", "deviceBusy", url);
    }

    static HttpReply unknown(String url) {
        return status(404, "Not Found", 4, "Invalid Operation", "invalidOperation", url);
    }

    static HttpReply methodNotAllowed(String url) {
        return status(405, "Method Not Allowed", 4, "Invalid Operation", "methodNotAllowed", url);
    }

    /** Outside ISAPI the web server itself answers. */
    static HttpReply noSuchPage() {
        return HttpReply.html(404, "Not Found", page("Not Found", "404 -- Not Found", "Page not found"));
    }

    /** The answer to a request that was not let in; never says whether name or password was wrong. */
    static HttpReply unauthorized(List<String> challenges, int retriesLeft, long unlockSeconds) {
        return HttpReply.xml(401, "Unauthorized", userCheck(401, "Unauthorized", retriesLeft, unlockSeconds))
                .with(challenges.stream()
                        .map(value -> "WWW-Authenticate: " + value)
                        .toList());
    }

    /** The log-in state, on newer firmware also the body of every 401; without a version attribute. */
    static String userCheck(int status, String text, int retriesLeft, long unlockSeconds) {
        boolean locked = unlockSeconds > 0;
        return new Xml()
                .open("userCheck")
                .leaf("statusValue", status)
                .leaf("statusString", text)
                .leaf("isDefaultPassword", false)
                .leaf("isRiskPassword", false)
                .leaf("isActivated", true)
                .leaf("lockStatus", locked ? "lock" : "unlock")
                .leaf("unlockTime", unlockSeconds)
                .leaf("retryLoginTime", retriesLeft)
                .end();
    }

    private static String page(String title, String error, String text) {
        return "<!DOCTYPE html>\r\n<html><head><title>Document Error: " + title
                + "</title></head>\r\n<body><h2>Access Error: " + error + "</h2>\r\n<p>" + text
                + "</p>\r\n</body>\r\n</html>\r\n";
    }

    /** What no reader can read. */
    static HttpReply garbage() {
        var bytes =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<DeviceInfo><model>DS-\u0000\u0007<<</serial&&>\r\n<html>"
                        .getBytes(StandardCharsets.ISO_8859_1);
        return HttpReply.of(200, "OK", "application/xml; charset=\"UTF-8\"", bytes);
    }
}
