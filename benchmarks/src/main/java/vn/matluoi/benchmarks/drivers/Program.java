package vn.matluoi.benchmarks.drivers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Java program beside this one: words go in, lines come out, its errors go into a file. It ends with its input. */
final class Program implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;

    /**
     * @param name of the log in {@code work}
     * @param options Java's own, as {@code -Xmx256m}
     */
    Program(Path work, String name, List<String> options, String classPath, Class<?> main, List<String> arguments)
            throws IOException {
        this.name = name;
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of("-cp", classPath, main.getName()));
        words.addAll(arguments);
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        work.resolve(name + ".log").toFile()))
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** @return empty at the end */
    Optional<String> line() throws IOException {
        return Optional.ofNullable(out.readLine());
    }

    /** @return the line that answers */
    String ask(String words) throws IOException {
        in.println(words);
        return line().orElseThrow(() -> new IOException(name + " ended; see " + name + ".log"));
    }

    /** Something the program asks for before it goes on. */
    interface Wishes {
        void grant(String wish) throws IOException;
    }

    /** @return what it says until it ends: a name and a number a line; a line of one word is a wish */
    Map<String, Double> figures(Wishes wishes) throws IOException {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String[] words = line.get().split(" ");
            if (words.length == 1) {
                wishes.grant(words[0]);
            } else {
                figures.put(words[0], Double.parseDouble(words[1]));
            }
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException(name + " failed; see " + name + ".log");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return figures;
    }

    @Override
    public void close() {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
