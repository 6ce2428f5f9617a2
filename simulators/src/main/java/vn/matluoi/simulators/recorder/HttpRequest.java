package vn.matluoi.simulators.recorder;

import java.util.Map;

/**
 * A whole HTTP/1.1 request.
 *
 * @param target path and query, exactly as sent
 * @param headers names in lower case; of a repeated one the last
 * @param peer address of the client
 */
public record HttpRequest(String method, String target, Map<String, String> headers, byte[] body, String peer) {

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
