package vn.matluoi.rest.internal.web;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.servlet.Servlet;
import org.apache.cxf.Bus;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.AskingProvider;
import vn.matluoi.rest.internal.guard.BrokenParts;
import vn.matluoi.rest.internal.guard.Guard;
import vn.matluoi.rest.internal.json.Json;
import vn.matluoi.rest.internal.openapi.GoodStatus;
import vn.matluoi.rest.internal.openapi.Operations;
import vn.matluoi.rest.internal.problem.ProblemMapper;
import vn.matluoi.rest.internal.stream.EventStreams;
import vn.matluoi.rest.internal.v1.AccountResource;
import vn.matluoi.rest.internal.v1.AreaResource;
import vn.matluoi.rest.internal.v1.AuditResource;
import vn.matluoi.rest.internal.v1.BlockedModelResource;
import vn.matluoi.rest.internal.v1.CameraResource;
import vn.matluoi.rest.internal.v1.ChangeResource;
import vn.matluoi.rest.internal.v1.ChecksumResource;
import vn.matluoi.rest.internal.v1.CompletenessResource;
import vn.matluoi.rest.internal.v1.ConflictResource;
import vn.matluoi.rest.internal.v1.DeadLetterResource;
import vn.matluoi.rest.internal.v1.DiscoveryResource;
import vn.matluoi.rest.internal.v1.DriverResource;
import vn.matluoi.rest.internal.v1.EventDoor;
import vn.matluoi.rest.internal.v1.EventResource;
import vn.matluoi.rest.internal.v1.EventStatisticsResource;
import vn.matluoi.rest.internal.v1.HeadingResource;
import vn.matluoi.rest.internal.v1.IdentityResource;
import vn.matluoi.rest.internal.v1.ImportResource;
import vn.matluoi.rest.internal.v1.KeyResource;
import vn.matluoi.rest.internal.v1.OpenApiResource;
import vn.matluoi.rest.internal.v1.PlaybackResource;
import vn.matluoi.rest.internal.v1.ProfileResource;
import vn.matluoi.rest.internal.v1.PtzResource;
import vn.matluoi.rest.internal.v1.RecordingResource;
import vn.matluoi.rest.internal.v1.RouteResource;
import vn.matluoi.rest.internal.v1.RouteTemplateResource;
import vn.matluoi.rest.internal.v1.SectorResource;
import vn.matluoi.rest.internal.v1.SessionResource;
import vn.matluoi.rest.internal.v1.SinkResource;
import vn.matluoi.rest.internal.v1.SourceResource;
import vn.matluoi.rest.internal.v1.UnitResource;
import vn.matluoi.rest.internal.v1.UpstreamResource;

/** API v1, published by CXF under {@code /v1} of its servlet. */
public final class ApiEndpoint implements AutoCloseable {

    private final Bus bus;
    private final Server server;
    private final ApiServlet servlet;
    private final EventStreams streams;

    private ApiEndpoint(Bus bus, Server server, ApiServlet servlet, EventStreams streams) {
        this.streams = streams;
        this.bus = bus;
        this.server = server;
        this.servlet = servlet;
    }

    /**
     * Publishes it.
     *
     * @param nanos a monotonic clock, as {@link System#nanoTime()}
     * @throws RuntimeException of CXF's if its HTTP transport is not there (yet)
     */
    public static ApiEndpoint publish(Services services, Metrics metrics, Clock clock, LongSupplier nanos) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        // CXF looks for its own parts by the thread's loader
        thread.setContextClassLoader(CXFBusFactory.class.getClassLoader());
        try {
            var bus = new CXFBusFactory().createBus();
            try {
                var servlet = new ApiServlet(nanos);
                servlet.setBus(bus);
                var streams = new EventStreams(services, nanos);
                try {
                    var server = factory(bus, services, metrics, clock, nanos, streams)
                            .create();
                    return new ApiEndpoint(bus, server, servlet, streams);
                } catch (RuntimeException notYet) {
                    streams.close();
                    throw notYet;
                }
            } catch (RuntimeException notYet) {
                bus.shutdown(true);
                throw notYet;
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static JAXRSServerFactoryBean factory(
            Bus bus, Services services, Metrics metrics, Clock clock, LongSupplier nanos, EventStreams streams) {
        var factory = new JAXRSServerFactoryBean();
        factory.setBus(bus);
        factory.setAddress("/v1");
        factory.setServiceBeans(described(List.of(
                new SessionResource(services),
                new CameraResource(services),
                new PlaybackResource(services),
                new PtzResource(services),
                new RecordingResource(services, nanos),
                new SourceResource(services),
                new DriverResource(services),
                new ImportResource(services, clock),
                new ProfileResource(services),
                new HeadingResource(services),
                new BlockedModelResource(services, clock),
                new IdentityResource(services),
                new ConflictResource(services),
                new CompletenessResource(services),
                new AreaResource(services),
                new UnitResource(services, clock),
                new SectorResource(services),
                new ChangeResource(services),
                new ChecksumResource(services),
                new UpstreamResource(services),
                new DiscoveryResource(services),
                new EventResource(services, streams),
                new EventStatisticsResource(services),
                new EventDoor(services, clock),
                new RouteResource(services),
                new SinkResource(services),
                new RouteTemplateResource(services),
                new DeadLetterResource(services),
                new AccountResource(services),
                new KeyResource(services),
                new AuditResource(services),
                new OpenApiResource())));
        factory.setProviders(List.of(
                new Json(),
                new Guard(services),
                new BrokenParts(),
                new AskingProvider(),
                new ProblemMapper(),
                new GoodStatus(),
                new RequestTimes(metrics)));
        var properties = new HashMap<String, Object>(Map.of(
                // our mapper answers for what JAX-RS refuses, too
                "default.wae.mapper.least.specific", true,
                // large forms go to a file beyond this, and attachments' headers stay short
                "attachment-memory-threshold", "262144",
                "attachment-max-header-size", "300",
                "attachment-max-count", "10"));
        factory.setProperties(properties);
        return factory;
    }

    /** @throws IllegalStateException if they are not what is described and tested: nothing is served beside it */
    static List<Object> described(List<Object> resources) {
        var classes = resources.stream().map(Object::getClass).collect(Collectors.toSet());
        if (!classes.equals(Set.copyOf(Operations.CLASSES))) {
            throw new IllegalStateException("published would be " + classes + ", described are " + Operations.CLASSES);
        }
        return resources;
    }

    public Servlet servlet() {
        return servlet;
    }

    public boolean isStarted() {
        return server.isStarted();
    }

    @Override
    public void close() {
        streams.close();
        server.destroy();
        bus.shutdown(true);
    }
}
