package vn.matluoi.itests;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBeans of a running hub, read as {@code docs/reference/configuration.md} shows it to administrators. */
final class Jmx implements AutoCloseable {

    private static final Path PAGE = Project.ROOT.resolve("docs/reference/configuration.md");
    private static final Pattern OPTIONS = Pattern.compile("EXTRA_JAVA_OPTS='([^']+)' bin/start");

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    /** Attaches to that process. */
    Jmx(long pid) throws Exception {
        var machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
        server = connector.getMBeanServerConnection();
    }

    /** @return {@code EXTRA_JAVA_OPTS} of a hub that is to be looked into */
    static String options() throws IOException {
        var shown = OPTIONS.matcher(Files.readString(PAGE));
        if (!shown.find()) {
            throw new AssertionError(PAGE + " does not say how MBeans are read");
        }
        return shown.group(1);
    }

    /** @return each MBean of Camel's of that type, all its attributes that were asked for, by the first of them */
    Map<Object, Map<String, Object>> camel(String type, String... attributes) throws IOException, JMException {
        var found = new TreeMap<Object, Map<String, Object>>();
        for (var name : server.queryNames(new ObjectName("org.apache.camel:type=" + type + ",*"), null)) {
            var read = new TreeMap<String, Object>();
            for (Attribute one : server.getAttributes(name, attributes).asList()) {
                read.put(one.getName(), one.getValue());
            }
            found.put(read.get(attributes[0]), read);
        }
        return found;
    }

    /** The one of Camel's MBeans of that type. */
    void set(String type, String attribute, Object value) throws IOException, JMException {
        server.setAttribute(only(type), new Attribute(attribute, value));
    }

    Object invoke(String type, String operation) throws IOException, JMException {
        return server.invoke(only(type), operation, new Object[0], new String[0]);
    }

    private ObjectName only(String type) throws IOException, JMException {
        var names = server.queryNames(new ObjectName("org.apache.camel:type=" + type + ",*"), null);
        if (names.size() != 1) {
            throw new AssertionError("MBeans of type " + type + ": " + names);
        }
        return names.iterator().next();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
