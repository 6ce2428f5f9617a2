package vn.matluoi.itests.container;

import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.extra.VMOption;

/**
 * What Karaf 4.4 on Java 17 needs to be started by Pax Exam, which runs {@code java} itself and reads none of the scripts:
 * the module options of {@code bin/karaf}, its collector and compiler, ports nobody uses, and folders to install from.
 */
final class KarafOptions {

    /** Where the build put the bundles of Pax Exam itself. */
    static final Path EXAM_REPOSITORY = Path.of("target/exam-repository").toAbsolutePath();

    private static final String MAVEN = "etc/org.ops4j.pax.url.mvn.cfg";
    private static final String KARAF = System.getProperty("karaf.version");

    private KarafOptions() {}

    /**
     * @param archive the distribution, a tar.gz
     * @param folder where it is unpacked, under {@code target/exam}; what an earlier run left there goes
     * @param repositories folders that bundles and features may come from besides its own
     */
    static List<Option> distribution(Path archive, String folder, Path... repositories) {
        var options = new ArrayList<Option>();
        options.add(karafDistributionConfiguration()
                .frameworkUrl(archive.toUri().toString())
                .name(folder)
                .karafVersion(KARAF)
                .unpackDirectory(emptied(new File("target/exam/" + folder)))
                .useDeployFolder(false));
        for (var option : List.of(
                "--add-opens",
                "java.base/java.security=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.net=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "--add-opens",
                "java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens",
                "java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Djava.security.manager=allow",
                "-Dfile.encoding=UTF-8",
                "-Dmatluoi.version=" + Archive.VERSION,
                "-Dmatluoi.port.https=" + freePort(),
                "-Dmatluoi.port.http=" + freePort(),
                "-Dmatluoi.port.rtsp=" + freePort(),
                "-Dmatluoi.port.ssh=" + freePort(),
                "-classpath",
                "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*")) {
            options.add(new VMOption(option));
        }
        options.add(configureConsole().ignoreLocalConsole());
        options.add(doNotModifyLogConfiguration());
        options.add(keepRuntimeFolder());
        options.add(systemTimeout(120_000L));
        options.add(editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.localRepository", "${karaf.data}/maven"));
        // of several extensions of one key Pax Exam would keep the last
        var folders = new StringBuilder(EXAM_REPOSITORY.toUri() + "@id=exam");
        for (var repository : repositories) {
            folders.append(',').append(repository.toUri()).append("@id=exam-").append(folders.length());
        }
        options.add(
                editConfigurationFileExtend(MAVEN, "org.ops4j.pax.url.mvn.defaultRepositories", folders.toString()));
        return options;
    }

    /** Nothing comes from elsewhere. */
    static Option noRemoteRepository() {
        return editConfigurationFilePut(MAVEN, "org.ops4j.pax.url.mvn.repositories", "");
    }

    private static File emptied(File folder) {
        if (!folder.exists()) {
            return folder;
        }
        try (var files = Files.walk(folder.toPath())) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Below those that Linux hands out (32768 and more): none that a client takes before the container does. */
    static String freePort() {
        for (var tries = 0; tries < 1000; tries++) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return String.valueOf(socket.getLocalPort());
            } catch (IOException taken) {
                // another, then
            }
        }
        throw new IllegalStateException("no free port");
    }
}
