package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.discovery.Discovery;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.discovery.Scan;
import vn.matluoi.api.discovery.ScanRequest;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Devices found on networks, before anybody makes sources of them. */
@Path("/discovery")
@Produces(MediaType.APPLICATION_JSON)
public final class DiscoveryResource {

    private final Services services;

    public DiscoveryResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Lists devices that answered a scan, the newest first; what they say of themselves are claims.")
    public ListJson<FoundJson> listFound(
            @Context Asking asking,
            @QueryParam("dismissed") @DefaultValue("false") @Limit(about = "those put aside, too") boolean dismissed) {
        return ListJson.whole(services.need(Discovery.class).inbox(dismissed).stream()
                .map(FoundJson::of)
                .toList());
    }

    @DELETE
    @Path("/{found}")
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Puts a found device aside.", status = 204)
    public void dismissFound(@Context Asking asking, @PathParam("found") @Limit(least = 1) long found) {
        services.need(Discovery.class).dismiss(asking.caller(), found);
    }

    @GET
    @Path("/scan")
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("The scan that runs, or the last one since the hub started.")
    public ScanJson getScan(@Context Asking asking) {
        return services.need(Discovery.class)
                .latest()
                .map(scan -> ScanJson.of(scan, asking))
                .orElseThrow(Values::notFound);
    }

    @POST
    @Path("/scan")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Begins to look for devices in a range of addresses, or by multicast. No password is sent to anybody.")
    public ScanJson startScan(@Context Asking asking, ScanBody body) {
        var ports = body.ports() == null ? List.<Integer>of() : body.ports();
        if (ports.stream().anyMatch(Objects::isNull)) {
            throw Values.invalid(
                    "ports", "field.required", new Text("Một cổng bị để trống.", "One of the ports is left empty."));
        }
        var request = new ScanRequest(Values.text(body.range()), ports, Values.text(body.networkInterface()));
        return ScanJson.of(services.need(Discovery.class).start(asking.caller(), request), asking);
    }

    @DELETE
    @Path("/scan")
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Ends the scan that runs; what it found stays.", status = 204)
    public void stopScan(@Context Asking asking) {
        services.need(Discovery.class).stop(asking.caller());
    }

    /**
     * Where to look.
     *
     * @param range IPv4 addresses, as {@code 10.20.30.0/24}; at most 4,096
     * @param ports HTTP ports to try where no Probe is answered; the usual ones if left out
     * @param networkInterface the interface whose network is asked by multicast, where that is allowed
     */
    public record ScanBody(
            @Limit(max = 18) String range,
            @Limit(items = 16) List<Integer> ports,
            @Limit(max = 40) String networkInterface) {}

    /**
     * A scan.
     *
     * @param asked addresses asked so far, of {@code addresses}
     * @param problem why it ended early
     */
    public record ScanJson(
            @Limit(max = 18) String range,
            @Limit(max = 40) String networkInterface,
            @Limit(max = 100, required = true) String by,
            @Limit(max = 40, required = true) String began,
            @Limit(max = 40) String ended,
            @Limit(required = true) int addresses,
            @Limit(required = true) int asked,
            @Limit(required = true) int found,
            @Limit(max = 4000) String problem) {

        static ScanJson of(Scan scan, Asking asking) {
            return new ScanJson(
                    scan.request().range().orElse(null),
                    scan.request().networkInterface().orElse(null),
                    scan.by(),
                    scan.began().toString(),
                    scan.ended().map(Object::toString).orElse(null),
                    scan.addresses(),
                    scan.asked(),
                    scan.found(),
                    scan.problem().map(asking::say).orElse(null));
        }
    }

    /**
     * A device that answered.
     *
     * @param address to make a source with
     * @param source a source that has this host and port already
     */
    public record FoundJson(
            @Limit(required = true) long id,
            @Limit(max = 200, required = true) String address,
            @Limit(max = 10, required = true, pattern = "multicast|unicast|onvif|http") String how,
            @Limit(max = 200) String name,
            @Limit(max = 200) String hardware,
            @Limit(max = 17) String mac,
            @Limit(max = 200) String endpoint,
            @Limit(max = 40, required = true) String firstSeen,
            @Limit(max = 40, required = true) String lastSeen,
            @Limit(max = 60) String source,
            @Limit(required = true) boolean dismissed) {

        static FoundJson of(Found found) {
            return new FoundJson(
                    found.id(),
                    found.address().toString(),
                    found.how().name().toLowerCase(Locale.ROOT),
                    said(found.name()),
                    said(found.hardware()),
                    found.mac().orElse(null),
                    found.endpoint().orElse(null),
                    found.firstSeen().toString(),
                    found.lastSeen().toString(),
                    found.source().orElse(null),
                    found.dismissed());
        }

        private static String said(String text) {
            return Optional.of(text).filter(t -> !t.isEmpty()).orElse(null);
        }
    }
}
