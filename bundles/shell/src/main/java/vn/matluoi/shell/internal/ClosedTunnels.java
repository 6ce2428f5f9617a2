package vn.matluoi.shell.internal;

import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the shell's SSH server from carrying connections for others. Karaf 4.4.10 accepts every forwarding, whatever the
 * role of who asks ({@code org.apache.karaf.shell.ssh.Activator}): with the right to log in alone, a viewer reached every
 * network the hub reaches, past the rules of {@code etc/vn.matluoi.devices.cfg}.
 */
@Component(service = ClosedTunnels.class, immediate = true)
public final class ClosedTunnels {

    @Activate
    public ClosedTunnels(@Reference SshServer server) {
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    }
}
