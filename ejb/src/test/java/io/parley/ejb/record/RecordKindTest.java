package io.parley.ejb.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ejb.admin.Roles;
import io.parley.persistence.record.RecordList;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordKindTest {

    private static List<RecordKind<?>> kinds() throws IllegalAccessException {
        List<RecordKind<?>> kinds = new ArrayList<>();
        for (Field field : RecordKind.class.getFields()) {
            kinds.add((RecordKind<?>) field.get(null));
        }
        return kinds;
    }

    @Test
    void everyListOfTheDatabaseIsShownOnce() throws IllegalAccessException {
        assertThat(kinds()).extracting(RecordKind::list).containsExactlyInAnyOrder(RecordList.values());
    }

    @Test
    void everyListHasReadersAndColumns() throws IllegalAccessException {
        assertThat(kinds()).allSatisfy(kind -> {
            assertThat(kind.roles()).isNotEmpty().isSubsetOf(Roles.ALL);
            assertThat(kind.columns().names()).isNotEmpty().doesNotHaveDuplicates();
        });
    }

    @Test
    void theColumnsOfAFileAreTheNamesOfRest() {
        assertThat(RecordKind.CALLS.columns().names())
                .containsExactly("callID", "roomID", "openedAt", "closedAt", "closedAtMax", "closeReason", "peakUsers");
    }
}
