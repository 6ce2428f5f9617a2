package vn.matluoi.sftp.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClientFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.HostKey;
import vn.matluoi.api.sftp.RemoteFolder;

/**
 * SFTP, by the library that serves the hub's own shell. A client lives as long as its folder is open, so that no thread waits after
 * that. It knows nothing of the account the hub runs under: no known hosts, no keys, no agent, no settings from there.
 */
final class SshServer {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(20);

    /** Longest that the server may be silent while something is expected of it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final FileServer server;
    private final String secret;
    private final AtomicReference<HostKey> shown = new AtomicReference<>();

    SshServer(FileServer server, String secret) {
        this.server = server;
        this.secret = secret;
    }

    /** @param address where the server is; its name is not looked up again */
    RemoteFolder open(InetSocketAddress address, Duration longest) throws DeviceException {
        var client = client();
        var deadline = new Deadline(longest, client::stop);
        var opened = false;
        try {
            if (server.key().isPresent()) {
                client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys()));
            }
            client.start();
            var session =
                    client.connect(server.username(), address).verify(CONNECT).getSession();
            if (server.password().isPresent()) {
                session.addPasswordIdentity(secret);
            }
            logIn(session);
            var sftp = SftpClientFactory.instance().createSftpClient(session);
            opened = true;
            return new SshFolder(client, sftp, server.folder(), deadline);
        } catch (IOException e) {
            throw Troubles.unreachable(server, e);
        } finally {
            if (!opened) {
                deadline.met();
                client.stop();
            }
        }
    }

    private SshClient client() {
        var client = ClientBuilder.builder()
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier((session, peer, key) -> {
                    shown.set(HostKey.shown(encoded(key)));
                    return server.hostKey().equals(shown.get());
                })
                .build();
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(
                server.key().isPresent() ? UserAuthPublicKeyFactory.INSTANCE : UserAuthPasswordFactory.INSTANCE));
        client.setNioWorkers(1);
        CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, CONNECT);
        CoreModuleProperties.AUTH_TIMEOUT.set(client, LOGIN);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, SILENCE);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, SILENCE);
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, LOGIN);
        return client;
    }

    private static byte[] encoded(PublicKey key) {
        var buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return buffer.getCompactData();
    }

    private List<KeyPair> keys() throws DeviceException {
        try {
            var pairs = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("key.file"),
                    new ByteArrayInputStream(secret.concat("\n").getBytes(StandardCharsets.UTF_8)),
                    FilePasswordProvider.EMPTY);
            for (var pair : pairs == null ? List.<KeyPair>of() : pairs) {
                return List.of(pair); // one key, one try
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // whatever a parser makes of a file that is no key: the same answer, which quotes nothing of it
        }
        throw Troubles.noKey(server);
    }

    private void logIn(ClientSession session) throws DeviceException, IOException {
        try {
            session.auth().verify(LOGIN);
        } catch (SshException e) {
            if (shown.get() != null && !server.hostKey().equals(shown.get())) {
                throw Troubles.otherServer(server, shown.get());
            }
            // what the server ends after it has seen the account counts as a no: the next one might lock it
            if (e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    || (shown.get() != null && e.getDisconnectCode() > 0)) {
                throw Troubles.refused(server);
            }
            throw e;
        }
    }
}
