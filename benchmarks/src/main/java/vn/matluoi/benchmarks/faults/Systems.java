package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.forward.AmqpReceiver;
import vn.matluoi.benchmarks.forward.EventReceiver;
import vn.matluoi.benchmarks.forward.KafkaReceiver;
import vn.matluoi.benchmarks.forward.ListAgency;
import vn.matluoi.benchmarks.forward.Mailbox;
import vn.matluoi.benchmarks.forward.MqttBroker;
import vn.matluoi.benchmarks.forward.RegistryReceiver;
import vn.matluoi.benchmarks.forward.Routes;
import vn.matluoi.benchmarks.forward.SchoolTable;
import vn.matluoi.benchmarks.forward.SftpSystem;

/** The systems around a hub, each of one kind, and its routes to them. Where there are lists of cameras, a registry is told of the cameras. */
final class Systems implements AutoCloseable {

    /** The agency that tells events by MQTT. */
    static final String MQTT = "told-mqtt";

    private static final String REGISTRY = "so-tren";

    private final Map<Kind, EventReceiver> receivers = new EnumMap<>(Kind.class);
    private final Map<String, ListAgency> agencies = new LinkedHashMap<>();
    private Optional<MqttBroker> broker = Optional.empty();
    private Optional<RegistryReceiver> registry = Optional.empty();

    /**
     * @param folder for what they keep
     * @param routes of the hub, where their secrets are laid down
     */
    Systems(Set<Kind> kinds, Path folder, long seed, Routes routes) throws IOException {
        Files.createDirectories(folder);
        try {
            for (Kind kind : kinds) { // Kafka first: it takes a while
                begin(kind, folder.resolve(kind.key()), routes);
            }
            if (!agencies.isEmpty()) {
                registry = Optional.of(new RegistryReceiver(folder.resolve("registry.notes"), seed));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin(Kind kind, Path folder, Routes routes) throws IOException {
        switch (kind) {
            case KAFKA -> receivers.put(kind, new KafkaReceiver(folder));
            case AMQP -> receivers.put(kind, new AmqpReceiver(folder));
            case MQTT -> {
                broker = Optional.of(new MqttBroker(folder, MQTT));
                receivers.put(kind, broker.get());
            }
            case SFTP -> {
                SftpSystem server = new SftpSystem(folder, routes);
                receivers.put(kind, server);
                agencies.put("told-sftp", server.agency());
            }
            case MAIL -> agencies.put("told-mail", new Mailbox(folder, routes));
            case JDBC -> agencies.put("told-jdbc", new SchoolTable(routes));
        }
    }

    /** Sets up a hub that runs, and waits until its routes do. */
    void open(Routes routes, Hub admin, int batch) throws IOException, InterruptedException {
        for (Map.Entry<Kind, EventReceiver> receiver : receivers.entrySet()) {
            routes.events(sink(receiver.getKey()), receiver.getValue().settings(), batch);
        }
        for (Map.Entry<String, ListAgency> agency : agencies.entrySet()) {
            routes.source(agency.getKey(), agency.getValue().settings());
        }
        if (broker.isPresent()) {
            routes.source(MQTT, broker.get().sourceSettings());
        }
        if (registry.isPresent()) {
            registry.get().open(routes, REGISTRY);
            Routes.awaitSink(admin, REGISTRY);
        }
        for (Kind kind : receivers.keySet()) {
            Routes.awaitSink(admin, sink(kind));
        }
        for (String source : agencies.keySet()) {
            Routes.awaitSource(admin, source);
        }
        if (broker.isPresent()) {
            broker.get().awaitHub();
        }
    }

    private static String sink(Kind kind) {
        return "so-" + kind.key();
    }

    Map<Kind, EventReceiver> receivers() {
        return receivers;
    }

    /** @return names of the sinks that tell {@link #receivers} */
    List<String> sinks() {
        return receivers.keySet().stream().map(Systems::sink).toList();
    }

    /** By source, those that hand in lists. */
    Map<String, ListAgency> agencies() {
        return agencies;
    }

    Optional<MqttBroker> broker() {
        return broker;
    }

    /** What is told of the lists' cameras; there if there are lists. */
    Optional<RegistryReceiver> registry() {
        return registry;
    }

    @Override
    public void close() throws IOException {
        for (ListAgency agency : agencies.values()) {
            agency.close();
        }
        for (EventReceiver receiver : receivers.values()) {
            receiver.close();
        }
        if (registry.isPresent()) {
            registry.get().close();
        }
    }
}
