package vn.matluoi.source.rest.internal;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.Unusable;

/** Asks a REST interface for its list, by the hub's guarded client. */
final class Listed implements Listing {

    private final RestSettings settings;
    private final DeviceHttp http;
    private final LongSupplier nanos;
    private final OneTry logIn = new OneTry();

    /**
     * A person made the route, or started it again: what was refused before is tried once more.
     *
     * @param nanos a monotonic clock
     */
    Listed(RestSettings settings, DeviceHttp http, LongSupplier nanos) {
        this.settings = settings;
        this.http = http;
        this.nanos = nanos;
        http.retryCredentials(settings.agency().source());
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        settings.server().ask(http, settings.agency().source(), "rest", logIn, connection -> new PagedList(
                        settings, connection::call, wanted, nanos)
                .read(into));
    }
}
