package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.parley.it.RestDescription.Route;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The OpenAPI document against the code. */
@Order(55)
class RestDescriptionIT {

    private static RestDescription description;

    @BeforeAll
    static void prepare() {
        description = RestDescription.of(ParleyServer.shared());
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
        for (String list : List.of("stays", "publications", "playbacks", "refusals", "audit", "quality", "calls")) {
            JsonNode example = document.get("paths")
                    .get("/parley/api/v1/apps/{appID}/" + list)
                    .at("/get/responses/200/content/application~1json/example");
            String rows = list.equals("calls") ? "calls" : "rows";
            assertThat(example.path(rows)).as(list).hasSize(1);
        }
    }

    @Test
    void everyRouteWithABodySaysWhatIsInIt() {
        assertThat(description.routes())
                .filteredOn(route -> Set.of("POST", "PUT").contains(route.method()))
                .allSatisfy(route -> assertThat(route.body()).as(route.name()).isNotEmpty());
        assertThat(description.routes()).extracting(Route::name).doesNotHaveDuplicates();
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
