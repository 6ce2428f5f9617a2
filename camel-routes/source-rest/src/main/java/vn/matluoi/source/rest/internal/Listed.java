package vn.matluoi.source.rest.internal;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.Unusable;

/** Asks a REST interface for its list, by the hub's guarded client. */
final class Listed implements Listing {

    private final RestSettings settings;
    private final DeviceHttp http;
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    Listed(RestSettings settings, DeviceHttp http, LongSupplier nanos) {
        this.settings = settings;
        this.http = http;
        this.nanos = nanos;
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        settings.server().ask(http, settings.agency().source(), "rest", connection -> new PagedList(
                        settings, connection::call, wanted, nanos)
                .read(into));
    }
}
