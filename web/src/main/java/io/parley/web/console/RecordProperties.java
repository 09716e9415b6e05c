package io.parley.web.console;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import jakarta.el.PropertyNotWritableException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets pages read the components of records by name. Expression Language 6 can do so itself; the platform has 5. */
public class RecordProperties extends ELResolver {

    private static final Map<Class<?>, Map<String, RecordComponent>> COMPONENTS = new ConcurrentHashMap<>();

    private static @Nullable RecordComponent component(
            ELContext context, @Nullable Object base, @Nullable Object name) {
        if (base == null || name == null || !base.getClass().isRecord()) {
            return null;
        }
        RecordComponent found = COMPONENTS
                .computeIfAbsent(base.getClass(), type -> Arrays.stream(type.getRecordComponents())
                        .collect(Collectors.toMap(RecordComponent::getName, Function.identity())))
                .get(name.toString());
        if (found != null) {
            context.setPropertyResolved(true);
        }
        return found;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, @Nullable Object property) {
        RecordComponent component = component(context, base, property);
        try {
            return component == null ? null : component.getAccessor().invoke(base);
        } catch (ReflectiveOperationException e) {
            throw new ELException(e);
        }
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, @Nullable Object property) {
        component(context, base, property);
        return null;
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, @Nullable Object property, @Nullable Object value) {
        if (component(context, base, property) != null) {
            throw new PropertyNotWritableException("records do not change");
        }
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, @Nullable Object property) {
        return component(context, base, property) != null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return String.class;
    }
}
