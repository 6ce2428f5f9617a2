package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

/** What commands there are, and what they say of themselves. */
class CommandHelpTest extends CommandFixture {

    @Test
    void everyWordOfHelpIsInVietnameseAndThenInEnglish() throws Exception {
        var said = new ArrayList<String>();
        for (var command : commands()) {
            said.add(command.getAnnotation(Command.class).description());
            for (Class<?> type = command; type != Object.class; type = type.getSuperclass()) {
                for (var field : type.getDeclaredFields()) {
                    if (field.isAnnotationPresent(Option.class)) {
                        said.add(field.getAnnotation(Option.class).description());
                    }
                    if (field.isAnnotationPresent(Argument.class)) {
                        said.add(field.getAnnotation(Argument.class).description());
                    }
                }
            }
        }
        assertThat(said).hasSizeGreaterThan(60).allMatch(text -> text.split(" / ").length == 2);
    }

    @Test
    void listsTheHubsCommandsAndNoOthers() throws Exception {
        var command = ready(new CommandList());
        var registry = fake(
                Registry.class,
                (method, given) -> List.of(
                        command("hub", "source-list", "Liệt kê nguồn / Lists sources"),
                        command("hub", "events", "Liệt kê sự kiện / Lists events"),
                        command("bundle", "list", "Lists bundles")));
        var session = command.session;
        command.session = fake(Session.class, (method, given) -> switch (method) {
            case "getRegistry" -> registry;
            case "getConsole" -> session.getConsole();
            default -> session.get((String) given[0]);
        });

        assertThat(command.execute()).isNull();
        assertThat(printed())
                .containsSubsequence("hub:events", "Liệt kê sự kiện", "hub:source-list")
                .doesNotContain("bundle");
    }

    private static List<Class<?>> commands() throws Exception {
        var home = Path.of(HubCommand.class.getResource("HubCommand.class").toURI())
                .getParent();
        var commands = new ArrayList<Class<?>>();
        try (var files = Files.list(home)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                var type = Class.forName(
                        HubCommand.class.getPackageName() + "." + name.substring(0, name.length() - ".class".length()));
                if (HubCommand.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                    commands.add(type);
                }
            }
        }
        return commands;
    }

    private static org.apache.karaf.shell.api.console.Command command(String scope, String name, String what) {
        return fake(org.apache.karaf.shell.api.console.Command.class, (method, given) -> switch (method) {
            case "getScope" -> scope;
            case "getName" -> name;
            default -> what;
        });
    }
}
