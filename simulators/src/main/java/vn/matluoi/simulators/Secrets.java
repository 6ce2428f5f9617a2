package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of simulators, each in a file that only its owner reads; made when they are first asked for. */
final class Secrets {

    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 16;
    private static final int KEY_BYTES = 32;

    private Secrets() {}

    /** A password. */
    static String password(Path file) throws IOException {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return kept(file, password.toString());
    }

    /** A key to sign messages with, as Standard Webhooks writes it. */
    static String key(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return kept(file, "whsec_" + Base64.getEncoder().encodeToString(key));
    }

    private static String kept(Path file, String fresh) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, fresh + "\n");
        return fresh;
    }
}
