package vn.matluoi.api.access;

import java.util.Objects;
import vn.matluoi.api.Text;

/**
 * The answer of the decision point.
 *
 * @param allowed whether the action may be done
 * @param scope where; {@link Scope#nothing()} if not allowed
 * @param basis by which role or delegation, and on what legal basis, or what is missing
 */
public record Decision(boolean allowed, Scope scope, Text basis) {

    public Decision {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(basis, "basis");
    }
}
