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
import org.junit.jupiter.api.Test;

class CommandHelpTest {

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
}
