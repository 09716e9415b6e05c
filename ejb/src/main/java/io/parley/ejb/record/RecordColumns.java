package io.parley.ejb.record;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row's parts in their order, so that a file has the names and values that REST has. */
record RecordColumns(List<RecordComponent> components) {

    List<String> names() {
        return components.stream().map(RecordComponent::getName).toList();
    }

    List<@Nullable Object> values(Record row) {
        List<@Nullable Object> values = new ArrayList<>(components.size());
        for (RecordComponent component : components) {
            try {
                values.add(component.getAccessor().invoke(row));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the parts of a public record can be read", e);
            }
        }
        return values;
    }
}
