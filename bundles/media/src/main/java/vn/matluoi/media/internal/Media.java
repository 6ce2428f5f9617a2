package vn.matluoi.media.internal;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.media.internal.Settings.BadSettings;
import vn.matluoi.media.internal.relay.Timing;

/**
 * Media as the hub's component: tickets for the surfaces, one check for {@code /health/ready}. A change of the file is
 * applied while viewers watch; a bad value is refused and what worked last goes on, over a restart too. Any thread.
 */
@Component(
        service = {LiveTickets.class, HealthCheck.class},
        configurationPid = MediaConfig.PID,
        immediate = true)
@Designate(ocd = MediaConfig.class)
public final class Media implements LiveTickets, HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Media.class);

    private final LastGood lastGood;
    private final MediaPlane plane;
    private volatile Optional<Text> refused = Optional.empty();

    /** @throws IOException if the port cannot be had; media is then not there, and the health check says so */
    @Activate
    public Media(
            BundleContext bundle,
            Map<String, Object> properties,
            @Reference CameraDevices devices,
            @Reference DeviceNetworks networks,
            @Reference Accounts accounts,
            @Reference AccessDecisions decisions,
            @Reference Cameras cameras,
            @Reference AuditLog audit)
            throws IOException {
        this(
                bundle.getDataFile("last-good.properties").toPath(),
                properties,
                new Neighbours(devices, networks, accounts, decisions, cameras, audit));
    }

    Media(Path kept, Map<String, Object> properties, Neighbours hub) throws IOException {
        this.lastGood = new LastGood(kept);
        var settings = first(properties);
        try {
            this.plane = new MediaPlane(settings, Timing.standard(), Clock.systemUTC(), System::nanoTime, hub);
        } catch (IOException e) {
            throw new IOException(
                    Settings.FILE + ": " + Settings.PORT + ", " + Settings.ADDRESS + ": " + e.getMessage(), e);
        }
        if (refused.isEmpty()) {
            lastGood.keep(properties);
        }
        LOG.info("RTSP for viewers on {}", plane.address());
    }

    private Settings first(Map<String, Object> properties) throws IOException {
        try {
            return checked(properties);
        } catch (BadSettings e) {
            refuse(e);
            try {
                return checked(lastGood.load());
            } catch (BadSettings kept) {
                throw new IOException(e.getMessage(), kept);
            }
        }
    }

    private static Settings checked(Map<String, Object> properties) throws BadSettings {
        return Settings.of(properties, PlatformDependent.maxDirectMemory());
    }

    @Modified
    void modified(Map<String, Object> properties) {
        try {
            plane.apply(checked(properties));
            refused = Optional.empty();
            lastGood.keep(properties);
            LOG.info("settings of media applied; RTSP for viewers on {}", plane.address());
        } catch (BadSettings e) {
            refuse(e);
        } catch (IOException e) {
            var where = Settings.FILE + ": " + Settings.PORT + ", " + Settings.ADDRESS;
            refuse(new BadSettings(new Text(
                    where + ": không mở được cổng (" + e.getMessage() + ")",
                    where + ": the port cannot be opened (" + e.getMessage() + ")")));
        }
    }

    private void refuse(BadSettings fault) {
        refused = Optional.of(fault.text());
        LOG.error("{}; the file is refused, the last good settings stay", fault.getMessage());
    }

    @Deactivate
    void close() {
        plane.close();
    }

    @Override
    public Ticket issue(Caller caller, CameraId camera, StreamKind kind) {
        return plane.issue(caller, camera, kind);
    }

    @Override
    public Ticket issue(Caller caller, CameraId camera, Instant from, Instant to) {
        return plane.issue(caller, camera, from, to);
    }

    @Override
    public URI base() {
        return plane.base();
    }

    @Override
    public Load load() {
        return plane.load();
    }

    @Override
    public String name() {
        return "media";
    }

    @Override
    public Result check() {
        var answer = RtspProbe.ask(plane.address(), plane::isFullFor);
        if (refused.isEmpty() || !answer.healthy()) {
            return answer;
        }
        return Result.ok(new Text(
                answer.detail().vi() + " Tệp cấu hình bị từ chối: "
                        + refused.get().vi(),
                answer.detail().en() + " The configuration file is refused: "
                        + refused.get().en()));
    }
}
