package io.parley.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load generator's command: measures any RTMP server. See docs/operations/load.md. */
@Command(
        name = "load",
        sortOptions = false,
        description = "Pushes and plays streams on an RTMP server, and tells what arrived, when, and what it cost.")
public final class Load implements Callable<Integer> {

    /** The way results are written, and can be read again. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--json", description = "print the result as one line of JSON, without the text")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "show this")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Load()).execute(arguments));
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
    public Integer call() {
        try {
            LoadResult result = LoadRun.run(options);
            if (!json) {
                LoadReport.print(result, System.out);
            }
            System.out.println(JSON.writeValueAsString(result));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(new CommandLine(this), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            System.err.println("load: " + e);
            return 1;
        }
    }
}
