package vn.matluoi.soap.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.XmlElement;

/** What is told to whoever is refused: element {@code Refusal} of the contract. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static XmlElement detail(HubException refusal) {
        var children = new ArrayList<XmlElement>();
        children.add(Made.text("Rule", refusal.rule()));
        children.add(Made.text("Vi", refusal.text().vi()));
        children.add(Made.text("En", refusal.text().en()));
        refusal.errors()
                .forEach(error -> children.add(Made.of(
                        "Field",
                        Map.of("name", error.field()),
                        List.of(
                                Made.text("Rule", error.rule()),
                                Made.text("Vi", error.message().vi()),
                                Made.text("En", error.message().en())))));
        return Made.of("Refusal", Map.of(), children);
    }

    /** @return whether the sender is at fault, and not the hub */
    static boolean bySender(HubException refusal) {
        return switch (refusal.reason()) {
            case BUSY, DEVICE, UNAVAILABLE -> false;
            default -> true;
        };
    }

    /** @return whatever went wrong as what may be told; what nobody foresaw is in the log, under an identity */
    static HubException of(RuntimeException failure) {
        if (failure instanceof HubException known) {
            if (known.getCause() != null) {
                LOG.warn("{}: {}", known.rule(), known.getMessage(), known.getCause());
            }
            return known;
        }
        var id = UUID.randomUUID().toString();
        LOG.error("Unforeseen failure {}", id, failure);
        return new HubException(
                Reason.UNAVAILABLE,
                "internal",
                new Text(
                        "Có lỗi không lường trước. Hãy báo cho quản trị viên mã " + id + ".",
                        "Something unforeseen went wrong. Tell an administrator the identity " + id + "."));
    }

    static HubException invalid(String rule, String vi, String en) {
        return new HubException(Reason.INVALID, rule, new Text(vi, en));
    }
}
