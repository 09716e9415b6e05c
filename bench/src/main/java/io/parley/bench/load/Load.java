package io.parley.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load generator's command: measures any RTMP server. See docs/operations/load.md. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pushes and plays streams on an RTMP server, and tells what arrived, when, and what it cost.")
public final class Load implements Runnable {

    /** The way results are written, and can be read again. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--json", description = "print the result as one line of JSON, without the text")
    private boolean json;

    private final PrintStream out;

    private Load(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Load(System.out)).execute(arguments));
    }

    /** Measures with arguments as on the command line. Blocks until the run is over. */
    public static LoadResult measure(String... arguments) throws IOException {
        return LoadRun.run(parse(arguments));
    }

    /** Throws an exception that says what is wrong with arguments, if anything is. */
    public static void check(List<String> arguments) {
        parse(arguments.toArray(String[]::new)).check();
    }

    private static LoadOptions parse(String... arguments) {
        LoadOptions options = new LoadOptions();
        new CommandLine(options).parseArgs(arguments);
        return options;
    }

    @Override
    public void run() {
        try {
            LoadResult result = LoadRun.run(options);
            if (!json) {
                LoadReport.print(result, out);
            }
            out.println(JSON.writeValueAsString(result));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandLine.ParameterException(new CommandLine(this), String.valueOf(e.getMessage()), e);
        }
    }
}
