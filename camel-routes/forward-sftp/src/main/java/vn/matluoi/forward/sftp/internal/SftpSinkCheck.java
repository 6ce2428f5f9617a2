package vn.matluoi.forward.sftp.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.sftp.FileServerCheck;

/** What makes sense for the parameters of {@link SftpSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + SftpSink.NAME)
public final class SftpSinkCheck implements RouteCheck {

    private final SinkRouteCheck sink;
    private final FileServerCheck server;

    @Activate
    public SftpSinkCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    SftpSinkCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.server = new FileServerCheck(keys);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        server.check(settings, errors);
        sink.check(settings, errors);
        AgencyRouteCheck.number("most.waiting", settings, 1, 100_000, errors);
        return errors;
    }
}
