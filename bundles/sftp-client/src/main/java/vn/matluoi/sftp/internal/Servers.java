package vn.matluoi.sftp.internal;

import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.FileServers;
import vn.matluoi.api.sftp.RemoteFolder;

/** Opens folders on servers. Until the first is opened nothing of the libraries is loaded. */
@Component(service = FileServers.class)
public final class Servers implements FileServers {

    private final DeviceNetworks networks;

    @Activate
    public Servers(@Reference DeviceNetworks networks) {
        this.networks = networks;
    }

    @Override
    public RemoteFolder open(FileServer server, String secret, Duration longest) throws DeviceException {
        var address = networks.resolve(server.host(), server.port());
        return switch (server.protocol()) {
            case SFTP -> new SshServer(server, secret).open(address, longest);
            case FTPS -> new FtpsServer(server, secret).open(address, longest);
        };
    }
}
