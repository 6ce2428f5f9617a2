package vn.matluoi.shell.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.karaf.shell.api.console.Session;

/** Where commands get secrets from: a file on the hub's machine, or a prompt that does not echo. Never an argument. */
final class Secrets {

    private static final int LONGEST = 1024;

    private Secrets() {}

    /** @return the file's first line, or what is typed; to be cleared by the caller */
    static char[] read(Session session, Optional<String> file, String prompt) throws IOException {
        return file.isPresent() ? fromFile(Path.of(file.get())) : typed(session, prompt);
    }

    private static char[] fromFile(Path file) {
        try {
            if (Files.size(file) > LONGEST) {
                throw unusable(file, "dài hơn 1024 byte", "is longer than 1024 bytes");
            }
            var bytes = Files.readAllBytes(file);
            var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
            Arrays.fill(bytes, (byte) 0);
            var length = 0;
            while (length < decoded.remaining() && "\r\n".indexOf(decoded.charAt(length)) < 0) {
                length++;
            }
            var secret = Arrays.copyOf(decoded.array(), length);
            Arrays.fill(decoded.array(), '\0');
            return secret;
        } catch (IOException e) {
            throw unusable(file, "không đọc được trên máy chủ", "cannot be read on the hub's machine");
        }
    }

    private static char[] typed(Session session, String prompt) throws IOException {
        var line = session.getTerminal() == null ? null : session.readLine(prompt, '*');
        if (line == null) {
            throw HubCommand.invalid(
                    "--secret-file",
                    "secret.missing",
                    "cần --secret-file TỆP (không có thiết bị đầu cuối để hỏi mật khẩu)",
                    "--secret-file FILE is needed: there is no terminal to ask for the secret");
        }
        return line.toCharArray();
    }

    private static RuntimeException unusable(Path file, String vi, String en) {
        return HubCommand.invalid(
                "--secret-file", "secret.file", "tệp %s %s".formatted(file, vi), "the file %s %s".formatted(file, en));
    }
}
