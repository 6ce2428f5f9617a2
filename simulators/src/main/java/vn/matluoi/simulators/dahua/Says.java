package vn.matluoi.simulators.dahua;

import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.matluoi.simulators.recorder.HttpReply;

/** The ways such a recorder says yes and no. */
final class Says {

    private Says() {}

    static HttpReply text(String lines) {
        return of(200, "OK", lines);
    }

    static HttpReply ok() {
        return of(200, "OK", "OK\n");
    }

    /** A channel, handle or value there is not. */
    static HttpReply badRequest() {
        return of(400, "Bad Request", "Error\nBad Request!\n");
    }

    /** A call the firmware does not know. */
    static HttpReply notImplemented() {
        return of(501, "Not Implemented", "Error\nNot Implemented!\n");
    }

    static HttpReply busy() {
        return of(500, "Internal Server Error", "Error\nInternal Server Error!\n");
    }

    /** What writes, refused by firmware that has but one status. */
    static HttpReply errorWith200() {
        return of(200, "OK", "Error\n");
    }

    /** A name of the configuration it does not know, and a missing right: alike. */
    static HttpReply forbidden() {
        return json(
                403,
                "Forbidden",
                "{\"error\":{\"code\":403,\"message\":\"Authority:check failure.\"},\"result\":false}");
    }

    static HttpReply locked(long seconds) {
        return json(
                403,
                "Forbidden",
                "{\"ErrorCode\":268632081,\"Result\":false,\"RmLock\":%d,\"RmLogin\":0}".formatted(seconds));
    }

    static HttpReply unauthorized(List<String> challenges) {
        return of(401, "Unauthorized", "Error\nInvalid Authority!\n")
                .with(challenges.stream()
                        .map(value -> "WWW-Authenticate: " + value)
                        .toList());
    }

    private static HttpReply json(int status, String reason, String json) {
        return HttpReply.of(status, reason, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpReply of(int status, String reason, String lines) {
        byte[] body = lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return HttpReply.of(status, reason, "text/plain;charset=utf-8", body);
    }
}
