package vn.matluoi.source.sftp.internal;

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
import vn.matluoi.api.route.Unusable;

/**
 * SFTP, by the library that serves the hub's own shell. A client lives as long as one look, so that no thread waits between two. It
 * knows nothing of the account the hub runs under: no known hosts, no keys, no agent, no settings from there.
 */
final class SshServer implements RemoteServer {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LOGIN = Duration.ofSeconds(20);

    /** Longest that the server may be silent while something is expected of it. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    @Override
    public RemoteFolder open(SftpSettings settings, InetSocketAddress address, String secret) throws Refused, Unusable {
        var shown = new AtomicReference<HostKey>();
        var client = client(settings, shown);
        try {
            if (settings.key().isPresent()) {
                client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys(settings, secret)));
            }
            client.start();
            var session =
                    client.connect(settings.username(), address).verify(CONNECT).getSession();
            if (settings.password().isPresent()) {
                session.addPasswordIdentity(secret);
            }
            logIn(session, settings, shown);
            return new SshFolder(client, SftpClientFactory.instance().createSftpClient(session), settings.folder());
        } catch (IOException e) {
            client.stop();
            throw Troubles.unreachable(settings, e);
        } catch (Refused | Unusable | RuntimeException e) {
            client.stop();
            throw e;
        }
    }

    private static SshClient client(SftpSettings settings, AtomicReference<HostKey> shown) {
        var client = ClientBuilder.builder()
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier((session, peer, key) -> {
                    shown.set(HostKey.shown(encoded(key)));
                    return settings.hostKey().equals(shown.get());
                })
                .build();
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        client.setAgentFactory(null);
        client.setUserAuthFactories(List.of(
                settings.key().isPresent() ? UserAuthPublicKeyFactory.INSTANCE : UserAuthPasswordFactory.INSTANCE));
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

    private static List<KeyPair> keys(SftpSettings settings, String secret) throws Unusable {
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
        throw Unusable.because(
                "sftp.key",
                "tệp etc/keys/%s không phải khóa riêng SSH không đặt mật khẩu (ssh-keygen -t ed25519 -N \"\")"
                        .formatted(settings.key().orElseThrow().path().getFileName()),
                "the file etc/keys/%s is no private SSH key without a passphrase (ssh-keygen -t ed25519 -N \"\")"
                        .formatted(settings.key().orElseThrow().path().getFileName()));
    }

    private static void logIn(ClientSession session, SftpSettings settings, AtomicReference<HostKey> shown)
            throws Refused, Unusable, IOException {
        try {
            session.auth().verify(LOGIN);
        } catch (SshException e) {
            if (shown.get() != null && !settings.hostKey().equals(shown.get())) {
                throw Troubles.otherServer(settings, shown.get());
            }
            // what the server ends after it has seen the account counts as a no: the next one might lock it
            if (e.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE
                    || (shown.get() != null && e.getDisconnectCode() > 0)) {
                throw new Refused();
            }
            throw e;
        }
    }
}
