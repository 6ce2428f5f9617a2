package vn.matluoi.soap.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.ProgramLogin;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.DeliveryReplay;
import vn.matluoi.api.route.MessageCounts;
import vn.matluoi.api.source.Sources;

/**
 * Puts the SOAP surface on the web server and takes it down again. The web server was seen to lose a servlet that came while it began;
 * so this one waits until the API answers there.
 */
@Component(service = SoapSurface.class, immediate = true)
public final class SoapSurface {

    static final String NAME = "soap";

    private static final Logger LOG = LoggerFactory.getLogger(SoapSurface.class);
    private static final String SERVLET = "osgi.http.whiteboard.servlet.";

    private final BundleContext context;
    private final Readiness readiness;
    private final LazyEndpoint endpoint;
    private final AgencyServlet servlet;
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "matluoi-soap-publisher");
        thread.setDaemon(true);
        return thread;
    });

    /** Without it what is refused is not kept. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile DeadLetters letters;

    private final List<ServiceRegistration<?>> beside;
    private ServiceRegistration<Servlet> registration; // guarded by this
    private boolean closed; // guarded by this

    @Activate
    public SoapSurface(
            BundleContext context,
            @Reference Readiness readiness,
            @Reference Accounts accounts,
            @Reference Sessions sessions,
            @Reference AccessDecisions decisions,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) List<AgencyDoor> doors,
            @Reference Imports imports,
            @Reference ImportLog log,
            @Reference Events events,
            @Reference Sources sources)
            throws IOException {
        this.context = context;
        this.readiness = readiness;
        var operations = new Operations(
                decisions, doors, () -> Optional.ofNullable(letters), imports, log, events, sources, Clock.systemUTC());
        var tally = new MessageTally();
        endpoint = new LazyEndpoint(operations, tally);
        servlet = new AgencyServlet(
                new ProgramLogin(NAME, () -> accounts, () -> sessions),
                endpoint,
                tally,
                System::nanoTime,
                Clock.systemUTC());
        beside = List.of(
                context.registerService(DeliveryReplay.class, new SoapReplay(operations), new Hashtable<>()),
                context.registerService(MessageCounts.class, tally, new Hashtable<>()));
        publisher.scheduleWithFixedDelay(this::publish, 0, 1, TimeUnit.SECONDS);
    }

    private void publish() {
        var answers =
                readiness.ask().checks().stream().anyMatch(check -> check.name().equals("rest") && check.healthy());
        if (answers && isRegistered()) {
            LOG.info("The SOAP surface is published");
            publisher.shutdown();
        }
    }

    private synchronized boolean isRegistered() {
        if (!closed && registration == null) {
            registration = context.registerService(
                    Servlet.class,
                    servlet,
                    new Hashtable<>(
                            Map.of(SERVLET + "name", "matluoi-soap", SERVLET + "pattern", AgencyServlet.PATTERN)));
        }
        return !closed;
    }

    @Deactivate
    public void close() {
        publisher.shutdownNow();
        synchronized (this) {
            closed = true;
            if (registration != null) {
                registration.unregister();
            }
        }
        beside.forEach(ServiceRegistration::unregister);
        endpoint.close();
    }
}
