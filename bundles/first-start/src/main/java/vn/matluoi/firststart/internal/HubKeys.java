package vn.matluoi.firststart.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one hub, in {@code etc/keys}. What is missing is made at first start; what is there is never replaced. The file
 * {@code made} is written last and ends the first start: from then on a lost master key is an error, not a reason to make
 * another, and the one-time password and the shell's key, once removed, stay removed.
 */
final class HubKeys {
    static final String MASTER_KEY = "master.key";
    static final String TLS_STORE = "tls.p12";
    static final String TLS_PASSWORD = "tls.password";
    static final String SHELL_KEY = "shell_admin";
    static final String MADE = "made";
    static final String PASSWORD_FILE = "initial-admin-password";

    private static final Logger LOG = LoggerFactory.getLogger(HubKeys.class);
    private static final int MASTER_KEY_BYTES = 32;
    private static final int TLS_PASSWORD_BYTES = 24;
    private static final Duration WARN_BEFORE_END = Duration.ofDays(30);

    private final Path etc;
    private final Path keys;
    private final Clock clock;
    private final SecureRandom random;

    HubKeys(Path etc, Clock clock, SecureRandom random) {
        this.etc = etc;
        this.keys = etc.resolve("keys");
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes what is missing and checks what is there.
     *
     * @return the names of the files made, none on later starts
     * @throws UnsafeKeys if the hub must not start; an operator mends it
     */
    List<String> prepare() throws UnsafeKeys {
        try {
            PrivateFile.folder(keys);
            refuseOpenFiles();
            List<String> made = new ArrayList<>();
            makeTls(made);
            if (Files.exists(keys.resolve(MADE))) {
                checkMasterKey();
            } else {
                firstStart(made);
            }
            checkTls();
            return List.copyOf(made);
        } catch (IOException e) {
            throw new UnsafeKeys(
                    keys
                            + ": không chuẩn bị được; tài khoản chạy trạm phải sở hữu và ghi được thư mục này. / cannot be prepared ("
                            + e + "). The hub's user must own the folder and be able to write it.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new UnsafeKeys(
                    keys + ": Java này thiếu thuật toán để tạo khóa / this Java lacks what the keys are made with (" + e
                            + ").",
                    e);
        }
    }

    private void refuseOpenFiles() throws IOException, UnsafeKeys {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> inside = Files.list(keys)) {
            inside.filter(f -> Files.isRegularFile(f) && !f.toString().endsWith(".pub"))
                    .forEach(files::add);
        }
        Path password = etc.resolve(PASSWORD_FILE);
        if (Files.exists(password)) {
            files.add(password);
        }
        for (Path file : files) {
            if (PrivateFile.isOpenToOthers(file)) {
                throw new UnsafeKeys(file
                        + ": người khác ngoài chủ sở hữu đọc hoặc sửa được; trạm không khởi động với khóa để ngỏ. Nếu chưa ai"
                        + " đọc: chmod 600; nếu không, thay khóa khác. / may be read or changed by others than its owner. The hub does not start with an"
                        + " open key. If nobody has read it: chmod 600 " + file + "; else replace it.");
            }
        }
    }

    private void firstStart(List<String> made) throws IOException, GeneralSecurityException {
        Path password = etc.resolve(PASSWORD_FILE);
        if (!Files.exists(password)) {
            PrivateFile.write(password, (OneTimePassword.draw(random) + "\n").getBytes(StandardCharsets.US_ASCII));
            made.add(PASSWORD_FILE);
        }
        if (!Files.exists(keys.resolve(SHELL_KEY))) {
            ShellKey key = ShellKey.draw(random);
            new ShellUsers(etc.resolve("keys.properties")).admit("admin", key.publicKey(), "admingroup");
            PrivateFile.write(
                    keys.resolve(SHELL_KEY + ".pub"),
                    key.publicLine("admin@matluoi").getBytes(StandardCharsets.US_ASCII));
            PrivateFile.write(keys.resolve(SHELL_KEY), key.privateKey().getBytes(StandardCharsets.US_ASCII));
            made.add(SHELL_KEY);
        }
        if (!Files.exists(keys.resolve(MASTER_KEY))) {
            byte[] key = new byte[MASTER_KEY_BYTES];
            random.nextBytes(key);
            PrivateFile.write(keys.resolve(MASTER_KEY), key);
            made.add(MASTER_KEY);
        }
        PrivateFile.write(keys.resolve(MADE), (clock.instant() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void makeTls(List<String> made) throws IOException, GeneralSecurityException {
        if (Files.exists(keys.resolve(TLS_STORE))) {
            return;
        }
        Path passwordFile = keys.resolve(TLS_PASSWORD);
        if (!Files.exists(passwordFile)) {
            byte[] bytes = new byte[TLS_PASSWORD_BYTES];
            random.nextBytes(bytes);
            PrivateFile.write(
                    passwordFile, Base64.getUrlEncoder().withoutPadding().encode(bytes));
        }
        PrivateFile.write(keys.resolve(TLS_STORE), ServerCertificate.keyStore(tlsPassword(), clock.instant(), random));
        made.add(TLS_STORE);
    }

    private void checkMasterKey() throws IOException, UnsafeKeys {
        Path key = keys.resolve(MASTER_KEY);
        if (!Files.exists(key)) {
            throw new UnsafeKeys(key
                    + ": không còn, dù trạm này đã được thiết lập; không có khóa thì không đọc được mật khẩu thiết bị"
                    + " nào đã lưu. Hãy khôi phục từ bản sao lưu. / missing, although this hub was set up on "
                    + Files.readString(keys.resolve(MADE), StandardCharsets.US_ASCII)
                            .strip()
                    + ". Without it no stored device password can be read. Restore it from the backup; to begin anew with"
                    + " every password lost, remove " + keys.resolve(MADE) + ".");
        }
        long size = Files.size(key);
        if (size != MASTER_KEY_BYTES) {
            throw new UnsafeKeys(key + ": tệp khóa không nguyên vẹn, hãy khôi phục từ bản sao lưu. / holds " + size
                    + " bytes, a master key has " + MASTER_KEY_BYTES + ". Restore it from the backup.");
        }
    }

    private void checkTls() throws IOException, UnsafeKeys {
        Path store = keys.resolve(TLS_STORE);
        Instant end;
        try {
            end = ServerCertificate.end(Files.readAllBytes(store), tlsPassword());
        } catch (IOException | GeneralSecurityException e) {
            throw new UnsafeKeys(
                    store
                            + ": không mở được bằng mật khẩu đi kèm; hãy đặt lại đúng cặp tệp, hoặc xóa cả hai để tạo mới. / cannot be"
                            + " opened with the password in " + keys.resolve(TLS_PASSWORD) + " ("
                            + e.getMessage()
                            + "). Put the two that belong together there, or remove both: new ones are made.",
                    e);
        }
        if (end.isBefore(clock.instant().plus(WARN_BEFORE_END))) {
            LOG.warn(
                    "{}: the certificate ends on {}. Replace it, or remove the file: a new one is made at the next start",
                    store,
                    end);
        }
    }

    private char[] tlsPassword() throws IOException {
        return Files.readString(keys.resolve(TLS_PASSWORD), StandardCharsets.US_ASCII)
                .strip()
                .toCharArray();
    }
}
