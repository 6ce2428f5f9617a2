package vn.matluoi.api.sftp;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.driver.DeviceException;

/**
 * The one client of SFTP and FTPS of the hub. It connects only where {@code vn.matluoi.devices.cfg} allows, shows a password or key once,
 * to the server of that fingerprint only. A connection lives until its folder is closed: no thread waits after that. Any thread.
 */
@ProviderType
public interface FileServers {

    /**
     * Connects, sees that the server is the one it should be, logs in, once, and opens the folder. Blocks for at most a minute and a
     * half.
     *
     * @param secret password or private key, what {@link FileServer#secret()} holds
     * @param longest from now on; after that the connection is cut, whatever is under way
     * @return the folder, to be closed by the caller
     * @throws DeviceException.Unreachable if it does not answer, or its name does not resolve
     * @throws DeviceException.Refused {@code CREDENTIALS} if it did not accept the account: not to be tried again with the same
     *     secret; {@code WRONG_DEVICE} if it is another server; {@code NETWORK} if it is not allowed; {@code RIGHTS} if there is no such
     *     folder
     * @throws DeviceException.Unsupported if the secret is no key, or the server knows no exact lists
     */
    RemoteFolder open(FileServer server, String secret, Duration longest) throws DeviceException;
}
