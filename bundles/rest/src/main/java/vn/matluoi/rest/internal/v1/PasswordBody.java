package vn.matluoi.rest.internal.v1;

import java.util.Optional;
import vn.matluoi.rest.internal.json.Limit;

/**
 * An order to change a device's password.
 *
 * @param secret the new password; left out, the hub makes one that nobody ever sees. Never in an answer
 */
public record PasswordBody(
        @Limit(max = 16, secret = true, about = "8 to 16 ASCII characters; left out, the hub makes one")
                char[] secret) {

    Optional<char[]> chosen() {
        return Optional.ofNullable(secret);
    }
}
