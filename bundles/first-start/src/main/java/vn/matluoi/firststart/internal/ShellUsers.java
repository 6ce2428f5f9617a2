package vn.matluoi.firststart.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Karaf's file of users who log in by SSH key, {@code etc/keys.properties}; all lines but the user's own are kept. */
final class ShellUsers {
    private final Path file;

    ShellUsers(Path file) {
        this.file = file;
    }

    /** Enters the key of a user as a member of a group that the file defines; an older key of the user goes. */
    void admit(String user, String publicKey, String group) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
        }
        lines.removeIf(line -> line.matches("\\s*" + user + "\\s*[=:].*"));
        String groupKey = "_g_\\:" + group;
        if (lines.stream().noneMatch(line -> line.strip().startsWith(groupKey))) {
            lines.add(groupKey + " = group,admin,systembundles,ssh");
        }
        lines.add(user + " = " + publicKey + ",_g_:" + group);
        PrivateFile.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), "rw-r-----");
    }
}
