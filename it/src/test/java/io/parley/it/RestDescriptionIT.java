package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.parley.it.Rest.App;
import io.parley.it.RestDescription.Route;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The OpenAPI document against the code. */
class RestDescriptionIT {

    private static ParleyServer server;
    private static Rest rest;
    private static RestDescription description;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        rest = new Rest(server);
        description = RestDescription.of(server);
    }

    @Test
    void everyRouteOfTheCodeIsDescribedAndNoOther() {
        Set<String> coded = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPath("../web/target/classes")) {
            if (type.isAnnotatedWith(Path.class)) {
                for (JavaMethod method : type.getMethods()) {
                    verb(method).ifPresent(verb -> coded.add(verb + " " + path(type, method)));
                }
            }
        }
        assertThat(coded).hasSizeGreaterThan(40);
        assertThat(description.names()).isEqualTo(coded);
    }

    private static java.util.Optional<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .filter(each -> each.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(each -> each.getRawType().getSimpleName().toUpperCase(Locale.ROOT))
                .findFirst();
    }

    private static String path(JavaClass type, JavaMethod method) {
        String own = method.isAnnotatedWith(Path.class)
                ? method.getAnnotationOfType(Path.class).value()
                : "";
        return (type.getAnnotationOfType(Path.class).value() + "/" + own)
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "");
    }

    @Test
    void itSaysHowToSignInAndWhatTheParametersOfListsAre() {
        JsonNode document = description.document();
        assertThat(document.at("/info/title").asText()).isEqualTo("Parley");
        assertThat(document.at("/components/securitySchemes/session/scheme").asText())
                .isEqualTo("bearer");
        JsonNode stays =
                document.get("paths").get("/parley/api/v1/apps/{appID}/stays").get("get");
        List<String> without = new ArrayList<>();
        List<String> names = new ArrayList<>();
        stays.get("parameters").forEach(parameter -> {
            names.add(parameter.get("name").asText());
            if (!parameter.has("description") && !parameter.get("name").asText().equals("appID")) {
                without.add(parameter.get("name").asText());
            }
        });
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "appID",
                        "roomID",
                        "userID",
                        "streamID",
                        "reason",
                        "action",
                        "actor",
                        "from",
                        "to",
                        "sort",
                        "order",
                        "cursor",
                        "limit",
                        "format");
        assertThat(without).isEmpty();
        assertThat(stays.at("/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .endsWith("/StayPage");
    }

    @Test
    void everyBodyAndEveryAnswerHasAnExampleWithNoOtherNamesThanThoseDescribed() {
        int examples = 0;
        for (JsonNode route : operations()) {
            String name = route.get("operationId").asText();
            JsonNode body = route.at("/requestBody/content/application~1json");
            examples += example(body, name + ": body");
            for (JsonNode answer : route.get("responses")) {
                examples += example(answer.at("/content/application~1json"), name + ": answer");
            }
            assertThat(route.at("/responses/default/content/application~1problem+json/example/type")
                            .asText())
                    .as(name)
                    .startsWith("urn:parley:refusal:");
        }
        assertThat(examples).isGreaterThan(60);
    }

    private static int example(JsonNode content, String name) {
        if (content.isMissingNode()) {
            return 0;
        }
        assertThat(content.has("example")).as(name).isTrue();
        assertThat(content.has("schema")).as(name).isTrue();
        knows(content.get("schema"), content.get("example"), name);
        return 1;
    }

    /** Whatever the example has is described, and of the kind that is described. */
    private static void knows(JsonNode schema, JsonNode example, String name) {
        JsonNode type = schema;
        while (type.has("$ref")) {
            type = description.document().at(type.get("$ref").asText().substring(1));
        }
        if (example.isObject() && type.has("properties")) {
            for (Map.Entry<String, JsonNode> part : example.properties()) {
                String inside = name + "." + part.getKey();
                assertThat(type.get("properties").has(part.getKey())).as(inside).isTrue();
                knows(type.get("properties").get(part.getKey()), part.getValue(), inside);
            }
        } else if (example.isArray()) {
            assertThat(type.path("type").asText()).as(name).isEqualTo("array");
            for (JsonNode each : example) {
                knows(type.get("items"), each, name);
            }
        } else if (type.has("enum")) {
            assertThat(type.get("enum")).as(name).contains(example);
        }
    }

    private static List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        description
                .document()
                .get("paths")
                .forEach(path -> path.forEach(each -> {
                    if (each.has("operationId")) {
                        operations.add(each);
                    }
                }));
        return operations;
    }

    @Test
    void whatIsDescribedAsDoneIsTheStatusThatComes() {
        App app = rest.createApp("statuses");
        String path = "/apps/" + app.id();
        String name = "described-" + app.id();
        Map<String, Map<String, ?>> posts = new LinkedHashMap<>();
        posts.put("/apps", Map.of("name", "described"));
        posts.put("/admins", Map.of("username", name, "password", "first password", "roles", List.of("operator")));
        posts.put("/admins/disablings", Map.of("username", name, "reason", "left"));
        posts.put(path + "/bans", Map.of("userID", "u", "forbids", "join", "reason", "spam"));
        posts.put(path + "/secrets", Map.of("reason", "rotation"));
        posts.put(path + "/temporary-tokens", Map.of("userID", "u"));
        posts.put(path + "/room-closures", Map.of("roomID", "room", "reason", "over"));
        posts.put("/reports/sums/rebuild", Map.of("from", "2026-11-01T00:00:00Z"));
        try (SignalClient a = SignalClient.inside(server, app, "room", "a", rest.token(app, "a"))) {
            posts.forEach((route, body) -> {
                String described = route.replace("/" + app.id(), "/{appID}");
                String status = description
                        .document()
                        .get("paths")
                        .get("/parley/api/v1" + described)
                        .at("/post/responses")
                        .fieldNames()
                        .next();
                assertThat(rest.tryPost(route, body).status()).as(route).isEqualTo(Integer.parseInt(status));
            });
            assertThat(a.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
        }
    }

    @Test
    void everyRouteWithABodySaysWhatIsInIt() {
        assertThat(description.routes())
                .filteredOn(route -> Set.of("POST", "PUT").contains(route.method()))
                .allSatisfy(route -> assertThat(route.body()).as(route.name()).isNotEmpty());
        assertThat(description.routes()).extracting(Route::name).doesNotHaveDuplicates();
    }

    @Test
    void itComesAsYamlOrAsJsonAndIsSentOnlyOnce() throws Exception {
        URI address = URI.create(server.http() + "/parley/api/v1/openapi");
        HttpResponse<String> yaml = get(address);
        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(yaml.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/yaml");
        assertThat(yaml.body()).startsWith("---\nopenapi: 3.1.0");
        HttpResponse<String> json = get(address, "Accept", "application/json");
        assertThat(json.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(Json.parse(json.body())).isEqualTo(description.document());
        String tag = yaml.headers().firstValue("ETag").orElseThrow();
        assertThat(json.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
        HttpResponse<String> again = get(address, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get(address, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        // Tools on other sites read it.
        assertThat(yaml.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    }

    private static HttpResponse<String> get(URI address, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Programs that make clients of the document name their methods so. */
    @Test
    void everyRouteHasANameOfItsOwn() {
        List<String> ids = description.document().get("paths").findValuesAsText("operationId");
        assertThat(ids)
                .hasSize(description.routes().size())
                .doesNotHaveDuplicates()
                .doesNotContain("list", "create", "read", "end", "all", "page", "report");
    }
}
