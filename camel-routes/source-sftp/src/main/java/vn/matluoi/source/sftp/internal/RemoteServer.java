package vn.matluoi.source.sftp.internal;

import java.net.InetSocketAddress;
import vn.matluoi.api.route.Unusable;

/** How the agency's server is reached. Any thread. */
@FunctionalInterface
interface RemoteServer {

    /**
     * Connects, sees that the server is the one it should be, logs in, once, and opens the folder. Blocks for at most a minute and a
     * half.
     *
     * @param address where the server is; its name is not looked up again
     * @param secret password or private key
     * @return the folder, to be closed by the caller
     * @throws Refused if the server did not accept the account
     * @throws Unusable if it is another server, does not answer, or has no such folder
     */
    RemoteFolder open(SftpSettings settings, InetSocketAddress address, String secret) throws Refused, Unusable;

    /** The server does not accept the account: not to be tried again with the same secret. */
    final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused() {
            super("the server does not accept the account");
        }
    }
}
