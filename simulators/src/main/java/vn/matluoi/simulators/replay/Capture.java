package vn.matluoi.simulators.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One answer of a device.
 *
 * @param status of HTTP
 * @param file its body; null if it had none worth keeping
 */
record Capture(int status, Path file) {

    private static final long MAX_BODY = 4 * 1024 * 1024;

    /**
     * Reads {@code INDEX.tsv}: status, path and file in each line, {@code -} for no file.
     *
     * @return the answers by path and query, in the order of the index
     * @throws IOException naming the line that is not so, or whose file is not a file of this folder
     */
    static Map<String, Capture> index(Path folder) throws IOException {
        Path index = folder.resolve("INDEX.tsv");
        List<String> lines = Files.readAllLines(index, StandardCharsets.UTF_8);
        Map<String, Capture> captures = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            String[] cells = lines.get(i).split("\t");
            if (cells.length != 3 || !cells[0].matches("[1-5]\\d\\d") || !cells[1].startsWith("/")) {
                throw new IOException(index + ", line " + (i + 1) + ": wants status, path and file with tabs between");
            }
            captures.put(
                    cells[1],
                    new Capture(
                            Integer.parseInt(cells[0]),
                            cells[2].equals("-") ? null : file(folder, index, i, cells[2])));
        }
        return captures;
    }

    private static Path file(Path folder, Path index, int line, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file) || Files.size(file) > MAX_BODY) {
            throw new IOException(index + ", line " + (line + 1) + ": no file of the folder, or one over " + MAX_BODY
                    + " bytes: " + name);
        }
        return file;
    }

    String contentType() {
        String name = file.getFileName().toString();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "xml" -> "application/xml; charset=\"UTF-8\"";
            case "json" -> "application/json";
            case "jpg", "jpeg" -> "image/jpeg";
            default -> "text/plain";
        };
    }
}
