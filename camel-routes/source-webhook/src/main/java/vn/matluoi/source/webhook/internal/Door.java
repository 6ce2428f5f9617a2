package vn.matluoi.source.webhook.internal;

import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.source.Sources;

/** Takes in what was delivered for one agency. Any thread. */
public final class Door {

    private final AgencyRoute agency;
    private final boolean demandsSignature;
    private final Sources sources;
    private volatile boolean known;

    Door(AgencyRoute agency, boolean demandsSignature, Sources sources) {
        this.agency = agency;
        this.demandsSignature = demandsSignature;
        this.sources = sources;
    }

    /** Called by the route. */
    public void take(Delivery<?> delivery) {
        if (demandsSignature && !delivery.signed()) {
            throw unsigned();
        }
        if (!known) {
            agency.register(sources);
            known = true;
        }
        delivery.take(agency);
    }

    private HubException unsigned() {
        return new HubException(
                Reason.UNAUTHENTICATED,
                "webhook.unsigned",
                new Text(
                        "Tuyến %s chỉ nhận nội dung có chữ ký (signature = required); nội dung này không được nhận, cũng không được giữ. Hãy ký bằng chính khóa của nguồn (cả chuỗi mls_…) theo Standard Webhooks: các tiêu đề webhook-id, webhook-timestamp, webhook-signature = v1,BASE64."
                                .formatted(agency.routeName()),
                        "The route %s takes only what is signed (signature = required); this was neither taken nor kept. Sign it by the source's key itself (the whole text mls_…) after Standard Webhooks: the headers webhook-id, webhook-timestamp, webhook-signature = v1,BASE64."
                                .formatted(agency.routeName())));
    }
}
