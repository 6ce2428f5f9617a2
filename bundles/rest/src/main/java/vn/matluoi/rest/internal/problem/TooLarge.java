package vn.matluoi.rest.internal.problem;

import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** A body is larger than its operation takes. */
public final class TooLarge extends HubException {

    private static final long serialVersionUID = 1L;

    static final String RULE = "body.too-large";

    /** @param most bytes the operation takes */
    public TooLarge(long most) {
        super(
                Reason.INVALID,
                RULE,
                new Text(
                        "Nội dung lớn hơn " + most / 1024 + " KiB cho phép.",
                        "The body is larger than the " + most / 1024 + " KiB allowed."));
    }
}
