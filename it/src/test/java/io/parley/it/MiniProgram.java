package io.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.it.Rest.App;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A process that runs the tutorial's page with the mini-program build of the engine, ffmpeg being its two tags. */
final class MiniProgram implements AutoCloseable {

    private final Lines lines = new Lines();
    private final Process process;
    private final Writer input;
    private int lastId;

    MiniProgram() {
        try {
            Path log = Files.createDirectories(ParleyServer.directory()).resolve("miniprogram.log");
            process = new ProcessBuilder(Programs.node(), "src/test/node/miniprogram.mjs")
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "miniprogram");
        reader.setDaemon(true);
        reader.start();
        lines.await("ready", line -> line.path("type").asText().equals("ready"));
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Json.parse(line));
            }
        } catch (IOException e) {
            // its end
        }
        lines.end();
    }

    /** The page's login; the answer has an error if it was refused. */
    JsonNode open(ParleyServer server, App app, String roomID, String userID, String token, boolean userUpdate) {
        return open(server.signal(), "", app, roomID, userID, token, userUpdate);
    }

    /**
     * The same over lines of the phone's own.
     *
     * @param signal address of the signalling
     * @param media host and port by which the tags reach the media server, empty for those of their URLs
     */
    JsonNode open(
            String signal, String media, App app, String roomID, String userID, String token, boolean userUpdate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("server", signal);
        fields.put("mediaVia", media);
        fields.put("appID", app.id());
        fields.put("roomID", roomID);
        fields.put("userID", userID);
        fields.put("userName", userID + "'s name");
        fields.put("token", token);
        fields.put("userUpdate", userUpdate);
        fields.put("outDir", Ffmpeg.directory().toString());
        return command("open", fields);
    }

    /** A page of another style than the tutorial's, over lines of the phone's own. */
    JsonNode openPage(String page, String signal, String media, App app, String roomID, String userID, String token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("page", page);
        fields.put("server", signal);
        fields.put("mediaVia", media);
        fields.put("appID", app.id());
        fields.put("roomID", roomID);
        fields.put("userID", userID);
        fields.put("token", token);
        fields.put("outDir", Ffmpeg.directory().toString());
        return command("open", fields);
    }

    /** Pushes a film over and over. */
    void push(String streamID, Path film) {
        command("push", Map.of("streamID", streamID, "file", film.toString(), "loop", true));
    }

    /** Pushes a film once; its end is the end of the stream. */
    void pushOnce(String streamID, Path film) {
        command("push", Map.of("streamID", streamID, "file", film.toString(), "loop", false));
    }

    void stopPush() {
        command("stopPush", Map.of());
    }

    void stopPlay(String streamID) {
        command("stopPlay", Map.of("streamID", streamID));
    }

    void logout() {
        command("logout", Map.of());
    }

    void dropSocket() {
        command("dropSocket", Map.of());
    }

    /** A call of the engine; what it resolved to is {@code value}, what it rejected with is {@code error}. */
    JsonNode call(String method, Object... args) {
        return command("call", Map.of("method", method, "args", List.of(args)));
    }

    JsonNode command(String name, Map<String, ?> fields) {
        int id = ++lastId;
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("cmd", name);
        command.put("id", id);
        command.putAll(fields);
        try {
            input.write(Json.write(command) + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines.await(
                name + " done",
                line -> line.path("type").asText().equals("done")
                        && line.path("id").asInt() == id);
    }

    /** How much was printed by now, to wait for what comes after. */
    int mark() {
        return lines.count();
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        return lines.await(what, wanted);
    }

    /** Waits for an event whose arguments are so, and returns them. */
    JsonNode event(String name, Predicate<JsonNode> wanted) {
        return event(name, 0, wanted);
    }

    JsonNode event(String name, int from, Predicate<JsonNode> wanted) {
        return lines.await(name, from, line -> isEvent(line, name) && wanted.test(line.get("args")))
                .get("args");
    }

    JsonNode roomState(String state) {
        return event("roomStateUpdate", args -> args.get(1).asText().equals(state));
    }

    JsonNode streams(String type, String streamID) {
        return event("roomStreamUpdate", args -> isUpdate(args, type, "streamID", streamID));
    }

    JsonNode users(String type, String userID) {
        return event("roomUserUpdate", args -> isUpdate(args, type, "userID", userID));
    }

    private static boolean isUpdate(JsonNode args, String type, String field, String id) {
        return args.get(1).asText().equals(type)
                && StreamSupport.stream(args.get(2).spliterator(), false)
                        .anyMatch(each -> each.get(field).asText().equals(id));
    }

    JsonNode publisher(String state) {
        return event(
                        "publisherStateUpdate",
                        args -> args.get(0).get("state").asText().equals(state))
                .get(0);
    }

    JsonNode player(String streamID, String state) {
        return event(
                        "playerStateUpdate",
                        args -> args.get(0).get("state").asText().equals(state)
                                && args.get(0).get("streamID").asText().equals(streamID))
                .get(0);
    }

    /** Waits for ffmpeg in the place of a tag to get so far: start, media, exit. */
    JsonNode tag(String what, String streamID, String phase) {
        return lines.await(
                what + " " + phase,
                line -> line.path("type").asText().equals("ffmpeg")
                        && line.path("what").asText().equals(what)
                        && line.path("streamID").asText().equals(streamID)
                        && line.path("phase").asText().equals(phase));
    }

    /** What the play tag of this stream received. */
    Path file(String streamID) {
        return Path.of(lines.await(
                        "file of " + streamID,
                        line -> line.path("type").asText().equals("file")
                                && line.path("streamID").asText().equals(streamID))
                .get("file")
                .asText());
    }

    /** The same, one for each time it began to play. */
    List<Path> files(String streamID) {
        return lines
                .matching(line -> line.path("type").asText().equals("file")
                        && line.path("streamID").asText().equals(streamID))
                .stream()
                .map(line -> Path.of(line.get("file").asText()))
                .toList();
    }

    /** Everything printed after a mark. */
    List<JsonNode> linesFrom(int mark) {
        return lines.from(mark);
    }

    /** Waits longer than usual for a line after a mark. */
    JsonNode await(String what, int from, Duration patience, Predicate<JsonNode> wanted) {
        return lines.await(what, from, patience, wanted);
    }

    /** The arguments of every event of this name until now. */
    List<JsonNode> events(String name) {
        return lines.matching(line -> isEvent(line, name)).stream()
                .map(line -> line.get("args"))
                .toList();
    }

    List<String> roomStates() {
        return events("roomStateUpdate").stream()
                .map(args -> args.get(1).asText())
                .toList();
    }

    List<String> publisherStates() {
        return events("publisherStateUpdate").stream()
                .map(args -> args.get(0).get("state").asText())
                .toList();
    }

    List<String> playerStates() {
        return events("playerStateUpdate").stream()
                .map(args -> args.get(0).get("state").asText())
                .toList();
    }

    /** Everything printed that fits. */
    List<JsonNode> lines(Predicate<JsonNode> wanted) {
        return lines.matching(wanted);
    }

    private static boolean isEvent(JsonNode line, String name) {
        return line.path("type").asText().equals("event")
                && line.path("name").asText().equals(name);
    }

    /** A phone that is switched off: no goodbye of any kind. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        try {
            input.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
