package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server's own description of its REST interface, read as any client would. */
record RestDescription(JsonNode document) {

    private static final String BASE = "/parley/api/v1";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");
    private static final Pattern PLACE = Pattern.compile("\\{([^}]+)}");

    /** A method on a path; the names of the parts of its JSON body, none where it has no body. */
    record Route(String method, String path, List<String> body) {

        String name() {
            return method + " " + path;
        }

        boolean isOfApp() {
            return path.contains("{appID}");
        }

        boolean isRead() {
            return method.equals("GET");
        }

        /** Names of the variable parts of the path. */
        List<String> places() {
            return PLACE.matcher(path).results().map(match -> match.group(1)).toList();
        }

        /** With a value for each variable part. */
        String at(Function<String, Object> values) {
            return PLACE.matcher(path)
                    .replaceAll(match -> Matcher.quoteReplacement(String.valueOf(values.apply(match.group(1)))));
        }

        /** A body with those parts that have a value. */
        String body(Map<String, ?> values) {
            if (isRead() || method.equals("DELETE")) {
                return null;
            }
            Map<String, Object> known = new LinkedHashMap<>(values);
            known.keySet().retainAll(body);
            return Json.write(known);
        }
    }

    static RestDescription of(ParleyServer server) {
        Rest.Answer answer = Rest.page(server.http() + BASE + "/openapi?format=JSON");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new RestDescription(Json.parse(answer.text()));
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        document.get("paths").fields().forEachRemaining(path -> {
            assertThat(path.getKey()).startsWith(BASE);
            path.getValue().fields().forEachRemaining(operation -> {
                if (METHODS.contains(operation.getKey())) {
                    routes.add(new Route(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey().substring(BASE.length()),
                            parts(operation.getValue())));
                }
            });
        });
        return routes;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        routes().forEach(route -> names.add(route.name()));
        return names;
    }

    private List<String> parts(JsonNode operation) {
        JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
        if (schema.has("$ref")) {
            schema = document.at(schema.get("$ref").asText().substring(1));
        }
        List<String> parts = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(parts::add);
        return parts;
    }
}
