package vn.matluoi.rest.internal;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Hashtable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.rest.internal.web.ApiEndpoint;
import vn.matluoi.rest.internal.web.AskedChecks;
import vn.matluoi.rest.internal.web.Metrics;
import vn.matluoi.rest.internal.web.WebParts;
import vn.matluoi.rest.internal.web.WebSettings;

/**
 * Puts the HTTPS surface together and takes it down again. CXF's parts may come after this bundle, whatever the start
 * levels, and the web server was seen to lose a servlet that came while it began: publishing is tried each second until the
 * API answers.
 */
@Component(service = RestSurface.class, immediate = true, configurationPid = "vn.matluoi.web")
@Designate(ocd = RestSurface.Settings.class)
public final class RestSurface {

    private static final Logger LOG = LoggerFactory.getLogger(RestSurface.class);

    private final BundleContext context;
    private final TrackedServices services;
    private final Metrics metrics;
    private final WebParts parts;
    private final ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "matluoi-rest-publisher");
        thread.setDaemon(true);
        return thread;
    });
    /** What is to be undone, the last first. Guarded by itself. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private final Patience patience = new Patience(System::nanoTime); // used by the publisher's thread

    private boolean closed;

    /** Settings of {@code etc/vn.matluoi.web.cfg}. */
    @ObjectClassDefinition(name = "Mắt Lưới web")
    public @interface Settings {

        @AttributeDefinition(
                name = "ready.required",
                description = "Names of the health checks that must be there for /health/ready to be green.")
        String[] ready_required() default {"schema", "areas", "rest", "media", "routes"};

        @AttributeDefinition(
                name = "rate.per.second",
                description = "Requests one network address may make each second for long: 1 to 100000.")
        String rate_per_second() default "100";

        @AttributeDefinition(
                name = "rate.burst",
                description = "Requests one network address may make at once after a pause: 1 to 1000000.")
        String rate_burst() default "500";

        @AttributeDefinition(
                name = "proxy.addresses",
                description = "IP addresses, by commas, of proxies whose X-Forwarded-For says who is asking.")
        String proxy_addresses() default "";

        @AttributeDefinition(
                name = "metrics.local",
                description = "Whether this machine itself reads /metrics without log-in: true or false.")
        String metrics_local() default "false";
    }

    @Activate
    public RestSurface(BundleContext context, @Reference ConfigurationAdmin configurations, Settings settings) {
        this.context = context;
        services = new TrackedServices(context);
        metrics = new Metrics(services, System::nanoTime);
        later(services::close);
        later(metrics::close);
        var readiness = new AskedChecks(services, Arrays.asList(settings.ready_required()), System::nanoTime);
        later(readiness::close);
        parts = new WebParts(
                services,
                metrics,
                readiness,
                configurations,
                WebSettings.of(
                        settings.rate_per_second(),
                        settings.rate_burst(),
                        settings.proxy_addresses(),
                        settings.metrics_local()),
                System::nanoTime);
        parts.all().forEach(this::register);
        publisher.execute(this::publish);
    }

    private void register(WebParts.Part<?> part) {
        register(part, part.type());
    }

    private <T> void register(WebParts.Part<?> part, Class<T> type) {
        later(registered(part, type)::unregister);
    }

    private <T> ServiceRegistration<T> registered(WebParts.Part<?> part, Class<T> type) {
        return context.registerService(type, type.cast(part.service()), new Hashtable<>(part.properties()));
    }

    /** Does now what was to be undone at the end. */
    private void undone(Runnable step) {
        synchronized (undo) {
            if (undo.remove(step)) {
                step.run();
            }
        }
    }

    private void publish() {
        try {
            var endpoint = ApiEndpoint.publish(services, metrics, Clock.systemUTC(), System::nanoTime);
            var registration = new AtomicReference<ServiceRegistration<?>>();
            Runnable takeDown = () -> {
                registration.get().unregister();
                endpoint.close();
            };
            synchronized (undo) {
                if (closed) {
                    endpoint.close();
                    return;
                }
                registration.set(registered(WebParts.api(endpoint), Servlet.class));
                undo.push(takeDown);
            }
            publisher.execute(() -> look(takeDown));
        } catch (RuntimeException notYet) {
            // CXF throws whatever it stumbled on when a part of it is not there; the next second may bring it
            inASecond(this::publish, notYet);
        }
    }

    /** Asks the web server for what was published, until it answers; what it lost is published anew. */
    private void look(Runnable takeDown) {
        var answer = parts.selfCall().warmUp();
        var found = answer.result().detail().en();
        if (answer.isNone()) {
            inASecond(() -> look(takeDown), new IllegalStateException(found));
        } else if (answer.isUnknown()) {
            inASecond(this::publish, new IllegalStateException("the web server does not know the servlet it took"));
            undone(takeDown);
        } else {
            LOG.info("The API is published: {}", found);
        }
    }

    private void inASecond(Runnable step, RuntimeException because) {
        switch (patience.failed()) {
            case SHORTLY -> LOG.info("The API waits for CXF and the web server: {}", because.getMessage());
            case LOUDLY ->
                LOG.warn(
                        "The API is still not published after {} s; it is tried again each second",
                        Patience.LASTS.toSeconds(),
                        because);
            case QUIETLY -> LOG.debug("CXF or the web server is not ready", because);
        }
        publisher.schedule(step, 1, TimeUnit.SECONDS);
    }

    private void later(Runnable step) {
        synchronized (undo) {
            undo.push(step);
        }
    }

    @Deactivate
    public void close() {
        publisher.shutdownNow();
        synchronized (undo) {
            closed = true;
            undo.forEach(Runnable::run);
            undo.clear();
        }
    }
}
